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
        event.fields = EventFields(fields)
        return !matches(event).isEmpty
    }
}
