internal import ContentMatching
internal import TextExtraction

extension FileExaminer {
    /// Counts the pieces of text of a file whose bytes were searched.
    ///
    /// A large one that the catalogue does not know is read whole only when its beginning is a conversation.
    func countUnits(of file: OpenFile, _ examination: inout Examination) {
        guard examination.tally.isEmpty, file.status.size > limits.sniffBytes else {
            return readUnits(of: file, searching: false, &examination)
        }
        var beginning = examination
        let input = file.input(upTo: limits.sniffBytes)
        read(beside: file.path, searching: false, &beginning) { $0.read(input, as: examination.format) }
        guard beginning.isConversation else {
            examination.isSniffedInPart = true
            return
        }
        readUnits(of: file, searching: false, &examination)
    }

    /// Reads the pieces of text of a file: counts them, and searches them where the bytes themselves cannot be.
    func readUnits(of file: OpenFile, searching: Bool, _ examination: inout Examination) {
        // What was searched as bytes is not read further than that.
        let input = searching ? file.input : file.input(upTo: limits.textBytes)
        let format = examination.format
        read(beside: file.path, searching: searching, &examination) { $0.read(input, as: format) }
        if searching { examination.bytesRead = file.status.size }
    }

    /// Examines a store of many files as one thing.
    func examine(store files: [OpenFile], tally: UnitTally) -> Examination {
        var examination = Examination(.levelDB, tally: tally)
        guard let first = files.first else { return examination }
        let costly = context.limitsHit + context.matchesDropped
        context.path = first.pathText
        read(beside: first.path, searching: true, &examination) { $0.readLevelDB(files.map(\.input)) }
        examination.bytesRead = files.reduce(0) { $0 + $1.status.size }
        let given = context.limitsHit + context.matchesDropped - costly
        if given > 0 { examination.gaps.append(.costlyText(given)) }
        return examination
    }

    private func read(
        beside path: [UInt8], searching: Bool, _ examination: inout Examination, _ body: (Extraction) -> Void
    ) {
        let reading = UnitReading(examination, limit: limits.secretsPerFile)
        let extraction = Extraction(
            limits: limits.extraction, models: { [models] in models.inputs(beside: path) }, isEnough: isEnough
        ) { [self] unit in
            reading.count(unit)
            guard searching else { return }
            for match in matcher.matches(in: unit.text.span, using: &context) { reading.add(match, in: unit) }
        }
        body(extraction)
        examination = reading.finished(extraction)
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
        let isState = examination.format == .llamaState && extraction.tokenCount > 0
        examination.isConversation = shape.isConversation || isState
        examination.shape = (Int64(shape.promptCount), Int64(shape.answerCount))
        examination.tokens = Int64(extraction.tokenCount)
        if dropped > 0 { examination.gaps.append(.manyMatches(dropped)) }
        return examination
    }
}
