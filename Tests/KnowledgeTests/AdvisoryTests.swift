import Testing

@testable import Knowledge

@Suite("Advisories")
struct AdvisoryTests {
    private func read(_ text: String) throws(RuleProblem) -> Advisory? {
        try Advisory.advisory(reading: RuleFile(path: "advisories/x.json", text: text, origin: .user))
    }

    private func document(events: String, scheme: String = "semver", extra: String = "") -> String {
        """
        {"id": "CVE-1", "summary": "s", "details": "d", \(extra)
         "affected": [{"package": {"name": "p"}, "ranges": [{"type": "SEMVER", "events": [\(events)]}]}],
         "database_specific": {"product": "ollama", "severity": "high", "scheme": "\(scheme)"}}
        """
    }

    @Test(
        "a range holds what lies between its events",
        arguments: [
            (#"{"introduced": "0"}, {"fixed": "1.2"}"#, ["0.1", "1.1.9", "1.2.0-rc1"], ["1.2", "2.0"]),
            (#"{"introduced": "1.0"}, {"last_affected": "1.2"}"#, ["1.0", "1.2.0"], ["0.9", "1.2.1"]),
            (#"{"introduced": "1.0"}"#, ["1.0", "9.9"], ["0.9"]),
            (
                #"{"introduced": "1.0"}, {"fixed": "1.1"}, {"introduced": "2.0"}, {"fixed": "2.1"}"#,
                ["1.0.5", "2.0"], ["0.1", "1.1", "1.9", "2.1"]
            ),
            (#"{"introduced": "1.0"}, {"introduced": "2.0"}, {"fixed": "2.1"}"#, ["1.5", "2.0.1"], ["0.1"]),
        ])
    func ranges(events: String, affected: [String], safe: [String]) throws {
        let advisory = try #require(try read(document(events: events)))
        #expect(advisory.product == "ollama" && advisory.severity == "high")
        for version in affected {
            #expect(advisory.range(affecting: version) != nil, "\(version)")
        }
        for version in safe + ["unknown", ""] {
            #expect(advisory.range(affecting: version) == nil, "\(version)")
        }
    }

    @Test("a build that knows no number is not called vulnerable")
    func unknownBuild() throws {
        let advisory = try #require(
            try read(document(events: #"{"introduced": "0"}, {"fixed": "b5000"}"#, scheme: "build")))
        #expect(advisory.range(affecting: "b4999-abc") != nil)
        #expect(advisory.range(affecting: "b0-unknown") == nil)
    }

    @Test("an advisory that was withdrawn gives none")
    func withdrawn() throws {
        let text = document(events: #"{"introduced": "0"}"#, extra: #""withdrawn": "2026-01-01T00:00:00Z","#)
        #expect(try read(text) == nil)
    }

    @Test(
        "what lacks a needed part is refused",
        arguments: ["", "{}", #"{"id": "CVE-1"}"#, #"{"id": "CVE-1", "summary": "s"}"#, "[]", "{"])
    func incomplete(text: String) {
        #expect(throws: RuleProblem.self) { try read(text) }
        #expect(throws: RuleProblem.self) { try read(document(events: "")) }
        #expect(throws: RuleProblem.self) { try read(document(events: #"{"introduced": "0"}"#, scheme: "calendar")) }
    }
}
