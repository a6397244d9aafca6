/// What makes a match none: an allow list of the gitleaks configuration format.
package struct Allowance: Hashable, Sendable {
    /// What the expressions of an allow list are searched in.
    package enum Target: String, CaseIterable, Sendable {
        case secret
        case match
        case line
    }

    /// Expressions, one of which is found in the target.
    package var expressions: [String] = []
    /// What they are searched in.
    package var target = Target.secret
    /// Expressions, one of which is found in the file's path.
    package var pathExpressions: [String] = []
    /// Texts, one of which is in the secret, whatever the case.
    package var stopWords: [String] = []
    /// Whether every kind of criterion that the list has must be met, and not just one.
    package var needsAll = false

    package init() {}
}
