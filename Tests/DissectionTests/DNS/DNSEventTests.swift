import Dissection
import Observation
import Testing

@Suite("DNS events")
struct DNSEventTests {
    private static func datagram(_ payload: [UInt8], isReply: Bool = false) -> [UInt8] {
        let ends = isReply ? ("203.0.113.53", "192.0.2.10") : ("192.0.2.10", "203.0.113.53")
        let ports = isReply ? (53, 40_000) : (40_000, 53)
        return Packets.ethernet(
            Packets.ipv4(17, from: ends.0, to: ends.1, Packets.udp(ports.0, ports.1, payload)))
    }

    @Test("an answer tells its header, its records in step, and how long it took")
    func answer() throws {
        let bench = Bench()
        let query = DNSTests.query("www.example.com")
        bench.feed(Self.datagram(query))
        bench.feed(Self.datagram(query), after: 1_000)
        bench.feed(Self.datagram(DNSTests.response, isReply: true), after: 500)
        let event = try #require(bench.events.last)
        #expect(event.string(.dnsID) == "4660")
        #expect(event.string(.dnsOperationCode) == "QUERY")
        #expect(event[.dnsHeaderFlags]?.strings == ["RD", "RA"])
        #expect(event[.dnsAnswersName]?.strings == ["www.example.com", "cdn.example.net", "cdn.example.net"])
        #expect(event[.dnsAnswersType]?.strings == ["CNAME", "A", "AAAA"])
        #expect(event[.dnsAnswersData]?.strings == ["cdn.example.net", "203.0.113.9", "2001:db8::9"])
        #expect(event[.dnsAnswersTTL] == .list([60, 60, 60]))
        // From the first time that the query was sent.
        #expect(event.integer(.eventDuration) == 1_500_000_000)
    }

    @Test("an answer to another question or with another number tells no duration")
    func otherAnswers() {
        let bench = Bench()
        bench.feed(Self.datagram(DNSTests.query("www.example.org")))
        bench.feed(Self.datagram(DNSTests.response, isReply: true))
        #expect(bench.events.compactMap { $0[.eventDuration] }.isEmpty)
    }

    @Test("a message without a question is one event")
    func withoutQuestion() throws {
        let bench = Bench()
        let record = DNSBytes.record(DNSBytes.name("a.example"), type: 1, [192, 0, 2, 1])
        bench.feed(Self.datagram(DNSBytes.message(answers: [record]), isReply: true))
        let events = bench.events
        #expect(events.count == 1)
        #expect(events.first?[.dnsQuestionName] == nil)
        #expect(events.first?[.dnsResolvedIP]?.strings == ["192.0.2.1"])
        #expect(events.first?[.dnsAnswersName]?.strings == ["a.example"])
    }

    @Test("where the asker is, why an answer was blocked and the name that hides another are told")
    func extensions() throws {
        let options = DNSBytes.option(8, [0, 1, 24, 0, 203, 0, 113]) + DNSBytes.option(15, [0, 4])
        let binding = [0, 1, 0] + DNSBytes.parameter(5, ServiceBindingTests.echList())
        let bytes = DNSBytes.message(
            questions: [DNSBytes.question("www.example.com", type: 65)],
            answers: [DNSBytes.record(type: 65, binding)],
            additional: [DNSBytes.record([0], type: 41, recordClass: 512, ttl: 0, options)])
        let bench = Bench()
        bench.feed(Self.datagram(bytes, isReply: true))
        let event = try #require(bench.events.first)
        #expect(event.string(.dnsClientSubnet) == "203.0.113.0/24")
        #expect(event[.dnsExtendedErrors]?.strings == ["Forged Answer"])
        #expect(event.string(.dnsECHPublicName) == "cover.example")
    }

    @Test("the memory of queries is bounded and counts what it forgot")
    func boundedMemory() throws {
        var memory = DNSQueryMemory(capacity: 3)
        let ends = FlowTuple(
            .udp, source: SocketAddress(IPAddress(v4: 1), 40_000), destination: SocketAddress(IPAddress(v4: 2), 53))
        func time(_ bytes: [UInt8], _ ends: FlowTuple, at nanoseconds: Int64) throws -> Int64? {
            let message = try DNSMessage(parsing: bytes.span)
            return memory.answerTime(
                message, of: try #require(message.questions.first), between: ends,
                at: Timestamp(nanoseconds: nanoseconds))
        }
        func message(_ flags: Int, _ number: Int) -> [UInt8] {
            DNSBytes.message(flags, id: number, questions: [DNSBytes.question("a.example")])
        }
        for number in 0..<5 { #expect(try time(message(0, number), ends, at: Int64(number)) == nil) }
        #expect(memory.count == 3)
        #expect(memory.forgottenCount == 2)
        #expect(try time(message(0x8000, 0), ends, at: 10) == nil)
        #expect(try time(message(0x8000, 4), ends.reversed, at: 10) == 6)
        #expect(try time(message(0x8000, 4), ends, at: 10) == nil)
        #expect(memory.count == 2)
    }
}
