import Dissection
import Observation
import TestSupport
import Testing

@Suite("The family of DNS")
struct NameServiceTests {
    private static func datagram(_ port: Int, to destination: String = "192.0.2.53", _ payload: [UInt8]) -> [UInt8] {
        Packets.ethernet(Packets.ipv4(17, from: "192.0.2.10", to: destination, Packets.udp(port, port, payload)))
    }

    @Test("multicast DNS: one bit asks for a unicast answer, the same bit flushes caches, announcements teach names")
    func multicast() throws {
        let question = DNSBytes.question("printer.local", recordClass: 0x8001)
        let query = try DNSMessage(parsing: DNSBytes.message(0, questions: [question]).span, as: .multicast)
        #expect(query.questions.map(\.wantsUnicast) == [true])
        #expect(query.questions.map(\.recordClass) == [1])
        let records = [
            DNSBytes.record(DNSBytes.name("printer.local"), type: 1, recordClass: 0x8001, [192, 168, 1, 9]),
            DNSBytes.record(DNSBytes.name("_ipp._tcp.local"), type: 12, DNSBytes.name("Printer._ipp._tcp.local")),
        ]
        let bench = Bench()
        bench.feed(Self.datagram(5_353, to: "224.0.0.251", DNSBytes.message(0x8400, id: 0, answers: records)))
        let message = try #require(bench.dns.first)
        #expect(message.service == .multicast)
        #expect(message.answers.map(\.flushesCache) == [true, false])
        #expect(message.answers.map(\.text) == ["192.168.1.9", "printer._ipp._tcp.local"])
        var memory = DomainMemory()
        memory.learn(from: message)
        #expect(memory.name(of: try #require(IPAddress("192.168.1.9"))) == "printer.local")
    }

    @Test("NetBIOS names are decoded, with what they name and their scope")
    func netBIOS() throws {
        // "FRED" and a server's byte, as in RFC 1001, section 14.1, but with the byte 20.
        let label = Array("EGFCEFEECACACACACACACACACACACACA".utf8)
        let name = [32] + label + DNSBytes.name("netbios.com")
        let bench = Bench()
        bench.feed(
            Self.datagram(137, to: "192.0.2.255", [0, 1, 1, 16, 0, 1, 0, 0, 0, 0, 0, 0] + name + [0, 32, 0, 1]))
        let answer =
            [0, 1, 0x85, 0, 0, 0, 0, 1, 0, 0, 0, 0] + name + [0, 32, 0, 1, 0, 0, 0, 9, 0, 6, 0, 0, 192, 0, 2, 7]
        bench.feed(Self.datagram(137, answer))
        #expect(bench.dns.map(\.service) == [.netBIOS, .netBIOS])
        #expect(bench.dns.first?.questions.map(\.spelling) == ["FRED<20>.netbios.com"])
        #expect(bench.dns.first?.flagNames == ["RD", "B"])
        #expect(bench.dns.last?.answers.map(\.text) == ["192.0.2.7"])
        bench.finish()
        let events = bench.events
        #expect(events.first?.string(.dnsQuestionType) == "NB")
        #expect(events.map { $0.string(.networkProtocol) } == ["nbns", "nbns", "nbns", "nbns"])
    }

    @Test("a NetBIOS node tells its names")
    func nodeStatus() throws {
        let names = ["WORKSTATION    ", "GROUP          "].flatMap { (text: String) -> [UInt8] in
            Array(text.utf8) + [0x1D, 4, 0]
        }
        let data: [UInt8] = [2] + names + [UInt8](repeating: 0, count: 46)
        let bytes = DNSBytes.message(
            0x8400, answers: [DNSBytes.record(DNSBytes.name("*"), type: 33, data)])
        let message = try DNSMessage(parsing: bytes.span, as: .netBIOS)
        #expect(message.answers.map(\.value) == [.netBIOS(addresses: [], names: ["WORKSTATION<1d>", "GROUP<1d>"])])
        for length in 0..<data.count {
            let short = DNSBytes.message(
                0x8400, answers: [DNSBytes.record(DNSBytes.name("*"), type: 33, Array(data.prefix(length)))])
            _ = try? DNSMessage(parsing: short.span, as: .netBIOS)
        }
    }

    @Test("link-local multicast names are recognised by their port")
    func linkLocal() throws {
        let bench = Bench()
        bench.feed(
            Self.datagram(5_355, to: "224.0.0.252", DNSBytes.message(0, questions: [DNSBytes.question("desktop")])))
        bench.finish()
        #expect(bench.dns.map(\.service) == [.linkLocal])
        #expect(bench.summaries.map(\.applicationProtocol) == [.llmnr])
    }

    @Test("updates and notifications are told by name, and records without data are no addresses")
    func operations() throws {
        let update = DNSBytes.message(
            0x2800, questions: [DNSBytes.question("example.com", type: 6)],
            answers: [DNSBytes.record(DNSBytes.name("a.example.com"), type: 1, recordClass: 255, ttl: 0, [])],
            authority: [DNSBytes.record(DNSBytes.name("b.example.com"), type: 1, [192, 0, 2, 1])])
        let message = try DNSMessage(parsing: update.span)
        #expect(message.isComplete)
        #expect(message.operationName == "UPDATE")
        #expect(message.answers.map(\.value) == [.empty])
        #expect(message.authority.map(\.text) == ["192.0.2.1"])
        let notify = try DNSMessage(
            parsing: DNSBytes.message(0x2400, questions: [DNSBytes.question("example.com", type: 6)]).span)
        #expect(notify.operationName == "NOTIFY")
        #expect(try DNSMessage(parsing: DNSBytes.message(0x4800).span).operationName == "OPCODE9")
        #expect(try DNSMessage(parsing: DNSBytes.message(0x820C).span).responseCodeName == "RCODE12")
        #expect(try DNSMessage(parsing: DNSBytes.message(0x8200).span).flags.isTruncated)
    }
}
