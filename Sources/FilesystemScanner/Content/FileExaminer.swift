internal import ContentMatching
internal import Knowledge
internal import Observation
internal import TextExtraction

/// Examines one file after the other: searches it for secrets, counts its prompts, sees whether it is a conversation.
///
/// Belongs to one thread. Files are only ever read.
final class FileExaminer {
    let matcher: ContentMatcher
    let limits: ScanLimits
    /// Whether somebody said that it is enough.
    let isEnough: () -> Bool
    /// The models whose vocabulary may turn tokens back into text.
    let models: ModelFiles
    var context = ScanContext()
    private var stream: ContentStream

    init(
        matcher: ContentMatcher, limits: ScanLimits, models: ModelFiles = ModelFiles(),
        isEnough: @escaping () -> Bool
    ) {
        self.matcher = matcher
        self.limits = limits
        self.models = models
        self.isEnough = isEnough
        stream = ContentStream(distinctLimit: limits.secretsPerFile)
    }

    /// Examines an open file, and counts in the places of a tally.
    ///
    /// The catalogue may say which format it expects; the file's own bytes win where they say something else.
    func examine(_ file: OpenFile, expecting format: FileFormat?, tally: UnitTally) -> Examination {
        let costly = context.limitsHit + context.matchesDropped
        var examination = Examination(.binary, tally: tally)
        context.path = file.pathText
        do throws(SystemError) {
            examination.format = try file.format(expecting: format)
            switch examination.format.search {
            case .bytes:
                try searchBytes(of: file, &examination)
                if needsUnits(examination) { countUnits(of: file, &examination) }
            case .units: readUnits(of: file, searching: true, &examination)
            }
            let now = try file.descriptor.status()
            if now.size != file.status.size || now.modified != file.status.modified {
                examination.gaps.append(.changed)
            }
        } catch {
            examination.gaps.append(.unreadable(error))
        }
        let given = context.limitsHit + context.matchesDropped - costly
        if given > 0 { examination.gaps.append(.costlyText(given)) }
        return examination
    }
}

extension FileExaminer {
    /// Searches all bytes of a file; holes are stepped over.
    private func searchBytes(of file: OpenFile, _ examination: inout Examination) throws(SystemError) {
        stream.begin()
        defer { note(stream.findings, of: examination.format, &examination) }
        let hasHoles = file.status.allocated < file.status.size
        var offset: Int64 = 0
        while true {
            if hasHoles, offset < file.status.size {
                let next = file.descriptor.nextData(from: offset)
                if next != offset { examination.noteHole() }
                guard let next else { break }
                offset = next
            }
            let limit = Int(clamping: limits.textBytes - examination.bytesRead)
            let count = try stream.fill(matcher, &context) { (buffer, room) throws(SystemError) in
                let end = room.lowerBound + min(room.count, limit) + (limit < room.count ? 1 : 0)
                return try file.descriptor.read(into: &buffer, room.lowerBound..<end, at: offset)
            }
            guard count > 0 else { break }
            offset += Int64(count)
            examination.bytesRead += Int64(min(count, limit))
            guard count <= limit, !isEnough() else {
                examination.gaps.append(.capped)
                break
            }
        }
        stream.finish(matcher, &context)
        examination.hasMarkers = stream.markers.suggestsConversation
        if stream.dropped > 0 { examination.gaps.append(.manyMatches(stream.dropped)) }
    }

    private func note(_ findings: [ContentStream.Finding], of format: FileFormat, _ examination: inout Examination) {
        for finding in findings {
            let isText = format != .binary && format != .memory && format != .pickle
            let place = isText ? "line \(finding.line)" : "offset \(finding.match.range.lowerBound)"
            examination.add(Examination.Match(match: finding.match, locator: place, state: .live))
        }
    }

    /// Whether the pieces of text are wanted of a file whose bytes were searched: to count those that the catalogue
    /// knows, or to see whether it is a conversation.
    private func needsUnits(_ examination: Examination) -> Bool {
        examination.format.isStructured && (!examination.tally.isEmpty || examination.hasMarkers)
    }
}
