internal import Observation

/// Reads both sides of a connection to a name server, where a length of two bytes stands before each message.
///
/// Messages may share a segment or be spread over several, and queries need not wait for answers (RFC 7766,
/// section 6.2.1.1). At most one unfinished message of 64 KiB is kept for each side.
final class DNSDialogue {
    /// Messages without a readable beginning after which a side is given up.
    private static let failureLimit = 3

    private let environment: DialogueEnvironment
    private let service: NameService
    private var framings = BothSides(DNSFraming(), DNSFraming())

    init(_ environment: DialogueEnvironment, _ service: NameService) {
        self.environment = environment
        self.service = service
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { framings.lower.kept.count + framings.upper.kept.count }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool { framings[side].isOver }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        var offset = framings[side].resume(bytes)
        while let message = framings[side].next(bytes, &offset, at: time) {
            switch message {
            case .inPlace(let range):
                tell(bytes.extracting(range), from: side, at: time, into: &findings)
            case .kept(let kept, let began):
                tell(kept.span.extracting(2..<kept.count), from: side, at: began, into: &findings)
            case .implausible: findings.append(.weird(.dnsNotDNS, time))
            }
        }
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        tellBroken(framings[side].skip(count), from: side, into: &findings)
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        for side in FlowSide.allCases {
            tellBroken(framings[side].skip(.max), from: side, into: &findings)
            framings[side].isOver = true
        }
    }

    private func tell(
        _ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        var weirds: [Weird] = []
        let message = try? DNSMessage(parsing: bytes, as: service, noting: &weirds)
        for weird in weirds { findings.append(.weird(weird, time)) }
        if let message {
            framings[side].failures = 0
            findings.append(environment.message(.dns(message), at: time))
        } else {
            framings[side].failures += 1
            if framings[side].failures >= Self.failureLimit { framings[side].isOver = true }
        }
    }

    /// Tells what was kept of a message whose rest is lost; that it ends too early is not its sender's fault.
    private func tellBroken(
        _ broken: (kept: [UInt8], began: Timestamp)?, from side: FlowSide, into findings: inout [StreamFinding]
    ) {
        guard let (kept, began) = broken, kept.count > 2 else { return }
        guard let message = try? DNSMessage(parsing: kept.span.extracting(2..<kept.count), as: service) else { return }
        findings.append(environment.message(.dns(message), at: began))
    }
}

/// Finds the messages in what one side sends.
struct DNSFraming {
    /// Where a message lies.
    enum Found {
        case inPlace(Range<Int>)
        case kept([UInt8], Timestamp)
        case implausible
    }

    /// An unfinished message with its length.
    private(set) var kept: [UInt8] = []
    private var keptSince = Timestamp(nanoseconds: 0)
    /// Bytes of a broken message that are still to come.
    private var remainder = 0
    /// Whether it is not known where the next message begins.
    private var isLost = false

    /// Messages in a row that could not be read.
    var failures = 0
    /// Whether nothing further is of interest.
    var isOver = false

    /// Where to begin in bytes that arrived: behind the rest of a broken message, or nowhere.
    mutating func resume(_ bytes: Span<UInt8>) -> Int {
        let skipped = min(remainder, bytes.count)
        remainder -= skipped
        // After a gap, messages are looked for where a segment begins, because most messages begin there.
        if isLost, DNSShape(stream: bytes) != .other { isLost = false }
        return isLost || isOver ? bytes.count : skipped
    }

    /// The next whole message; keeps what is left when there is none.
    mutating func next(_ bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp) -> Found? {
        guard offset < bytes.count, !isOver else { return nil }
        if kept.isEmpty {
            keptSince = time
            if bytes.count - offset >= 2 {
                let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
                guard length >= 12 else { return giveUp() }
                if bytes.count - offset - 2 >= length {
                    defer { offset += 2 + length }
                    return .inPlace(offset + 2..<offset + 2 + length)
                }
            }
        }
        return keep(bytes, &offset)
    }

    private mutating func keep(_ bytes: Span<UInt8>, _ offset: inout Int) -> Found? {
        while kept.count < 2, offset < bytes.count {
            kept.append(bytes[offset])
            offset += 1
        }
        guard kept.count >= 2 else { return nil }
        let length = Int(kept[0]) << 8 | Int(kept[1])
        guard length >= 12 else { return giveUp() }
        let taken = min(2 + length - kept.count, bytes.count - offset)
        kept.append(bytes.extracting(offset..<offset + taken))
        offset += taken
        guard kept.count == 2 + length else { return nil }
        defer { kept = [] }
        return .kept(kept, keptSince)
    }

    private mutating func giveUp() -> Found {
        kept = []
        isOver = true
        return .implausible
    }

    /// Steps over bytes that never came; gives what was kept of the message they are a part of.
    mutating func skip(_ count: Int) -> (kept: [UInt8], began: Timestamp)? {
        defer { kept = [] }
        if kept.count >= 2 { remainder = 2 + (Int(kept[0]) << 8 | Int(kept[1])) - kept.count }
        if kept.count == 1 || count > remainder { isLost = true }
        remainder = isLost ? 0 : remainder - count
        return kept.isEmpty ? nil : (kept, keptSince)
    }
}
