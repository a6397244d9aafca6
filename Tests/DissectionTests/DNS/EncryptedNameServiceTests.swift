import Dissection
import Foundation
import Observation
import Testing

@Suite("Encrypted DNS")
struct EncryptedNameServiceTests {
    @Test(
        "what is offered counts more than the port, and the port more than the name",
        arguments: [
            (["dot"], 443, nil, false, .overTLS),
            ([], 853, "resolver.example", false, .overTLS),
            (["h2"], 853, "resolver.example", false, nil),
            (["doq"], 443, nil, true, .overQUIC),
            (["doq-i02"], 8_853, nil, true, .overQUIC),
            ([], 784, nil, true, .overQUIC),
            ([], 784, nil, false, nil),
            (["h2", "http/1.1"], 443, "dns.google", false, .overHTTPS),
            (["h3"], 443, "abc.dns.nextdns.io", true, .overHTTPS),
            ([], 443, "cloudflare-dns.com", false, .overHTTPS),
            (["h2"], 443, "www.example.com", false, nil),
            (["imap"], 993, "dns.google", false, nil),
            ([], 443, nil, false, nil),
        ] as [([String], UInt16, String?, Bool, NameService?)])
    func recognised(alpn: [String], port: UInt16, name: String?, isOverUDP: Bool, service: NameService?) {
        let found = EncryptedNameService.recognise(alpn: alpn, port: port, serverName: name, isOverUDP: isOverUDP)
        #expect(found == service)
    }

    @Test("the resolvers that are known here are those of the rules")
    func sameAsRules() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = package.appending(path: "Rules/endpoints/encrypted-dns.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let hosts = text.split(separator: "\n").filter { $0.contains("hosts: [") }.flatMap { line in
            line.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }.split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces.union(["\""]))
            }
        }
        #expect(Set(hosts).subtracting(["*.dns.nextdns.io"]) == EncryptedNameService.knownResolvers)
    }

    @Test("a hello to a resolver labels its flow and its event, and the flow stays opaque")
    func hello() throws {
        let bench = Bench()
        Connection(bench, ports: (40_000, 853)).send(TLSTests.hello(serverName: "resolver.example"))
        bench.finish()
        let events = bench.events
        #expect(events.map { $0.string(.networkProtocol) } == ["dot", "dot"])
        #expect(events.last?.string(.contentVisibility) == "opaque")
    }

    @Test("a query in a URL or a body of HTTP is told as a message of DNS")
    func overHTTPS() throws {
        let query = DNSTests.query("www.example.com")
        let encoded = Data(query).base64EncodedString().replacing("=", with: "").replacing("/", with: "_")
            .replacing("+", with: "-")
        let bench = Bench()
        Connection(bench).send("GET /dns-query?x=1&dns=\(encoded) HTTP/1.1\r\nHost: dns.example\r\n\r\n")
        let head = "POST /dns-query HTTP/1.1\r\nHost: a\r\nContent-Type: application/dns-message\r\nContent-Length: "
        Connection(bench, ports: (40_001, 80)).send(Array("\(head)\(query.count)\r\n\r\n".utf8) + query)
        Connection(bench, ports: (40_002, 80)).send("GET /?dns=%%% HTTP/1.1\r\nHost: a\r\n\r\n")
        bench.finish()
        #expect(bench.dns.map(\.service) == [.overHTTPS, .overHTTPS])
        #expect(bench.dns.flatMap { $0.questions.map(\.name) } == ["www.example.com", "www.example.com"])
        #expect(bench.summaries.map(\.applicationProtocol).filter { $0 == .doh }.count == 2)
        #expect(DNSOverHTTPS.query(inTarget: "/?dns=AAAB") == nil)
        #expect(DNSOverHTTPS.query(inTarget: "/") == nil)
    }

    @Test("an answer in a body of HTTP is told with the time since its query")
    func answerOverHTTPS() throws {
        let bench = Bench()
        let connection = Connection(bench)
        let query = DNSTests.query("www.example.com")
        let type = "HTTP/1.1\r\nHost: a\r\nContent-Type: application/dns-message\r\nContent-Length: "
        connection.send(Array("POST /dns-query \(type)\(query.count)\r\n\r\n".utf8) + query)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\nContent-Length: "
        connection.server([.ack], Array("\(head)\(DNSTests.response.count)\r\n\r\n".utf8) + DNSTests.response)
        bench.finish()
        #expect(bench.dns.map(\.isResponse) == [false, true])
        let answer = try #require(bench.events.last { $0.string(.dnsType) == "answer" })
        #expect(answer[.dnsResolvedIP]?.strings == ["203.0.113.9", "2001:db8::9"])
        #expect(answer.string(.networkProtocol) == "doh")
        #expect(answer.integer(.eventDuration) == 1_000_000)
    }
}
