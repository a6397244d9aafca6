import Testing

@testable import Knowledge

@Suite("Known hosts")
struct EndpointTableTests {
    private let table = {
        var table = EndpointTable()
        table.add("telemetry.example.com", Endpoint(owner: "exact", purpose: "telemetry"))
        table.add("*.example.com", Endpoint(owner: "far", purpose: "cdn-asset"))
        table.add("*.eu.example.com", Endpoint(owner: "near", purpose: "cdn-asset"))
        return table
    }()

    @Test(
        "the name itself comes before every pattern, and the nearest pattern before others",
        arguments: [
            ("telemetry.example.com", "exact"), ("TELEMETRY.Example.COM", "exact"), ("a.example.com", "far"),
            ("a.b.example.com", "far"), ("a.telemetry.example.com", "far"), ("a.eu.example.com", "near"),
            ("a.b.eu.example.com", "near"), ("eu.example.com", "far"),
        ])
    func found(host: String, owner: String) {
        #expect(table.endpoint(for: host)?.owner == owner)
    }

    @Test(
        "a name that only looks alike is not known",
        arguments: ["example.com", "badexample.com", "com", "", ".", "example.com.evil.test", "telemetry.example"])
    func notFound(host: String) {
        #expect(table.endpoint(for: host) == nil)
    }

    @Test("the first entry of a host stays")
    func firstStays() {
        var table = table
        table.add("Telemetry.example.com", Endpoint(owner: "late", purpose: "telemetry"))
        table.add("*.EXAMPLE.com", Endpoint(owner: "late", purpose: "telemetry"))
        #expect(table.endpoint(for: "telemetry.example.com")?.owner == "exact")
        #expect(table.endpoint(for: "a.example.com")?.owner == "far")
        #expect(table.count == 3)
    }

    @Test(
        "only lower-case names of at least two labels are host patterns",
        arguments: [
            ("a.b", true), ("*.a.b", true), ("_dmarc.a.b", true), ("a", false), ("*.a", false), ("A.b", false),
            ("a..b", false), ("a.b.", false), ("*a.b", false), ("a.*.b", false), ("a.b/c", false), ("a.b:80", false),
            (String(repeating: "a", count: 64) + ".b", false), ("unknown", false), ("", false),
        ])
    func patterns(text: String, isPattern: Bool) {
        #expect(EndpointTable.isHostPattern(text) == isPattern)
    }

    @Test("a file of hosts is read, and every slip in it is named")
    func reading() throws {
        func read(_ text: String) throws(RuleProblem) -> EndpointTable {
            var table = EndpointTable()
            try table.add(reading: RuleFile(path: "endpoints/x.yml", text: text, origin: .user))
            return table
        }
        let good = try read(
            "- {owner: O, purpose: telemetry, hosts: [a.example, '*.b.example'], note: n, references: r}")
        #expect(good.endpoint(for: "a.example") == Endpoint(owner: "O", purpose: "telemetry"))
        #expect(good.count == 2)
        for bad in [
            "- {owner: O, purpose: telemetry, hosts: [a.example], extra: 1}", "- {owner: O, hosts: [a.example]}",
            "- {purpose: telemetry, hosts: [a.example]}",
            "- {owner: O, purpose: telemetry, hosts: ['http://a.example']}",
            "- text", "[",
        ] {
            #expect(throws: RuleProblem.self) { try read(bad) }
        }
    }
}
