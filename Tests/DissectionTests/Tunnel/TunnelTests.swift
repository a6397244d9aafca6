import Dissection
import Observation
import TestSupport
import Testing

@Suite("Tunnels")
struct TunnelTests {
    private static let inner = Packets.ipv4(6, from: "10.0.0.1", to: "10.0.0.2", Packets.tcp(1, 2, seq: 3))
    private static let inner6 = Packets.ipv6(6, from: "fd00::1", to: "fd00::2", Packets.tcp(1, 2, seq: 3))
    private static let frame = Packets.ethernet(inner)
    private static let zeros = [UInt8](repeating: 0, count: 16)

    private static func outer(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
        Packets.ipv4(number, from: "192.0.2.1", to: "192.0.2.2", payload)
    }

    private static func udp(_ port: Int, from source: Int = 40_000, _ payload: [UInt8]) -> [UInt8] {
        outer(17, Packets.udp(source, port, payload))
    }

    private static let teredo: [UInt8] = [0, 1, 2, 1, 9, 9, 8] + zeros.prefix(9) + [0, 0] + zeros.prefix(6) + inner6

    /// What is carried in each way, with the tunnel's name.
    private static let packets: [(String, [UInt8])] = [
        ("ip", outer(4, inner)), ("ip", outer(41, inner6)),
        ("ip", Packets.ipv6(4, from: "2001:db8::1", to: "2001:db8::2", inner)),
        ("ip", Packets.ipv6(41, from: "2001:db8::1", to: "2001:db8::2", inner6)),
        // GRE plain, with checksum, key and number, with a source route, with a whole frame, with labels.
        ("gre", outer(47, [0, 0, 8, 0] + inner)),
        ("gre", outer(47, [0xB0, 0, 0x86, 0xDD] + zeros.prefix(12) + inner6)),
        ("gre", outer(47, [0x40, 0, 8, 0] + zeros.prefix(4) + [0, 2, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0] + inner)),
        ("gre", outer(47, [0x20, 0, 0x65, 0x58, 0, 0, 1, 0] + frame)),
        ("gre", outer(47, [0, 0, 0x88, 0x47, 0, 0, 1, 64] + inner)),
        // Its enhanced version with PPP, with and without a confirmation.
        ("pptp", outer(47, [0x30, 0x81, 0x88, 0x0B, 0, 0, 0, 1] + zeros.prefix(8) + [0xFF, 3, 0, 0x21] + inner)),
        ("pptp", outer(47, [0x30, 0x01, 0x88, 0x0B, 0, 0, 0, 1] + zeros.prefix(4) + [0x21] + inner)),
        // Mirrored frames of all three types.
        ("erspan", outer(47, [0, 0, 0x88, 0xBE] + frame)),
        ("erspan", outer(47, [0x10, 0, 0x88, 0xBE, 0, 0, 0, 1] + zeros.prefix(8) + frame)),
        ("erspan", outer(47, [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1] + zeros.prefix(12) + frame)),
        ("erspan", outer(47, [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1] + zeros.prefix(11) + [1] + zeros.prefix(8) + frame)),
        ("etherip", outer(97, [0x30, 0] + frame)), ("mpls", outer(137, [0, 0, 1, 64] + inner)),
        ("vxlan", udp(4_789, [8, 0, 0, 0, 0, 0, 7, 0] + frame)),
        ("vxlan", udp(8_472, [8, 0, 0, 0, 0, 0, 7, 0] + frame)),
        ("vxlan", udp(4_790, [0x0C, 0, 0, 1, 0, 0, 7, 0] + inner)),
        ("geneve", udp(6_081, [1, 0, 0x65, 0x58, 0, 0, 7, 0] + zeros.prefix(4) + frame)),
        ("geneve", udp(6_081, [0, 0, 8, 0, 0, 0, 7, 0] + inner)),
        ("gre", udp(4_754, [0, 0, 8, 0] + inner)), ("mpls", udp(6_635, [0, 0, 1, 64] + inner)),
        ("teredo", udp(3_544, inner6)), ("teredo", udp(50_000, from: 3_544, teredo)),
        ("gtp", udp(2_152, [0x30, 0xFF, 0, 40, 0, 0, 0, 1] + inner)),
        ("gtp", udp(2_152, [0x36, 0xFF, 0, 48, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 0, 0] + inner)),
        ("gtp", udp(3_386, [0x1E, 0xFF, 0, 40] + zeros + inner)),
        ("ayiya", udp(5_072, [0x44, 0x52, 0x11, 41] + zeros.prefix(4) + zeros + zeros + zeros.prefix(4) + inner6)),
    ]

