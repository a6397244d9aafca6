/// One leak, as a report tells it.
package struct Finding: Hashable, Sendable {
    /// Names the rule and the subject, and stays the same from run to run.
    package let id: String

    /// The rule's name: area, subject, problem.
    package let rule: String

    /// The area the rule belongs to: `egress`, `telemetry`, `exposure`, `residue`, `configuration`, `extraction`,
    /// `advisories`.
    package let family: String

    /// What is wrong, in one line.
    package let title: String

    /// Why that matters.
    package let summary: String

    /// How bad it is.
    package let level: Level

    /// What the evidence proves.
    package let grade: Grade

    /// What it is about: a socket, a destination, a file, a setting.
    package let subject: String

    /// The product's identifier, when one is involved.
    package let product: String?

    /// The process it was seen in, when one is involved; of several events, the one that is surest of it.
    package var process: ProcessReference?

    /// What was seen, the first first; capped, with ``occurrences`` telling how often in all.
    package var evidence: [Evidence]

    /// How many events led to this finding.
    package var occurrences: Int

    /// What to type, a line each.
    package let remediation: [String]

    /// When the rule is wrong.
    package let falsePositives: [String]

    /// Where the knowledge comes from.
    package let references: [String]

    /// Creates a finding.
    package init(
        id: String, rule: String, family: String, title: String, summary: String, level: Level, grade: Grade,
        subject: String, product: String?, process: ProcessReference?, evidence: [Evidence], occurrences: Int = 1,
        remediation: [String], falsePositives: [String] = [], references: [String] = []
    ) {
        self.id = id
        self.rule = rule
        self.family = family
        self.title = title
        self.summary = summary
        self.level = level
        self.grade = grade
        self.subject = subject
        self.product = product
        self.process = process
        self.evidence = evidence
        self.occurrences = occurrences
        self.remediation = remediation
        self.falsePositives = falsePositives
        self.references = references
    }
}

/// The process of a finding, as a report names it.
package struct ProcessReference: Hashable, Sendable {
    /// The process's number.
    package let pid: Int64

    /// Its short name.
    package let name: String

    /// Its command line, already redacted.
    package let commandLine: String?

    /// How sure the attribution is, when the process was found through a flow.
    package let attribution: String?

    /// Creates a reference.
    package init(pid: Int64, name: String, commandLine: String?, attribution: String?) {
        self.pid = pid
        self.name = name
        self.commandLine = commandLine
        self.attribution = attribution
    }
}

extension ProcessReference {
    /// The qualities of an attribution, the surest first.
    private static let ladder = ["launched", "cgroup", "socket", "recent", "port", "none"]

    private var rung: Int {
        attribution.flatMap(Self.ladder.firstIndex) ?? Self.ladder.count
    }

    /// Whether this one is attributed more surely than another.
    package func isSurer(than other: ProcessReference?) -> Bool {
        guard let other else { return true }
        return rung < other.rung
    }
}

/// One observation behind a finding, already redacted.
package struct Evidence: Hashable, Sendable {
    /// When it was observed.
    package let timestamp: Timestamp

    /// What kind of thing was observed.
    package let category: EventCategory

    /// The fields that matter, in the order the rule names them.
    package let fields: [Entry]

    /// A field's name and its redacted text.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Creates a piece of evidence.
    package init(timestamp: Timestamp, category: EventCategory, fields: [Entry]) {
        self.timestamp = timestamp
        self.category = category
        self.fields = fields
    }
}
