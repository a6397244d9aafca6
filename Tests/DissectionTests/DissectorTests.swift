import Dissection
import Observation
import TestSupport
import Testing

@Suite("Flows")
struct DissectorTests {
    private static func datagram(_ index: Int, to port: Int = 4_433, _ payload: [UInt8] = [1]) -> [UInt8] {
        let udp = Packets.udp(1_024 + index % 60_000, port, payload)
        return Packets.ethernet(Packets.ipv4(17, from: "10.1.\(index / 60_000).1", to: "203.0.113.1", udp))
    }

    @Test("the caller is asked at the first packet, and its label comes back with everything")
    func labels() {
        var asked: [FlowTuple] = []
        let bench = Bench { tuple, _ in
            asked.append(tuple)
            return FlowLabel(UInt64(asked.count) * 100)
        }
        let first = Connection(bench, ports: (40_000, 80))
        #expect(asked.count == 1)
        #expect(asked.first?.source.description == "192.0.2.10:40000")
        let second = Connection(bench, ports: (40_001, 80))
        second.send("GET /2 HTTP/1.1\r\n\r\n")
        first.send("GET /1 HTTP/1.1\r\n\r\n")
        bench.finish()
        #expect(asked.count == 2)
        #expect(bench.messages.map(\.flow.label.rawValue).sorted() == [100, 200])
        #expect(bench.summaries.map(\.flow.label.rawValue).sorted() == [100, 200])
    }

    @Test("after each packet its flow and its sender are told, that of a tunnel before what is inside")
    func lastFlow() {
        var count: UInt64 = 0
        let bench = Bench { _, _ in
            count += 1
            return FlowLabel(count)
        }
        #expect(bench.dissector.lastFlow == nil)
        bench.feed(Self.datagram(1))
        #expect(bench.dissector.lastFlow?.label == FlowLabel(1))
        #expect(bench.dissector.lastFlow?.isFromSource == true)
        bench.feed(Self.datagram(2))
        #expect(bench.dissector.lastFlow?.label == FlowLabel(2))
        bench.feed(
            Packets.ethernet(
                Packets.ipv4(17, from: "203.0.113.1", to: "10.1.0.1", Packets.udp(4_433, 1_025, [1]))))
        #expect(bench.dissector.lastFlow?.label == FlowLabel(1))
        #expect(bench.dissector.lastFlow?.isFromSource == false)
        let inner = Packets.ipv4(17, from: "10.9.0.1", to: "10.9.0.2", Packets.udp(5_000, 5_001, [1]))
        bench.feed(Packets.ethernet(Packets.ipv4(4, from: "192.0.2.1", to: "192.0.2.2", inner)))
        #expect(count == 4)
        #expect(bench.dissector.lastFlow?.label == FlowLabel(3))
        #expect(bench.dissector.lastFlow?.isFromSource == true)
        bench.feed([UInt8](repeating: 0, count: 12) + [0x08, 0x06, 0, 1])
        #expect(bench.dissector.lastFlow == nil)
    }

    @Test("without content flows are counted all the same, and nothing is read or kept")
    func withoutContent() {
        var limits = DissectionLimits()
        limits.readsContent = false
        let bench = Bench(limits: limits)
        let connection = Connection(bench, ports: (40_000, 80))
        connection.send("GET /1 HTTP/1.1\r\n\r\n")
        bench.feed(Self.datagram(1, to: 53))
        bench.finish()
        #expect(bench.messages.isEmpty)
        #expect(bench.summaries.count == 2)
        #expect(bench.summaries.contains { $0.flow.tuple.destination.port == 80 && $0.fromSource.payloadBytes == 19 })
    }

    @Test("a reply from a well-known port belongs to a flow that the other side opened")
    func replyFirst() {
        let bench = Bench()
        bench.feed(
            Packets.ethernet(Packets.ipv4(17, from: "203.0.113.1", to: "10.0.0.1", Packets.udp(443, 50_000, [1, 2]))))
        bench.finish()
        #expect(bench.summaries.first?.flow.tuple.destination.port == 443)
        #expect(bench.summaries.first?.isOpeningKnown == false)
        #expect(bench.summaries.first?.fromDestination.bytes == 30)
    }

    @Test("beyond the limit the flow that was silent longest is told and counted as evicted")
    func eviction() {
        var limits = DissectionLimits()
        limits.flows = 3
        let bench = Bench(limits: limits)
        for index in [0, 1, 2, 0, 3, 4] { bench.feed(Self.datagram(index)) }
        #expect(bench.dissector.liveFlowCount == 3)
        #expect(bench.summaries.map(\.flow.tuple.source.port) == [1_025, 1_026])
        #expect(bench.summaries.map(\.ending) == [.evicted, .evicted])
        #expect(bench.dissector.statistics.flowsEvicted == 2)
        bench.finish()
        #expect(bench.summaries.count == 5)
        #expect(bench.dissector.liveFlowCount == 0)
    }

