package import Observation

/// One event, finding or coverage as one line of NDJSON.
///
/// `event.category` always comes first, `@timestamp` second; the other keys follow in alphabetical order. Findings have
/// the category `finding`, and the last line of an audit has the category `coverage`.
package enum EventLine {
    /// The line of an event, without its line break.
    package static func text(_ event: Event, redaction: Redaction) -> String {
        var members = [
            JSONValue.Member("event.category", .string(event.category.rawValue)),
            .init("@timestamp", .string(event.timestamp.rfc3339)),
        ]
        for (name, value) in event.fields.sorted(by: { $0.key < $1.key }) {
            members.append(.init(name, redaction.redacted(value, of: name).json))
        }
        return JSONValue.object(members).compactText
    }

    /// The line of a finding, without its line break.
    package static func text(_ finding: Finding, at timestamp: Timestamp) -> String {
        line("finding", at: timestamp, JSONReport.finding(finding))
    }

    /// The line of the coverage, without its line break.
    package static func text(_ coverage: Coverage, at timestamp: Timestamp) -> String {
        line("coverage", at: timestamp, JSONReport.coverage(coverage))
    }

    private static func line(_ category: String, at timestamp: Timestamp, _ document: JSONValue) -> String {
        guard case .object(let members) = document else { return document.compactText }
        return JSONValue.object(
            [
                .init("event.category", .string(category)),
                .init("@timestamp", .string(timestamp.rfc3339)),
            ] + members
        ).compactText
    }
}
