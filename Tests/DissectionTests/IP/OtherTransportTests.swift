import Dissection
import Observation
import Testing

@Suite("Flows beyond TCP and UDP")
struct OtherTransportTests {
    private static func echo(_ type: UInt8, from source: String, to destination: String, _ payload: String) -> [UInt8] {
        Packets.ipv4(1, from: source, to: destination, [type, 0, 0, 0, 0, 1, 0, 1] + Array(payload.utf8))
    }

    @Test("echo requests and their replies are one flow, with the bytes they carry", arguments: [false, true])
    func echoes(replyFirst: Bool) {
        let bench = Bench()
        if !replyFirst { bench.feed(Self.echo(8, from: "192.0.2.1", to: "8.8.8.8", "secret"), .rawIP) }
        bench.feed(Self.echo(0, from: "8.8.8.8", to: "192.0.2.1", "abc"), .rawIP)
        bench.feed(Self.echo(8, from: "192.0.2.1", to: "8.8.8.8", "secret"), .rawIP)
        bench.finish()
        let flow = bench.summaries.first
        #expect(bench.summaries.count == 1)
        #expect(flow?.flow.tuple.transport.rawValue == "icmp")
        #expect(flow?.flow.tuple.source.description == "192.0.2.1:8")
        #expect(flow?.flow.tuple.destination.description == "8.8.8.8:0")
        #expect(flow?.fromSource.payloadBytes == (replyFirst ? 6 : 12))
        #expect(flow?.fromDestination.payloadBytes == 3)
        #expect(flow?.isOpeningKnown == !replyFirst)
        #expect(bench.dissector.statistics.undecodedPackets == 0)
    }

    @Test(
        "every protocol has flows, by its keyword or its number",
        arguments: [
            (UInt8(50), "esp", 8), (132, "sctp", 0), (253, "253", 8), (58, "ipv6-icmp", 0), (59, "ipv6-nonxt", 8),
        ])
    func others(number: UInt8, name: String, payload: Int64) {
        let bench = Bench()
        for _ in 0..<2 {
            bench.feed(Packets.ipv6(number, from: "::1", to: "2001:db8::1", [1, 2, 3, 4, 5, 6, 7, 8]), .rawIP)
        }
        bench.finish()
        #expect(bench.summaries.map(\.flow.tuple.transport.rawValue) == [name])
        #expect(bench.summaries.map(\.fromSource.packets) == [2])
        #expect(bench.summaries.map(\.fromSource.bytes) == [96])
        #expect(bench.summaries.map(\.fromSource.payloadBytes) == [2 * payload])
    }

    @Test("a request inside a tunnel is read, and the tunnel is a flow that is no riddle")
    func tunnel() {
        let bench = Bench()
        let query = Packets.ipv4(
            17, from: "10.0.0.1", to: "10.0.0.2", Packets.udp(5_000, 53, DNSTests.query("a.example")))
        let datagram = Packets.udp(40_000, 4_789, [8, 0, 0, 0, 0, 0, 7, 0] + Packets.ethernet(query))
        bench.feed(Packets.ethernet(Packets.ipv4(17, from: "192.0.2.1", to: "192.0.2.2", datagram)))
        bench.feed(Packets.ipv4(47, from: "192.0.2.1", to: "192.0.2.2", [0, 0, 8, 0] + query), .rawIP)
        bench.finish()
        #expect(bench.dns.flatMap { $0.questions.map(\.name) } == ["a.example", "a.example"])
        #expect(
            bench.summaries.map { $0.applicationProtocol?.rawValue }.compactMap(\.self).sorted() == [
                "dns", "gre", "vxlan",
            ])
        #expect(bench.summaries.allSatisfy { !$0.isOpaque })
        #expect(bench.dissector.networkCounters.tunnelPackets == 2)
    }

    @Test("a name that was asked for in two parts is read, and both packets are counted")
    func fragments() {
        let bench = Bench()
        let datagram = Packets.udp(5_000, 53, DNSTests.query("a-long-name-that-needs-two-parts.example"))
        let parts = [(0x2000, datagram.prefix(40)), (5, datagram.dropFirst(40))]
        for (field, part) in parts {
            bench.feed(Packets.ipv4(17, from: "10.0.0.1", to: "10.0.0.2", fragment: field, Array(part)), .rawIP)
        }
        bench.finish()
        #expect(bench.dns.flatMap { $0.questions.map(\.name) } == ["a-long-name-that-needs-two-parts.example"])
        #expect(bench.summaries.map(\.fromSource.packets) == [2])
        #expect(bench.summaries.map(\.fromSource.bytes) == [Int64(datagram.count + 40)])
    }

    @Test("an oddity below the flows names the ends of its packet")
    func weird() {
        let bench = Bench()
        bench.feed(Packets.ipv4(47, from: "192.0.2.1", to: "192.0.2.2", [0]), .rawIP)
        let weirds = bench.outputs.compactMap { output -> DissectedWeird? in
            guard case .weird(let weird) = output else { return nil }
            return weird
        }
        #expect(weirds.map(\.weird.name) == ["truncated_GRE"])
        #expect(weirds.first?.source == IPAddress("192.0.2.1"))
        var events: [Event] = []
        var network = NetworkEvents()
        for output in bench.outputs { network.describe(output, into: &events) }
        #expect(events.first?.string(.sourceIP) == "192.0.2.1")
        #expect(events.first?.string(.destinationIP) == "192.0.2.2")
    }
}
