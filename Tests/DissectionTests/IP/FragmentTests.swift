import Dissection
import Observation
import TestSupport
import Testing

@Suite("Datagrams in parts")
struct FragmentTests {
    private static let bytes = [UInt8](0..<100)
    private static let datagram = Packets.udp(5_000, 53, bytes)

    /// A part of the datagram, as IPv4 or IPv6 carries it.
    private static func part(
        _ range: Range<Int>, of payload: [UInt8] = datagram, more: Bool? = nil, v6: Bool = false, number: UInt8 = 17
    ) -> [UInt8] {
        let hasMore = more ?? (range.upperBound < payload.count)
        let piece = Array(payload[range])
        guard v6 else {
            let field = range.lowerBound / 8 | (hasMore ? 0x2000 : 0)
            return Packets.ipv4(number, from: "192.0.2.1", to: "192.0.2.2", fragment: field, piece)
        }
        let header = [number, 0] + Packets.u16(range.lowerBound | (hasMore ? 1 : 0)) + [0, 0, 0, 9]
        return Packets.ipv6(44, from: "2001:db8::1", to: "2001:db8::2", header + piece)
    }

    @Test(
        "parts in any order make up the datagram", arguments: [false, true],
        [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]])
    func order(v6: Bool, order: [Int]) {
        let ranges = [0..<48, 48..<96, 96..<108]
        var bench = NetworkBench()
        for index in order { bench.feed(Self.part(ranges[index], v6: v6)) }
        #expect(bench.fragments == 2)
        #expect(bench.packets.count == 1)
        #expect(bench.segment == Self.datagram)
        #expect(bench.packets.first?.sourcePort == 5_000)
        #expect(bench.packets.first?.destinationPort == 53)
        #expect(bench.packets.first?.packetCount == 3)
        #expect(bench.packets.first?.wireLength == 108 + 3 * (v6 ? 48 : 20))
        #expect(bench.packets.first?.isComplete == true)
        #expect(bench.network.counters.reassembled == 1)
        #expect(bench.weirds().allSatisfy { $0 == "excessively_small_fragment" })
    }

    @Test("a part that comes twice changes nothing and is counted", arguments: [false, true])
    func duplicate(v6: Bool) {
        var bench = NetworkBench()
        for range in [0..<48, 0..<48, 48..<108] { bench.feed(Self.part(range, v6: v6)) }
        #expect(bench.segment == Self.datagram)
        #expect(bench.network.counters.duplicateFragments == 1)
        #expect(bench.weirds().isEmpty)
    }

    @Test("of overlapping parts the first one wins, and what differs is told")
    func overlap() {
        var bench = NetworkBench()
        bench.feed(Self.part(48..<108))
        var other = Self.datagram
        bench.feed(Self.part(0..<56, of: other))
        #expect(bench.segment == Self.datagram)
        #expect(bench.weirds() == ["fragment_overlap"])
        other.replaceSubrange(48..<56, with: [UInt8](repeating: 0xEE, count: 8))
        bench.feed(Self.part(48..<108))
        bench.feed(Self.part(0..<56, of: other))
        #expect(bench.segment == Self.datagram)
        #expect(bench.weirds() == ["fragment_inconsistency"])
    }

    @Test("overlapping parts of IPv6 spoil the datagram for good, and still end in a flow")
    func overlapV6() {
        var bench = NetworkBench()
        for range in [0..<56, 48..<108, 0..<48, 48..<108] { bench.feed(Self.part(range, v6: true)) }
        #expect(bench.packets.isEmpty)
        #expect(bench.weirds() == ["fragment_overlap"])
        #expect(bench.network.counters.droppedFragments == 2)
        bench.giveUp(atEnd: true)
        #expect(bench.packets.map(\.packetCount) == [4])
        #expect(bench.packets.first?.isComplete == false)
        #expect(bench.segment.isEmpty)
    }

    @Test("parts that disagree on the end, or go beyond the longest datagram, are told")
    func sizes() {
        var bench = NetworkBench()
        bench.feed(Self.part(48..<108))
        bench.feed(Self.part(48..<104, more: false))
        #expect(bench.weirds().contains("fragment_size_inconsistency"))
        bench.feed(Packets.ipv4(17, from: "192.0.2.1", to: "192.0.2.2", fragment: 0x1FFF, Self.bytes))
        #expect(bench.weirds() == ["excessively_large_fragment"])
        #expect(bench.undecoded == [.fragment])
        bench.feed(Packets.ipv4(17, from: "192.0.2.9", to: "192.0.2.2", fragment: 0x6000, Self.bytes))
        #expect(bench.weirds() == ["fragment_with_DF", "misaligned_fragment"])
    }

    @Test("what the capture cut off of a part ends the content, and not the datagram")
    func cutOff() {
        var bench = NetworkBench()
        bench.feed(Self.part(0..<48), cutTo: 40)
        bench.feed(Self.part(48..<108))
        #expect(bench.packets.map(\.isComplete) == [true])
        #expect(bench.segment == Array(Self.datagram.prefix(20)))
        #expect(bench.packets.first?.wireEnd == 108)
        #expect(bench.weirds() == ["incompletely_captured_fragment"])
    }

    @Test("a datagram whose parts do not come is given up after its time, with the ports of its first part")
    func timeout() {
        var bench = NetworkBench()
        bench.feed(Self.part(0..<48))
        #expect(bench.weirds().isEmpty)
        bench.giveUp()
        #expect(bench.packets.isEmpty)
        #expect(!bench.network.hasNews(at: Timestamp(seconds: 31)))
        #expect(bench.network.hasNews(at: Timestamp(seconds: 32)))
        // A part of another one, later.
        bench.feed(Packets.ipv4(17, from: "192.0.2.7", to: "192.0.2.8", fragment: 0x2000, Self.bytes), after: 31)
        bench.giveUp()
        #expect(bench.packets.map(\.sourcePort) == [5_000])
        #expect(bench.packets.first?.timestamp == Timestamp(seconds: 1))
        #expect(bench.network.counters.unfinishedDatagrams == 1)
        #expect(bench.network.counters.evictedDatagrams == 0)
        bench.giveUp(atEnd: true)
        #expect(bench.packets.count == 2)
        #expect(bench.weirds() == ["misaligned_fragment"])
        #expect(!bench.network.hasNews(at: Timestamp(nanoseconds: .max)))
    }

    @Test("number and bytes of unfinished datagrams stay below their limits", arguments: [true, false])
    func limits(asks: Bool) {
        var limits = NetworkLimits()
        limits.fragmentedDatagrams = 10
        limits.fragmentBytes = 20_000
        var bench = NetworkBench(limits)
        for index in 0..<200 {
            let large = [UInt8](repeating: 1, count: 1_400)
            let source = "10.0.\(index / 250).\(index % 250)"
            bench.feed(Packets.ipv4(17, from: source, to: "192.0.2.2", fragment: 0x2000, large), after: 0)
            if asks { bench.giveUp() }
        }
        if asks {
            // Ten datagrams of 1 400 bytes and what it costs to keep them.
            #expect(bench.packets.count == 190)
            #expect(bench.network.counters.evictedDatagrams == 190)
        }
        let before = bench.packets.count
        bench.giveUp(atEnd: true)
        #expect(bench.packets.count - before <= 20)
    }

    @Test("extension headers and tunnels within a datagram in parts are read")
    func nested() {
        let inner = Packets.ipv4(6, from: "10.0.0.1", to: "10.0.0.2", Packets.tcp(1, 2, seq: 3))
        let options: [UInt8] = [4, 0, 1, 4, 0, 0, 0, 0]
        var bench = NetworkBench()
        let payload = options + inner
        bench.feed(Self.part(0..<24, of: payload, v6: true, number: 60))
        bench.feed(Self.part(24..<payload.count, of: payload, v6: true, number: 60))
        #expect(bench.descriptions == ["2001:db8::1:0 > 2001:db8::2:0 4", "ip: 10.0.0.1:1 > 10.0.0.2:2 6"])
        #expect(bench.packets.last?.isReassembled == true)
        #expect(bench.segment == Packets.tcp(1, 2, seq: 3))
    }

    @Test("datagrams in parts within datagrams in parts are put together")
    func twice() {
        var bench = NetworkBench()
        for range in [0..<48, 48..<108] {
            let outer = Packets.ipv4(
                17, from: "192.0.2.1", to: "192.0.2.2",
                fragment: range.lowerBound / 8 | (range.lowerBound == 0 ? 0x2000 : 0), Array(Self.datagram[range]))
            bench.feed(Packets.ipv4(4, from: "10.0.0.1", to: "10.0.0.2", fragment: 0x2000, Array(outer.prefix(40))))
            bench.feed(Packets.ipv4(4, from: "10.0.0.1", to: "10.0.0.2", fragment: 5, Array(outer.dropFirst(40))))
        }
        #expect(bench.packets.map(\.protocolNumber) == [4, 4, 17])
        #expect(bench.segment == Self.datagram)
    }

    @Test(
        "parts in random order, overlapping and repeated, give the first bytes seen, as a simple model says",
        arguments: 0..<40)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let length = Int.random(in: 8...60, using: &generator) * 8
        var model = [UInt8?](repeating: nil, count: length)
        var bench = NetworkBench()
        for _ in 0..<400 where bench.packets.isEmpty {
            let lower = Int.random(in: 0..<length / 8, using: &generator) * 8
            let upper = min(length, lower + Int.random(in: 1...8, using: &generator) * 8)
            let piece = generator.bytes(upper - lower)
            for (offset, byte) in piece.enumerated() where model[lower + offset] == nil { model[lower + offset] = byte }
            let field = lower / 8 | (upper < length ? 0x2000 : 0)
            bench.feed(Packets.ipv4(17, from: "192.0.2.1", to: "192.0.2.2", fragment: field, piece), after: 0)
        }
        #expect(bench.packets.count == 1)
        #expect(bench.segment == model.map { $0 ?? 0 })
    }
}
