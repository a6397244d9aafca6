package import Observation

/// One event of a rule's tests that went otherwise than the rule says, or a kind of event that it lacks.
package struct RuleTestFailure: Hashable, Sendable, CustomStringConvertible {
    /// What was expected of the event.
    package enum Expectation: String, Hashable, Sendable {
        case match
        case noMatch = "no_match"
    }

    /// The rule's name.
    package let rule: String
    /// The file's path.
    package let file: String
    /// The event's line, or the rule's when there is no event.
    package let line: Int
    /// What was expected.
    package let expected: Expectation
    /// The event's place in its list, counted from zero; nothing when the list is empty.
    package let index: Int?
    /// The event's fields.
    package let fields: [String: FieldValue]

    package var description: String {
        let place = "\(file):\(line): \(rule)"
        guard let index else { return "\(place): no event under '\(expected.rawValue)'" }
        let shown = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }.joined(separator: " ")
        let outcome = expected == .match ? "does not match and should" : "matches and should not"
        return "\(place): event \(index + 1) of '\(expected.rawValue)' \(outcome): \(shown)"
    }
}

/// Runs the events that rules carry.
package enum RuleTests {
    /// Everything that went otherwise than the rules say; a rule without an event of either kind is among them.
    package static func failures(in set: DetectionSet) -> [RuleTestFailure] {
        set.rules.flatMap(failures)
    }

    /// Everything that went otherwise than one rule says.
    package static func failures(of rule: DetectionRule) -> [RuleTestFailure] {
        let alone = DetectionSet(rules: [rule])
        return failures(of: rule, in: alone, rule.tests.matching, expected: .match)
            + failures(of: rule, in: alone, rule.tests.notMatching, expected: .noMatch)
    }

    private static func failures(
        of rule: DetectionRule, in alone: DetectionSet, _ events: [RuleTestEvent],
        expected: RuleTestFailure.Expectation
    ) -> [RuleTestFailure] {
        guard !events.isEmpty else {
            return [
                RuleTestFailure(
                    rule: rule.name, file: rule.file, line: rule.line, expected: expected, index: nil, fields: [:])
            ]
        }
        return events.enumerated().compactMap { index, event in
            let matches = !alone.matches(event, of: rule).isEmpty
            guard matches != (expected == .match) else { return nil }
            return RuleTestFailure(
                rule: rule.name, file: rule.file, line: event.line + rule.linesBefore, expected: expected,
                index: index, fields: event.fields)
        }
    }
}

extension DetectionSet {
    /// What a test's event matches: it comes from where the rule looks, but for a category of its own.
    fileprivate func matches(_ event: RuleTestEvent, of rule: DetectionRule) -> [DetectionMatch] {
        let source = LogSource(
            category: event.category, product: rule.logSource.product, service: rule.logSource.service)
        return matches(EventFields(event.fields), from: source)
    }
}
