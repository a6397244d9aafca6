/// What a rule's condition says, before its names are looked up.
indirect enum Condition: Hashable, Sendable {
    /// How many of the selected detections must hold.
    enum Quantifier: Hashable, Sendable {
        case any, all
    }

    case name(String)
    case selector(Quantifier, pattern: String)
    case not(Condition)
    case and([Condition])
    case or([Condition])

    /// How many bytes a condition may have.
    static let sizeLimit = 16 << 10
    /// How many words and brackets it may have.
    static let tokenLimit = 1_000
    /// How deeply its brackets may nest.
    static let depthLimit = 64

    /// The names of detections that a selector means.
    ///
    /// Names with an underscore in front are meant by no selector but one that begins with an underscore itself.
    static func names(selectedBy pattern: String, among names: [String]) -> [String] {
        if pattern == "them" {
            return names.filter { !$0.hasPrefix("_") }
        }
        var text = TextPattern(literal: [])
        text.isCased = true
        for (index, piece) in pattern.split(separator: "*", omittingEmptySubsequences: false).enumerated() {
            if index > 0 {
                text.append(.anyRun)
            }
            text.append(.literal(Array(piece.utf8)))
        }
        let matcher = TextMatcher(text)
        return names.filter { matcher.matches($0) && (pattern.hasPrefix("_") || !$0.hasPrefix("_")) }
    }
}

/// Why a condition does not read.
struct ConditionError: Error, Hashable, Sendable {
    let reason: String
}
