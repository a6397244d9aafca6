package import Knowledge
package import Observation

/// One Sigma rule, read and compiled.
package final class DetectionRule: Sendable {
    /// The rule's own identifier, a UUID.
    package let id: String?
    /// The rule's name: area, subject, problem; the file's name when the rule gives none.
    package let name: String
    /// Whether the name was written down, and not taken from the file.
    package let isNamed: Bool
    package let title: String
    package let status: String?
    package let summary: String
    package let references: [String]
    package let author: String?
    package let date: String?
    package let modified: String?
    package let tags: [String]
    package let logSource: LogSource
    /// The fields that are shown as evidence, in this order.
    package let fields: [String]
    package let falsePositives: [String]
    package let level: Level
    /// Whether the level was written down, and not supposed.
    package let hasLevel: Bool
    /// What a match proves.
    package let grade: Grade
    /// What to type, in the order of the text.
    package let remediation: [RemediationLine]
    /// The area the rule belongs to.
    package let family: String
    package let tests: RuleTestEvents
    package let origin: RuleFile.Origin
    /// The file's path.
    package let file: String
    /// The line on which the rule begins.
    package let line: Int

    /// How many lines of the file lie before the text that the rule was read from.
    let linesBefore: Int
    /// The detections in the order of the text.
    let detections: [(name: String, detection: Detection)]
    /// The conditions, one of which must hold.
    let conditions: [Condition]
    /// The same, ready to run.
    let program: MatchProgram

    init(_ document: RuleDocument, body: DetectionBody, program: MatchProgram) {
        id = document.text("id")
        name = document.text("name") ?? document.source.defaultName
        isNamed = document.text("name") != nil
        title = document.text("title") ?? ""
        status = document.text("status")
        summary = document.text("description") ?? ""
        references = document.texts("references")
        author = document.text("author")
        date = document.text("date")
        modified = document.text("modified")
        tags = document.texts("tags")
        logSource = document.logSource
        fields = document.texts("fields")
        falsePositives = document.texts("falsepositives")
        level = document.level ?? .medium
        hasLevel = document.level != nil
        grade = document.grade
        remediation = document.remediation
        family = document.family
        tests = document.tests
        origin = document.source.origin
        file = document.source.path
        line = document.line
        linesBefore = document.source.linesBefore
        detections = body.detections
        conditions = body.conditions
        self.program = program
    }

    /// The names of the fields that it compares, each once, in the order of the text.
    package var comparedFields: [String] {
        var names: [String] = []
        for item in detections.flatMap(\.detection.items) {
            for name in [item.field].compactMap({ $0 }) + item.values.flatMap(\.referencedFields)
            where !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }
}

extension DetectionValue {
    fileprivate var referencedFields: [String] {
        switch self {
        case .reference(let reference): [reference.field]
        case .anyOf(let values): values.flatMap(\.referencedFields)
        default: []
        }
    }
}
