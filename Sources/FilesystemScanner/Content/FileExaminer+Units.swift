internal import ContentMatching
internal import TextExtraction

extension FileExaminer {
    /// Reads the pieces of text of a file: counts them, and searches them where the bytes themselves cannot be.
    func readUnits(of file: OpenFile, searching: Bool, _ examination: inout Examination) {
        let reading = UnitReading(examination, limit: limits.secretsPerFile)
        let extraction = Extraction(
            limits: limits.extraction, models: { [models] in models.inputs(beside: file.path) }, isEnough: isEnough
        ) { [self] unit in
            reading.count(unit)
            guard searching else { return }
            for match in matcher.matches(in: unit.text.span, using: &context) { reading.add(match, in: unit) }
        }
        // What was searched as bytes is not read further than that.
        extraction.read(searching ? file.input : file.input(upTo: limits.textBytes), as: examination.format)
        examination = reading.finished(extraction)
        if searching { examination.bytesRead = file.status.size }
    }
}

/// What the pieces of text of one file come to.
private final class UnitReading {
    private struct Key: Hashable {
        let patternID: String
        let text: String
        let state: TextUnit.State
        let encoding: [ContentEncoding]
    }

    private var examination: Examination
    private var shape = ConversationShape()
    private var seen: Set<Key> = []
    private var dropped = 0
    private let limit: Int

    init(_ examination: Examination, limit: Int) {
        self.examination = examination
        self.limit = limit
    }

    func count(_ unit: TextUnit) {
        examination.units += 1
        switch unit.state {
        case .live: break
        case .wal: examination.logged += 1
        case .deleted, .slack: examination.deleted += 1
        }
        examination.tally.count(unit)
        shape.note(unit)
    }

    /// Notes a match, once in each state, however often the same text stands in the file.
    func add(_ match: ContentMatch, in unit: TextUnit) {
        let key = Key(patternID: match.patternID, text: match.text, state: unit.state, encoding: match.encoding)
        guard !seen.contains(key) else { return }
        guard seen.count < limit else {
            dropped += 1
            return
        }
        seen.insert(key)
        examination.add(Examination.Match(match: match, locator: unit.locator, state: unit.state))
    }

    func finished(_ extraction: Extraction) -> Examination {
        examination.extractionGaps = extraction.gaps
        // The saved state of a model holds what was said to it, whatever it looks like.
        examination.isConversation = shape.isConversation || examination.format == .llamaState && extraction.tokenCount > 0
        examination.shape = (Int64(shape.promptCount), Int64(shape.answerCount))
        examination.tokens = Int64(extraction.tokenCount)
        if dropped > 0 { examination.gaps.append(.manyMatches(dropped)) }
        return examination
    }
}
