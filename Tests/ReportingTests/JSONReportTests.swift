import Foundation
import Observation
import Reporting
import Testing

@Suite("the report for machines")
struct JSONReportTests {
    /// The document as an independent reader sees it.
    private func document(_ report: AuditReport) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(JSONReport(report).text.utf8))
        return try #require(object as? [String: Any])
    }

    @Test("the schema and the four sections of the contract are there")
    func sections() throws {
        let document = try document(SampleReport.report())
        #expect(document["schema"] as? String == "earshot.report/1")
        for key in ["coverage", "products", "findings", "statistics"] {
            #expect(document[key] != nil, "\(key)")
        }
    }

    @Test("a finding has every key of the contract")
    func finding() throws {
        let findings = try #require(try document(SampleReport.report())["findings"] as? [[String: Any]])
        let finding = try #require(findings.first)
        for key in ["id", "rule", "level", "grade", "subject", "evidence", "remediation"] {
            #expect(finding[key] != nil, "\(key)")
        }
        #expect(finding["level"] as? String == "critical")
        #expect(finding["grade"] as? String == "exposed")
    }

    @Test("an independent reader gets hostile text back unchanged")
    func escaping() throws {
        let title = "quote \" backslash \\ tab \t line\n control \u{1} separator \u{2028} emoji \u{1F512}"
        let findings = try #require(
            try document(SampleReport.report(findings: [SampleReport.finding(title: title)]))["findings"]
                as? [[String: Any]])
        #expect(findings.first?["title"] as? String == title)
    }

    @Test("a blind spot makes the audit incomplete")
    func incomplete() throws {
        #expect(SampleReport.report().isComplete)
        #expect(!SampleReport.report(coverage: SampleReport.coverage(couldNotLook: true)).isComplete)
    }
}

@Suite("lines of NDJSON")
struct EventLineTests {
    @Test("the category comes first, the time second, and content is masked")
    func event() throws {
        let event = Event(
            .httpRequest, at: SampleReport.time,
            [.httpBody: "my secret prompt that nobody should read", .destinationPort: 80])
        let line = EventLine.text(event, redaction: Redaction())
        #expect(line.hasPrefix(#"{"event.category":"http_request","@timestamp":"2026-09-21T14:13:20.123456789Z","#))
        #expect(!line.contains("nobody should read"))
        #expect(!line.contains("\n"))
        let open = EventLine.text(event, redaction: Redaction(reveals: true))
        #expect(open.contains("nobody should read"))
    }

    @Test("findings and coverage are lines too")
    func others() throws {
        let finding = EventLine.text(SampleReport.finding(), at: SampleReport.time)
        #expect(finding.hasPrefix(#"{"event.category":"finding","#))
        let coverage = EventLine.text(SampleReport.coverage(), at: SampleReport.time)
        #expect(coverage.hasPrefix(#"{"event.category":"coverage","#))
        #expect(try JSONSerialization.jsonObject(with: Data(coverage.utf8)) is [String: Any])
    }
}
