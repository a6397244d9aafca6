package import Knowledge
internal import Observation

/// One thing that a rule's author should look at.
package struct RuleRemark: Hashable, Sendable, CustomStringConvertible {
    /// How much it matters.
    package enum Severity: String, Hashable, Sendable {
        /// The rule, or a part of the file, is not in force.
        case error
        /// The rule works, and lacks something or does not mean what it seems to.
        case warning
    }

    package let severity: Severity
    /// The file's path.
    package let file: String
    /// The line, counted from one, when it is known.
    package let line: Int?
    /// The rule's name, when it was read that far.
    package let rule: String?
    package let reason: String

    /// `file:line: severity: rule: reason`.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(severity.rawValue): \(rule.map { $0 + ": " } ?? "")\(reason)"
    }
}

/// What `earshot rules check` says about a set of rules.
package enum RuleCheck {
    /// Every problem as an error, then what is worth a remark in the rules that are in force, by file and line.
    package static func remarks(on set: DetectionSet, problems: [RuleProblem]) -> [RuleRemark] {
        let errors = problems.map {
            RuleRemark(severity: .error, file: $0.file, line: $0.line, rule: nil, reason: $0.reason)
        }
        return errors + set.rules.flatMap(remarks)
    }

    /// What is worth a remark in one rule.
    package static func remarks(on rule: DetectionRule) -> [RuleRemark] {
        let reasons = RuleLint(rule).reasons
        return reasons.map {
            RuleRemark(severity: .warning, file: rule.file, line: rule.line, rule: rule.name, reason: $0)
        }
    }
}
