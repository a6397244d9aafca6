import Knowledge
import Observation

@testable import RuleEngine

/// A rule of one file, around a detection given as YAML.
func ruleFile(
    _ detection: String, path: String = "detections/egress/a-rule.yml", origin: RuleFile.Origin = .embedded,
    head: String = "title: A rule\nlogsource: {category: process}\n"
) -> RuleFile {
    let body = detection.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
    return RuleFile(path: path, text: head + "detection:\n" + body.joined(separator: "\n") + "\n", origin: origin)
}

/// A set of one rule, around one field with its values given as YAML.
func itemRule(_ item: String) -> (rules: DetectionSet, problems: [RuleProblem]) {
    DetectionSet.load([ruleFile("sel:\n  \(item)\ncondition: sel")])
}

extension DetectionSet {
    /// Whether anything matches an event of the category `process`.
    func holds(_ fields: [String: FieldValue]) -> Bool {
        var event = Event(.process, at: Timestamp(nanoseconds: 0))
        event.fields = fields
        return !matches(event).isEmpty
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
