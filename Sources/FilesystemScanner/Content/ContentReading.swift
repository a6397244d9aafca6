internal import ContentMatching
internal import Observation

/// What was read of one file.
struct ContentReading {
    /// What keeps a reading from being whole; each is a line of the coverage section.
    enum Gap: Hashable {
        case unreadable(SystemError)
        case changed
        case capped
        case hole
        case longLines(Int)
        case brokenLines(Int)
        case brokenDocument
        case costlyText(Int)
        case manySecrets(Int)
    }

    private static let chunk = 128 << 10

    private(set) var tally: ContentTally
    private(set) var secrets: [ContentStream.Finding] = []
    private(set) var bytesRead: Int64 = 0
    private(set) var gaps: [Gap] = []

    /// Whether all of it was read and understood.
    var isComplete: Bool { gaps.isEmpty }

    private let kind: ContentKind
    private let limits: ScanLimits
    private var lines: LineSplitter
    private var document: [UInt8] = []
    private var brokenLines = 0

    init(_ kind: ContentKind, tally: ContentTally, limits: ScanLimits) {
        self.kind = kind
        self.tally = tally
        self.limits = limits
        lines = LineSplitter(lengthLimit: limits.lineBytes)
    }

    /// Reads an open file up to its end, or up to the limits; holes are stepped over.
    ///
    /// A status that is another than the `expected` one, with which the file was found, is told as a change.
    mutating func read(
        _ file: borrowing Descriptor, _ expected: FileStatus, _ matcher: ContentMatcher, _ context: inout ScanContext
    ) {
        let costly = context.limitsHit + context.matchesDropped
        var stream = ContentStream(distinctLimit: limits.secretsPerFile)
        do throws(SystemError) {
            try read(file, expected, through: &stream, matcher, &context)
            let now = try file.status()
            if now.size != expected.size || now.modified != expected.modified { gaps.append(.changed) }
        } catch {
            gaps.append(.unreadable(error))
        }
        finish(&stream, matcher, &context)
        let given = context.limitsHit + context.matchesDropped - costly
        if given > 0 { gaps.append(.costlyText(given)) }
    }

    private mutating func read(
        _ file: borrowing Descriptor, _ expected: FileStatus, through stream: inout ContentStream,
        _ matcher: ContentMatcher, _ context: inout ScanContext
    ) throws(SystemError) {
        let limit = kind == .json ? limits.documentBytes : limits.textBytes
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var offset: Int64 = 0
        while true {
            if expected.allocated < expected.size, offset < expected.size {
                let next = file.nextData(from: offset)
                if next != offset, !gaps.contains(.hole) { gaps.append(.hole) }
                guard let next else { return }
                offset = next
            }
            let count = try file.read(into: &buffer, at: offset)
            guard count > 0 else { return }
            guard bytesRead < limit else {
                gaps.append(.capped)
                return
            }
            let taken = min(count, Int(clamping: limit - bytesRead))
            stream.feed(buffer.span.extracting(0..<taken), matcher, &context)
            take(buffer.span.extracting(0..<taken))
            offset += Int64(taken)
            bytesRead += Int64(taken)
        }
    }

    private mutating func take(_ bytes: Span<UInt8>) {
        guard !tally.isEmpty else { return }
        switch kind {
        case .text:
            lines.feed(bytes) { Self.count(text: $0, &tally) }
        case .jsonLines:
            lines.feed(bytes) { Self.count(json: $0, &tally, &brokenLines) }
        case .json:
            for offset in 0..<bytes.count { document.append(bytes[offset]) }
        case .plain, .notRead: break
        }
    }

    private mutating func finish(
        _ stream: inout ContentStream, _ matcher: ContentMatcher, _ context: inout ScanContext
    ) {
        stream.finish(matcher, &context)
        secrets = stream.findings
        if stream.dropped > 0 { gaps.append(.manySecrets(stream.dropped)) }
        switch kind {
        case .text: lines.finish { Self.count(text: $0, &tally) }
        case .jsonLines: lines.finish { Self.count(json: $0, &tally, &brokenLines) }
        case .json: countDocument()
        case .plain, .notRead: break
        }
        if lines.skippedLines > 0 { gaps.append(.longLines(lines.skippedLines)) }
        if brokenLines > 0 { gaps.append(.brokenLines(brokenLines)) }
    }

    private mutating func countDocument() {
        defer { document = [] }
        guard !gaps.contains(.capped), !document.isEmpty else { return }
        do throws(JSONError) {
            tally.count(try JSONValue(parsing: document.span))
        } catch {
            gaps.append(.brokenDocument)
        }
    }

    private static func count(text line: Span<UInt8>, _ tally: inout ContentTally) {
        if !isBlank(line) { tally.countLine() }
    }

    private static func count(json line: Span<UInt8>, _ tally: inout ContentTally, _ broken: inout Int) {
        guard !isBlank(line) else { return }
        do throws(JSONError) {
            tally.count(try JSONValue(parsing: line))
        } catch {
            broken += 1
        }
    }

    private static func isBlank(_ line: Span<UInt8>) -> Bool {
        for offset in 0..<line.count where line[offset] != 0x20 && !(0x09...0x0D).contains(line[offset]) {
            return false
        }
        return true
    }
}