    @Test("bytes kept over all flows stay below the limit")
    func bufferedBytes() {
        var limits = DissectionLimits()
        limits.bufferedBytes = 10_000
        let bench = Bench(limits: limits)
        for port in 0..<20 {
            let connection = Connection(bench, ports: (40_000 + port, 80))
            connection.send("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + String(repeating: "x", count: 1_400))
        }
        #expect(bench.dissector.liveFlowCount <= 7)
        #expect(bench.dissector.statistics.flowsEvicted >= 13)
        #expect(bench.requests.count == Int(bench.dissector.statistics.flowsEvicted))
    }

    @Test("a flow that is silent for too long is told as idle, the others stay")
    func idle() {
        let bench = Bench()
        bench.feed(Self.datagram(1))
        bench.feed(Self.datagram(2), after: 59_000)
        bench.feed(Self.datagram(2), after: 2_000)
        #expect(bench.summaries.map(\.ending) == [.idle])
        #expect(bench.dissector.liveFlowCount == 1)
        var outputs: [DissectorOutput] = []
        bench.dissector.expire(at: Timestamp(seconds: 1_000), into: &outputs)
        #expect(outputs.count == 1)
    }

    @Test("what is not decoded is counted by reason")
    func undecoded() {
        let bench = Bench()
        bench.feed(Packets.ethernet([1], type: 0x0806))
        bench.feed([1, 2, 3])
        bench.feed([1], .other(200))
        bench.feed(Packets.ethernet(Packets.ipv4(1, from: "10.0.0.1", to: "10.0.0.2", [8, 0])))
        bench.feed(Packets.ethernet(Packets.ipv4(17, from: "10.0.0.1", to: "10.0.0.2", fragment: 9, [8, 0])))
        bench.feed(Packets.ethernet(Packets.ipv4(17, from: "10.0.0.1", to: "10.0.0.2", [8, 0])))
        let first = Packets.ipv4(
            17, from: "10.0.0.1", to: "10.0.0.2", fragment: 0x2000, Packets.udp(5_000, 53, [1, 2]))
        bench.feed(Packets.ethernet(first))
        // The parts belong to one datagram of which the middle never comes, and the first one tells the ports.
        bench.finish()
        let statistics = bench.dissector.statistics
        #expect(statistics.undecoded == [.notIP: 1, .malformed: 2, .unknownLink: 1])
        #expect(statistics.unknownLinks == [.other(200): 1])
        #expect(statistics.packets == 7)
        #expect(statistics.flows == 2)
        #expect(bench.summaries.map(\.fromSource.packets).sorted() == [1, 2])
        var coverage = Coverage()
        statistics.count(into: &coverage)
        #expect(coverage.counters[.packetsUndecoded] == 4)
        #expect(coverage.counters[.flowsEvicted] == 0)
    }

    @Test("broken DNS is counted, and a question before the break is told")
    func brokenDNS() {
        let bench = Bench()
        bench.feed(Self.datagram(1, to: 53, [1, 2, 3]))
        bench.feed(Self.datagram(1, to: 53, DNSTests.query("a.example") + [9]))
        bench.feed(Self.datagram(1, to: 5_353, Array(DNSTests.response.dropLast(3))))
        #expect(bench.dns.map { $0.questions.map(\.name) } == [["a.example"], ["www.example.com"]])
        #expect(bench.dissector.statistics.messagesMalformed == 2)
    }

    @Test("random frames behind believable headers never trap", arguments: 0..<40)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var limits = DissectionLimits()
        limits.flows = 20
        limits.bufferedBytes = 50_000
        let bench = Bench(limits: limits)
        let texts = [
            "GET / HTTP/1.1\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "\r\n", "5\r\nabcde\r\n",
            "0\r\n\r\n",
        ]
        for _ in 0..<200 {
            var payload = Array((texts.randomElement(using: &generator) ?? "").utf8)
            if Int.random(in: 0..<4, using: &generator) == 0 {
                payload = TLSTests.hello(serverName: "a.b", recordSize: 9)
            }
            if Int.random(in: 0..<8, using: &generator) == 0 { payload = generator.bytes(40) }
            let sequence = UInt32.random(in: 0...60, using: &generator) &- 30
            let flags = TCPHeader.Flags(
                rawValue: [0x10, 0x10, 0x10, 0x10, 0x10, 0x02, 0x12, 0x11, 0x14].randomElement(using: &generator) ?? 0)
            let ports = Bool.random(using: &generator) ? (80, 2_000) : (2_000, 80)
            let segment = Packets.tcp(ports.0, ports.1, seq: sequence, ack: sequence &+ 20, flags, payload)
            var frame = Packets.ethernet(Packets.ipv4(6, from: "10.0.0.1", to: "10.0.0.1", segment))
            if Int.random(in: 0..<3, using: &generator) == 0 {
                frame[Int.random(in: 12..<frame.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            bench.feed(Array(frame.prefix(Int.random(in: 0...2_000, using: &generator))))
        }
        for link in [LinkType.ethernet, .rawIP, .linuxCooked, .linuxCooked2, .loopback] {
            bench.feed(generator.bytes(200), link)
        }
        bench.finish()
        #expect(bench.dissector.liveFlowCount == 0)
        #expect(bench.dissector.statistics.flows == Int64(bench.summaries.count))
    }
}
