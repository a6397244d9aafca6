internal import ContentMatching
internal import Observation
internal import TextExtraction

/// What was found in one file.
struct Examination {
    /// One match, where it sits and what became of it.
    struct Match: Hashable {
        let match: ContentMatch
        let locator: String
        let state: TextUnit.State
    }

    /// What keeps an examination from being whole, beside what the reader of the format tells.
    enum Gap: Hashable {
        case unreadable(SystemError)
        case changed
        case capped
        case hole
        case costlyText(Int)
        case manyMatches(Int)
        /// There are so many tokens, and no model at hand that says what they mean.
        case unknownTokens(Int)
    }

    /// The format it was read in.
    var format: FileFormat
    /// The different matches, in the order of the file.
    var matches: [Match] = []
    /// The prompts and answers that the catalogue's places hold.
    var tally: UnitTally
    /// How many tokens a model's state holds.
    var tokens: Int64 = 0
    /// How many pieces of text there were, where they were told apart.
    var units: Int64 = 0
    /// How many of them were deleted, and how many stand in a log.
    var deleted: Int64 = 0
    var logged: Int64 = 0
    /// Whether marks of a conversation stand in it, so that its pieces of text are worth a look.
    var hasMarkers = false
    /// Whether only its beginning was looked at to see that.
    var isSniffedInPart = false
    /// Whether it has the shape of a conversation with a model.
    var isConversation = false
    /// How many prompts and answers the conversation has by its shape, whatever the catalogue says.
    var shape: (prompts: Int64, answers: Int64) = (0, 0)
    /// How much was read, in bytes.
    var bytesRead: Int64 = 0
    /// What the reader of the format could not read.
    var extractionGaps: [ExtractionGap: Int] = [:]
    var gaps: [Gap] = []

    init(_ format: FileFormat, tally: UnitTally) {
        self.format = format
        self.tally = tally
    }

    /// Whether somebody's words to a model stand in it, by the catalogue or by its shape.
    var holdsConversation: Bool { isConversation || tally.holdsWords }

    mutating func add(_ match: Match) {
        matches.append(match)
    }

    /// Notes that holes were stepped over, once.
    mutating func noteHole() {
        if !gaps.contains(.hole) { gaps.append(.hole) }
    }

    /// Whether all of it was read and understood.
    var isComplete: Bool { gaps.isEmpty && extractionGaps.isEmpty }
}
