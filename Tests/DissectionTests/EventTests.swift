import Dissection
import Observation
import Testing

@Suite("Events")
struct EventTests {
    private static func events(_ bench: Bench) -> [Event] {
        bench.finish()
        var network = NetworkEvents()
        return bench.outputs.flatMap { output in
            var events: [Event] = []
            network.describe(output, into: &events)
            return events
        }
    }

    private static func datagram(_ from: Int, _ to: Int, _ payload: [UInt8], isReply: Bool = false) -> [UInt8] {
        let ends = isReply ? ("203.0.113.53", "192.0.2.10") : ("192.0.2.10", "203.0.113.53")
        return Packets.ethernet(Packets.ipv4(17, from: ends.0, to: ends.1, Packets.udp(from, to, payload)))
    }

    @Test("a DNS query and its answer are one event each, and name the flow")
    func dns() throws {
        let bench = Bench()
        bench.feed(Self.datagram(40_000, 53, DNSTests.query("WWW.example.co.uk")))
        bench.feed(Self.datagram(53, 40_000, DNSTests.response, isReply: true))
        let events = Self.events(bench)
        #expect(events.map(\.category) == [.dnsQuery, .dnsQuery, .networkConnection])
        let query = try #require(events.first)
        #expect(query.string(.dnsType) == "query")
        #expect(query.string(.dnsQuestionName) == "www.example.co.uk")
        #expect(query.string(.dnsQuestionType) == "A")
        #expect(query.string(.dnsQuestionRegisteredDomain) == "example.co.uk")
        #expect(query.string(.dnsQuestionSubdomain) == "www")
        #expect(query[.dnsResolvedIP] == nil)
        #expect(query.string(.sourceIP) == "192.0.2.10")
        #expect(query.integer(.destinationPort) == 53)
        let answer = events[1]
        #expect(answer.string(.dnsType) == "answer")
        #expect(answer[.dnsResolvedIP]?.strings == ["203.0.113.9", "2001:db8::9"])
        #expect(answer.string(.dnsResponseCode) == "NOERROR")
        #expect(answer.string(.sourceIP) == "192.0.2.10")
        let flow = events[2]
        #expect(flow.string(.networkProtocol) == "dns")
        #expect(flow.string(.contentVisibility) == "clear")
        #expect(flow.integer(.sourceBytes) == Int64(28 + DNSTests.query("WWW.example.co.uk").count))
        #expect(flow.integer(.destinationBytes) == Int64(28 + DNSTests.response.count))
    }

    @Test("text in a query is told with its encoding, the case of the name kept for it")
    func hidden() throws {
        let bench = Bench()
        // "my secret prompt" in Base64 for URLs.
        bench.feed(Self.datagram(40_000, 53, DNSTests.query("bXkgc2VjcmV0IHByb21wdA.x.example.com")))
        let event = try #require(Self.events(bench).first)
        #expect(event.string(.dnsQuestionHiddenText) == "my secret prompt")
        #expect(event.string(.dnsQuestionHiddenEncoding) == "base64url")
    }

    @Test("a connection is called by the name whose answer led to its address")
    func learned() throws {
        let bench = Bench()
        bench.feed(Self.datagram(53, 40_000, DNSTests.response, isReply: true))
        let segment = Packets.tcp(40_001, 443, seq: 1, [.syn])
        bench.feed(Packets.ethernet(Packets.ipv4(6, from: "192.0.2.10", to: "203.0.113.9", segment)))
        let flow = try #require(Self.events(bench).last)
        #expect(flow.string(.destinationDomain) == "www.example.com")
        #expect(flow.string(.destinationDomainSource) == "dns")
        #expect(flow.string(.destinationScope) == "public")
        #expect(flow[.contentVisibility] == nil)
        #expect(flow[.networkProtocol] == nil)
        #expect(flow.string(.eventStart) == "1970-01-01T00:00:00.002000000Z")
    }

    @Test("a TLS hello and its connection are opaque and have the asked-for name")
    func tls() throws {
        let bench = Bench()
        let connection = Connection(bench, ports: (40_000, 443))
        connection.send(TLSTests.hello(serverName: "telemetry.example.com"))
        let events = Self.events(bench)
        #expect(events.map(\.category) == [.tlsHandshake, .networkConnection])
        for event in events {
            #expect(event.string(.destinationDomain) == "telemetry.example.com")
            #expect(event.string(.destinationDomainSource) == "sni")
            #expect(event.string(.contentVisibility) == "opaque")
            #expect(event.string(.networkProtocol) == "tls")
        }
        #expect(events.first?.string(.tlsServerName) == "telemetry.example.com")
        #expect(events.first?.string(.tlsVersion) == "1.2")
        #expect(events.first?.string(.tlsJA4)?.hasPrefix("t12d0201") == true)
    }

    @Test("an HTTP request has its URL, body and user agent; invalid UTF-8 is replaced, credentials are left out")
    func http() throws {
        let bench = Bench()
        let connection = Connection(bench)
        connection.send(
            Array(
                "POST /v1?key=1 HTTP/1.1\r\nHost: api.example.com:8000\r\nAuthorization: Basic c2VjcmV0\r\nUser-Agent: x/1\r\nContent-Length: 3\r\n\r\n"
                    .utf8) + [0x68, 0xFF, 0x69])
        let event = try #require(Self.events(bench).first)
        #expect(event.category == .httpRequest)
        #expect(event.string(.urlFull) == "http://api.example.com:8000/v1?key=1")
        #expect(event.string(.urlDomain) == "api.example.com")
        #expect(event.string(.urlPath) == "/v1")
        #expect(event.string(.urlQuery) == "key=1")
        #expect(event.string(.httpMethod) == "POST")
        #expect(event.string(.httpBody) == "h\u{FFFD}i")
        #expect(event.integer(.httpBodyBytes) == 3)
        #expect(event[.httpBodyTruncated] == false)
        #expect(event.string(.httpAuthorization) == "basic")
        #expect(event.string(.userAgent) == "x/1")
        #expect(event.string(.destinationDomain) == "api.example.com")
        #expect(!event.fields.values.contains { $0.text.contains("c2VjcmV0") })
    }

    @Test("a Host field with an address is no domain")
    func addressAsHost() throws {
        let bench = Bench()
        Connection(bench).send("GET / HTTP/1.1\r\nHost: 198.51.100.7\r\n\r\n")
        let events = Self.events(bench)
        #expect(events.map { $0[.destinationDomain] } == [nil, nil])
        #expect(events.first?.string(.urlDomain) == "198.51.100.7")
    }

    @Test("IPv4 inside IPv6 is written as IPv4, link-local and loopback scopes are told")
    func addresses() throws {
        let bench = Bench()
        bench.feed(
            Packets.ethernet(Packets.ipv6(17, from: "::1", to: "::1", Packets.udp(1_500, 2_000, [1])), type: 0x86DD))
        bench.feed(
            Packets.ethernet(
                Packets.ipv6(17, from: "::ffff:10.0.0.1", to: "::ffff:10.0.0.2", Packets.udp(1_500, 2_000, [1])),
                type: 0x86DD))
        let events = Self.events(bench)
        #expect(events.map { $0.string(.destinationScope) } == ["loopback", "private"])
        #expect(events.map { $0.string(.destinationIP) } == ["::1", "10.0.0.2"])
        #expect(events.map { $0.string(.networkType) } == ["ipv6", "ipv6"])
    }
}
