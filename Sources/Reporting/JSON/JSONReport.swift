package import Observation

/// The report as one JSON document of the schema `earshot.report/1`.
///
/// Within one major number no key disappears and no type narrows; keys without a value are `null`, never missing.
package struct JSONReport: Sendable {
    /// The schema's name and major number.
    package static let schema = "earshot.report/1"

    private let report: AuditReport

    package init(_ report: AuditReport) {
        self.report = report
    }

    /// The document, indented, with a final line break.
    package var text: String {
        document.prettyText + "\n"
    }

    /// The document.
    package var document: JSONValue {
        .object([
            .init("schema", .string(Self.schema)),
            .init("audit", audit),
            .init("findings", .array(report.findings.map(Self.finding))),
            .init("products", .array(report.products.map(Self.product))),
            .init("coverage", Self.coverage(report.coverage)),
            .init(
                "statistics",
                .object([
                    .init("conversations", .array(report.conversations.map(Self.conversation))),
                    .init("messages", .array(report.highlights.entries.map(Self.message))),
                    .init("omitted_messages", .integer(Int64(report.highlights.omitted))),
                ])),
        ])
    }

    private var audit: JSONValue {
        .object([
            .init("version", .string(report.run.version)),
            .init("started", .string(report.run.started.rfc3339)),
            .init("ended", .string(report.run.ended.rfc3339)),
            .init("host", .string(report.run.host)),
            .init("user", .string(report.run.user)),
            .init("reveals", .boolean(report.run.reveals)),
            .init("subject", Self.optional(report.run.subject)),
        ])
    }

    static func finding(_ finding: Finding) -> JSONValue {
        .object([
            .init("id", .string(finding.id)),
            .init("rule", .string(finding.rule)),
            .init("family", .string(finding.family)),
            .init("level", .string(finding.level.rawValue)),
            .init("grade", .string(finding.grade.rawValue)),
            .init("title", .string(finding.title)),
            .init("summary", .string(finding.summary)),
            .init("subject", .string(finding.subject)),
            .init("product", optional(finding.product)),
            .init("process", finding.process.map(process) ?? .null),
            .init("evidence", .array(finding.evidence.map(evidence))),
            .init("occurrences", .integer(Int64(finding.occurrences))),
            .init("remediation", strings(finding.remediation)),
            .init("falsepositives", strings(finding.falsePositives)),
            .init("references", strings(finding.references)),
        ])
    }

    private static func process(_ process: ProcessReference) -> JSONValue {
        .object([
            .init("pid", .integer(process.pid)),
            .init("name", .string(process.name)),
            .init("command_line", optional(process.commandLine)),
            .init("attribution", optional(process.attribution)),
        ])
    }

    private static func evidence(_ evidence: Evidence) -> JSONValue {
        .object([
            .init("@timestamp", .string(evidence.timestamp.rfc3339)),
            .init("event.category", .string(evidence.category.rawValue)),
            .init("fields", .object(evidence.fields.map { .init($0.name, .string($0.text)) })),
        ])
    }

    private static func product(_ product: ProductSummary) -> JSONValue {
        .object([
            .init("id", .string(product.id)),
            .init("name", .string(product.name)),
            .init("version", optional(product.version)),
            .init("version_source", optional(product.versionSource)),
            .init("recognised_by", strings(product.recognisedBy)),
            .init("listeners", strings(product.listeners)),
            .init("processes", .array(product.processes.map(process))),
        ])
    }

    private static func process(_ process: ProcessSummary) -> JSONValue {
        .object([
            .init("pid", .integer(process.pid)),
            .init("name", .string(process.name)),
            .init("role", .string(process.role)),
            .init("user", .string(process.user)),
            .init("command_line", .string(process.commandLine)),
        ])
    }

    static func coverage(_ coverage: Coverage) -> JSONValue {
        let counters = Counter.allCases.compactMap { counter in
            coverage.counters[counter].map { JSONValue.Member(counter.rawValue, .integer($0)) }
        }
        return .object([
            .init("complete", .boolean(coverage.isComplete)),
            .init("entries", .array(coverage.entries.map(entry))),
            .init("omitted_entries", .integer(Int64(coverage.omittedEntries))),
            .init("counters", .object(counters)),
        ])
    }

    private static func entry(_ entry: Coverage.Entry) -> JSONValue {
        .object([
            .init("area", .string(entry.area.rawValue)),
            .init("outcome", .string(entry.outcome.rawValue)),
            .init("what", .string(entry.what)),
            .init("reason", optional(entry.reason)),
            .init("remedy", optional(entry.remedy)),
            .init("count", .integer(Int64(entry.count))),
            .init("examples", strings(entry.examples)),
        ])
    }

    private static func conversation(_ conversation: Conversation) -> JSONValue {
        .object([
            .init("process", optional(conversation.process)),
            .init("source", optional(conversation.source)),
            .init("protocol", optional(conversation.networkProtocol)),
            .init("product", optional(conversation.product)),
            .init("destination", .string(conversation.destination)),
            .init("owner", optional(conversation.owner)),
            .init("purpose", optional(conversation.purpose)),
            .init("direction", .string(conversation.direction)),
            .init("flows", .integer(Int64(conversation.flows))),
            .init("bytes_sent", .integer(conversation.bytesSent)),
            .init("bytes_received", .integer(conversation.bytesReceived)),
        ])
    }

    private static func message(_ highlight: Highlight) -> JSONValue {
        .object([
            .init("event.category", .string(highlight.category.rawValue)),
            .init("text", .string(highlight.text)),
            .init("count", .integer(Int64(highlight.count))),
            .init("first", .string(highlight.first.rfc3339)),
        ])
    }

    private static func strings(_ values: [String]) -> JSONValue {
        .array(values.map(JSONValue.string))
    }

    private static func optional(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }
}
