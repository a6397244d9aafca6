import Dissection
import Observation
import TestSupport
import Testing

@Suite("From frames to transport headers")
struct NetworkLayerTests {
    private static let tcp = Packets.tcp(40_000, 443, seq: 1, [.ack], [1, 2, 3])
    private static let v4 = Packets.ipv4(6, from: "192.0.2.1", to: "192.0.2.2", tcp)
    private static let v6 = Packets.ipv6(6, from: "2001:db8::1", to: "2001:db8::2", tcp)

    @Test("an ordinary packet has its ends, its lengths and its segment", arguments: [v4, v6])
    func ordinary(packet: [UInt8]) {
        var bench = NetworkBench()
        bench.feed(Packets.ethernet(packet + [0, 0], type: packet[0] == 0x45 ? 0x0800 : 0x86DD), .ethernet)
        #expect(bench.packets.count == 1)
        #expect(bench.packets.first?.sourcePort == 40_000)
        #expect(bench.packets.first?.destinationPort == 443)
        #expect(bench.packets.first?.wireLength == packet.count)
        #expect(bench.segment == Self.tcp)
        #expect(bench.packets.first?.wireEnd == 14 + packet.count)
        #expect(bench.weirds().isEmpty)
    }

    @Test(
        "protocols without a reader of their own have their addresses, their number and their ports",
        arguments: [
            (UInt8(132), [1, 2, 3, 4, 0, 0, 0, 0], "192.0.2.1:258 > 192.0.2.2:772 132"),
            (33, [0, 1, 0, 2], "192.0.2.1:1 > 192.0.2.2:2 33"),
            (50, [1, 2, 3, 4, 5, 6, 7, 8], "192.0.2.1:0 > 192.0.2.2:0 50"),
            (253, [9, 9, 9, 9, 9], "192.0.2.1:0 > 192.0.2.2:0 253"),
            (2, [0x16, 0, 0, 0], "192.0.2.1:0 > 192.0.2.2:0 2"), (6, [1], "192.0.2.1:0 > 192.0.2.2:0 6"),
        ])
    func others(number: UInt8, payload: [UInt8], description: String) {
        var bench = NetworkBench()
        bench.feed(Packets.ipv4(number, from: "192.0.2.1", to: "192.0.2.2", payload))
        #expect(bench.descriptions == [description])
        #expect(bench.segment == payload)
    }

    @Test("an authentication header is stepped over in both versions")
    func authentication() {
        let header: [UInt8] = [6, 4] + [UInt8](repeating: 0, count: 22)
        var bench = NetworkBench()
        bench.feed(Packets.ipv4(51, from: "192.0.2.1", to: "192.0.2.2", header + Self.tcp))
        bench.feed(Packets.ipv6(51, from: "::1", to: "::2", header + Self.tcp))
        #expect(bench.packets.map(\.protocolNumber) == [6, 6])
        #expect(bench.packets.map(\.destinationPort) == [443, 443])
    }

    @Test("a jumbogram has the length of its option, and a length of zero that of the frame")
    func jumbo() {
        let option: [UInt8] = [6, 0, 0xC2, 4] + Packets.u32(UInt32(8 + Self.tcp.count))
        var packet = Packets.ipv6(0, from: "::1", to: "::2", option + Self.tcp)
        packet[4] = 0
        packet[5] = 0
        var bench = NetworkBench()
        bench.feed(packet + [0, 0, 0])
        #expect(bench.packets.first?.wireLength == packet.count)
        #expect(bench.segment == Self.tcp)
        var offloaded = Self.v4
        offloaded[2] = 0
        offloaded[3] = 0
        bench.feed(offloaded, cutTo: 42)
        #expect(bench.packets.last?.wireLength == Self.v4.count)
        #expect(bench.segment == Array(Self.tcp.prefix(22)))
    }

    @Test(
        "lies and stumps are told by name",
        arguments: [
            ("truncated_IP", Array(v4.prefix(19)), false), ("truncated_IP", Array(v6.prefix(39)), false),
            ("unknown_ip_version", [0x55] + v4.dropFirst(), false),
            ("invalid_IP_header_size", [0x44] + v4.dropFirst(), false),
            ("internally_truncated_header", Array(([0x4F] + v4.dropFirst()).prefix(30)), false),
            ("internally_truncated_header", Packets.ipv6(60, from: "::1", to: "::2", [6, 9, 0, 0, 0, 0, 0, 0]), false),
            (
                "too_many_extension_headers",
                Packets.ipv6(0, from: "::1", to: "::2", [UInt8](repeating: 0, count: 400)), false
            ),
            ("truncated_IP_len", [0x45, 0, 0x10] + v4.dropFirst(3), true),
        ])
    func lies(name: String, packet: [UInt8], isPacket: Bool) {
        var bench = NetworkBench()
        bench.feed(packet)
        #expect(bench.weirds() == [name])
        #expect(bench.packets.isEmpty != isPacket)
        #expect(bench.undecoded == (isPacket ? [] : [.malformed]))
    }

    @Test("a packet that the capture cut off is no lie")
    func cutOff() {
        var bench = NetworkBench()
        for length in 20...Self.v4.count { bench.feed(Self.v4, cutTo: length) }
        for length in 40...Self.v6.count { bench.feed(Self.v6, cutTo: length) }
        #expect(bench.weirds().isEmpty)
        #expect(bench.packets.allSatisfy { $0.wireLength == Self.v4.count || $0.wireLength == Self.v6.count })
    }

    @Test("oddities that nobody takes are dropped and counted")
    func flood() {
        var bench = NetworkBench()
        for _ in 0..<1_000 { bench.feed([0x55]) }
        let count = bench.weirds().count
        #expect(count < 1_000)
        #expect(bench.network.counters.weirdsDropped == Int64(1_000 - count))
    }
}
