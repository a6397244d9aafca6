internal import Observation

extension Finding {
    /// The finding that a correlation makes: about its group, with some of its events as evidence.
    init(_ verdict: CorrelationBench.Verdict, _ redaction: Redaction) {
        let (rule, match) = (verdict.match.rule, verdict.match)
        let subject = Self.subject(of: match, redaction)
        var hash = StableHash()
        hash.combine(rule.name)
        for (field, value) in match.group { hash.combine("\(field)=\(value.text)") }
        // Texts of the rule may name fields of the group, and of the newest event.
        var event = verdict.members.last?.event ?? Event(.captureHealth, at: match.end)
        for (field, value) in match.group { event.fields[field] = value }
        self.init(
            id: rule.name + "-" + hash.hexadecimal, rule: rule.name, family: rule.family,
            title: TextTemplate(rule.title).sentence(event, redaction),
            summary: TextTemplate(rule.summary).sentence(event, redaction),
            level: rule.level, grade: rule.grade, subject: CommandQuoting.printable(subject),
            product: event.string(.llmProduct), process: ProcessReference(of: event, redaction),
            evidence: verdict.members.map { Evidence(of: $0.match, in: $0.event, redaction) },
            remediation: TextTemplate.commands(rule.remediation, for: event, redaction),
            falsePositives: rule.falsePositives, references: rule.references)
    }

    private static func subject(of match: CorrelationMatch, _ redaction: Redaction) -> String {
        guard !match.group.isEmpty else { return match.rule.name }
        return match.group.map { field, value in redaction.redacted(value, of: field).text }.joined(separator: ", ")
    }
}
