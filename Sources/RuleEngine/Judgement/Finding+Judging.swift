internal import Observation

extension Finding {
    /// How many bytes of a value a piece of evidence shows.
    static let evidenceTextLimit = 1_024

    /// The finding that an event's first match makes.
    init(_ match: DetectionMatch, subject: Subject, identifier: String, in event: Event, _ redaction: Redaction) {
        let rule = match.rule
        self.init(
            id: identifier, rule: rule.name, family: rule.family,
            title: TextTemplate(rule.title).sentence(event, redaction),
            summary: TextTemplate(rule.summary).sentence(event, redaction),
            level: rule.level, grade: rule.grade, subject: CommandQuoting.printable(subject.text(redaction)),
            product: event.string(.llmProduct), process: ProcessReference(of: event, redaction),
            evidence: [Evidence(of: match, in: event, redaction)],
            remediation: TextTemplate.commands(rule.remediation, for: event, redaction),
            falsePositives: rule.falsePositives, references: rule.references)
    }

    /// The identifier of a rule's finding about a subject.
    static func identifier(rule: String, subject: Subject) -> String {
        var hash = StableHash()
        hash.combine(rule)
        hash.combine(subject.identity)
        return rule + "-" + hash.hexadecimal
    }
}

extension Evidence {
    /// The fields that the rule names, or else those that made it match, as far as the event has them.
    init(of match: DetectionMatch, in event: Event, _ redaction: Redaction) {
        let names = match.rule.fields.isEmpty ? match.fields : match.rule.fields
        let entries = names.compactMap { name -> Entry? in
            guard let value = event.fields[name] else { return nil }
            return Entry(name: name, text: Self.shortened(redaction.redacted(value, of: name).text))
        }
        self.init(timestamp: event.timestamp, category: event.category, fields: entries)
    }

    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > Finding.evidenceTextLimit else { return text }
        var result = ""
        for character in text {
            guard result.utf8.count + character.utf8.count <= Finding.evidenceTextLimit else { break }
            result.append(character)
        }
        return result + "…"
    }
}

extension ProcessReference {
    /// The process that an event names, when it names one.
    init?(of event: Event, _ redaction: Redaction) {
        guard let pid = event.integer(.processPID) else { return nil }
        self.init(
            pid: pid, name: event.string(.processName) ?? "unknown",
            commandLine: event.string(.processCommandLine).map(redaction.commandLine),
            attribution: event.string(.attributionQuality))
    }
}
