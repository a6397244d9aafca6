internal import ContentMatching
internal import Knowledge
internal import Observation
internal import TextExtraction

/// Examines one file after the other: searches it for secrets, counts its prompts, sees whether it is a conversation.
///
/// Belongs to one thread. Files are only ever read.
final class FileExaminer {
    private static let chunk = 256 << 10

    let matcher: SecretMatcher
    let limits: ScanLimits
    /// Whether somebody said that it is enough.
    let isEnough: () -> Bool
    /// The models whose vocabulary may turn tokens back into text.
    let models: () -> [FileInput]
    var context = ScanContext()
    private var buffer = [UInt8](repeating: 0, count: FileExaminer.chunk)

    init(
        matcher: SecretMatcher, limits: ScanLimits, models: @escaping () -> [FileInput],
        isEnough: @escaping () -> Bool
    ) {
        self.matcher = matcher
        self.limits = limits
        self.models = models
        self.isEnough = isEnough
    }

    /// Examines an open file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - format: What the catalogue says of it; the file's own bytes win where they say something else.
    ///   - tally: The places to count in, when the catalogue knows some.
    func examine(_ file: OpenFile, expecting format: FileFormat?, tally: UnitTally) -> Examination {
        let costly = context.limitsHit + context.matchesDropped
        var examination = Examination(.binary, tally: tally)
        do throws(SystemError) {
            let count = try file.descriptor.read(into: &buffer, at: 0)
            examination.format = FileFormat(
                beginning: buffer.span.extracting(0..<min(count, FileFormat.beginningByteCount)), name: file.nameText,
                expecting: format)
            switch examination.format.search {
            case .bytes:
                try searchBytes(of: file, first: count, &examination)
                if needsUnits(examination) { readUnits(of: file, searching: false, &examination) }
            case .units: readUnits(of: file, searching: true, &examination)
            }
            let now = try file.descriptor.status()
            if now.size != file.status.size || now.modified != file.status.modified { examination.gaps.append(.changed) }
        } catch {
            examination.gaps.append(.unreadable(error))
        }
        let given = context.limitsHit + context.matchesDropped - costly
        if given > 0 { examination.gaps.append(.costlyText(given)) }
        return examination
    }
}

extension FileExaminer {
    /// Searches all bytes of a file, the first of which are in the buffer already; holes are stepped over.
    private func searchBytes(
        of file: OpenFile, first: Int, _ examination: inout Examination
    ) throws(SystemError) {
        var stream = SecretStream(distinctLimit: limits.secretsPerFile)
        let hasHoles = file.status.allocated < file.status.size
        var offset: Int64 = 0
        var count = first
        while count > 0 {
            guard examination.bytesRead < limits.textBytes, !isEnough() else {
                examination.gaps.append(.capped)
                break
            }
            let taken = min(count, Int(clamping: limits.textBytes - examination.bytesRead))
            stream.feed(buffer.span.extracting(0..<taken), matcher, &context)
            offset += Int64(count)
            examination.bytesRead += Int64(taken)
            guard taken == count else {
                examination.gaps.append(.capped)
                break
            }
            if hasHoles, offset < file.status.size {
                guard let next = file.descriptor.nextData(from: offset) else {
                    examination.noteHole()
                    break
                }
                if next != offset { examination.noteHole() }
                offset = next
            }
            count = try file.descriptor.read(into: &buffer, at: offset)
        }
        stream.finish(matcher, &context)
        for finding in stream.findings {
            examination.add(
                Examination.Match(
                    patternID: finding.patternID, text: finding.secret, locator: "line \(finding.line)", state: .live))
        }
        if stream.dropped > 0 { examination.gaps.append(.manyMatches(stream.dropped)) }
    }

    /// Whether the pieces of text are wanted of a file whose bytes were searched.
    private func needsUnits(_ examination: Examination) -> Bool {
        examination.format.isStructured && !examination.tally.isEmpty
    }
}