    @Test("the packet inside is found, after the one outside", arguments: packets)
    func found(tunnel: String, packet: [UInt8]) {
        var bench = NetworkBench()
        bench.feed(packet)
        #expect(bench.packets.count == 2)
        #expect(bench.packets.first?.encapsulation?.tunnel.rawValue == tunnel)
        #expect(bench.packets.first?.tunnelDepth == 0)
        #expect(bench.packets.last?.carrier?.rawValue == tunnel)
        #expect(bench.packets.last?.tunnelDepth == 1)
        #expect(bench.packets.last?.sourcePort == 1)
        #expect(bench.packets.last?.destinationPort == 2)
        #expect(bench.segment == Packets.tcp(1, 2, seq: 3))
        #expect(bench.network.counters.tunnelPackets == 1)
        #expect(bench.weirds().allSatisfy { $0 == "gre_routing" })
    }

    @Test("no shorter prefix shows another packet", arguments: packets)
    func prefixes(tunnel: String, packet: [UInt8]) {
        for length in 0..<packet.count {
            var bench = NetworkBench()
            bench.feed(packet, cutTo: length)
            if let inner = bench.packets.dropFirst().first {
                #expect(inner.source == IPAddress("10.0.0.1") || inner.source == IPAddress("fd00::1"), "\(length)")
            }
        }
    }

    @Test(
        "a tunnel's port alone makes no tunnel",
        arguments: [
            (4_789, [UInt8]("some text that is long enough".utf8)),
            (6_081, [UInt8]("some text that is long enough".utf8)),
            (2_152, [UInt8]("some text that is long enough".utf8)), (3_544, [UInt8](repeating: 0x60, count: 60)),
            (5_072, [UInt8](repeating: 0, count: 60)), (4_789, [8, 0, 0, 0, 0, 0, 7, 0]),
            (6_081, [0, 0, 8, 0, 0, 0, 7, 0]),
            (4_789, [8, 0, 0, 0, 0, 0, 7, 1] + frame),
        ])
    func plausibility(port: Int, payload: [UInt8]) {
        var bench = NetworkBench()
        bench.feed(Self.udp(port, payload))
        #expect(bench.packets.map(\.encapsulation) == [nil])
        #expect(bench.packets.first?.destinationPort == UInt16(port))
    }

    @Test("tunnels are followed to the limit, and the one beyond it is told")
    func depth() {
        var packet = Self.inner
        for _ in 0..<5 { packet = Self.outer(4, packet) }
        var bench = NetworkBench()
        bench.feed(packet)
        #expect(bench.packets.map(\.tunnelDepth) == [0, 1, 2, 3, 4])
        #expect(bench.packets.map(\.protocolNumber) == [4, 4, 4, 4, 4])
        #expect(bench.weirds() == ["exceeded_tunnel_max_depth"])
        bench.feed(Self.outer(4, Self.outer(4, Self.outer(4, Self.outer(4, Self.inner)))))
        #expect(bench.packets.last?.protocolNumber == 6)
        #expect(bench.weirds().isEmpty)
    }

    @Test(
        "broken tunnel headers are told by name",
        arguments: [
            ("truncated_GRE", outer(47, [0, 0])), ("unknown_gre_version", outer(47, [0, 5, 8, 0] + inner)),
            ("egre_protocol_type", outer(47, [0x30, 1, 8, 0] + zeros + inner)),
            ("invalid_inner_IP_version", outer(41, inner)),
            ("truncated_GRE", outer(47, [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1])),
            (
                "Teredo_bubble_with_payload",
                udp(3_544, Packets.ipv6(59, from: "2001::1", to: "2001::2", []) + [1, 2, 3])
            ),
        ])
    func broken(name: String, packet: [UInt8]) {
        var bench = NetworkBench()
        bench.feed(packet)
        #expect(bench.weirds() == [name])
        #expect(bench.packets.first?.source == IPAddress("192.0.2.1"))
    }

    @Test("what is no IP in a tunnel leaves the tunnel's flow")
    func otherProtocols() {
        var bench = NetworkBench()
        bench.feed(
            Self.udp(
                4_789, [8, 0, 0, 0, 0, 0, 7, 0] + Packets.ethernet([UInt8](repeating: 0, count: 28), type: 0x0806)))
        #expect(bench.packets.count == 1)
        #expect(bench.undecoded == [.notIP])
    }

    @Test("random bytes in believable tunnels never trap, and nothing is found twice", arguments: 0..<20)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var bench = NetworkBench()
        for _ in 0..<400 {
            var packet = Self.packets.randomElement(using: &generator)?.1 ?? []
            if Bool.random(using: &generator) { packet = Self.outer(47, [0, 0, 8, 0] + packet) }
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                packet[Int.random(in: 0..<packet.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            bench.feed(packet, cutTo: Int.random(in: 0...300, using: &generator))
            bench.giveUp()
        }
        bench.giveUp(atEnd: true)
        #expect(bench.packets.allSatisfy { $0.tunnelDepth <= 4 })
    }
}
