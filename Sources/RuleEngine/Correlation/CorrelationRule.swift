package import Knowledge
package import Observation

/// One Sigma correlation rule, read.
package final class CorrelationRule: Sendable {
    /// The name under which an outer correlation finds the number of an inner one, whatever it is.
    static let measureField = "sigma_metric"

    /// The rule's own identifier, a UUID.
    package let id: String?
    /// The rule's name; the file's name when the rule gives none.
    package let name: String
    package let title: String
    package let summary: String
    package let references: [String]
    package let falsePositives: [String]
    package let tags: [String]
    package let level: Level
    package let grade: Grade
    package let remediation: [RemediationLine]
    package let family: String
    package let origin: RuleFile.Origin
    package let file: String
    package let line: Int
    let body: CorrelationBody

    init(_ document: RuleDocument, body: CorrelationBody) {
        id = document.text("id")
        name = document.text("name") ?? document.source.defaultName
        title = document.text("title") ?? ""
        summary = document.text("description") ?? ""
        references = document.texts("references")
        falsePositives = document.texts("falsepositives")
        tags = document.texts("tags")
        level = document.level ?? .medium
        grade = document.grade
        remediation = document.remediation
        family = document.family
        origin = document.source.origin
        file = document.source.path
        line = document.line
        self.body = body
    }

    /// What fields are called in the events of one of its rules, aliases looked up.
    func fields(_ names: [String], in rule: String) -> [String] {
        names.map { body.aliases[$0]?[rule] ?? $0 }
    }
}
