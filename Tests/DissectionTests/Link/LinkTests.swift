import Dissection
import TestSupport
import Testing

@Suite("Link layers")
struct LinkTests {
    private static let packet = Packets.ipv4(17, from: "192.0.2.1", to: "192.0.2.2", Packets.udp(1_000, 2_000, [1, 2]))
    private static let packet6 = Packets.ipv6(
        17, from: "2001:db8::1", to: "2001:db8::2", Packets.udp(1_000, 2_000, [1, 2]))
    private static let macs = [UInt8](repeating: 0x11, count: 12)
    /// SNAP with an IPv4 packet behind it.
    private static let snap: [UInt8] = [0xAA, 0xAA, 3, 0, 0, 0, 8, 0]
    /// PPPoE session 1 with IPv4 in it.
    private static let session: [UInt8] = [0x11, 0, 0, 1] + Packets.u16(packet.count + 2) + [0, 0x21]
    private static let label: [UInt8] = [0, 1, 0x01, 64]

    private static let frames: [(LinkType, [UInt8])] = [
        // 802.3 with SNAP, with SNAP behind a tag, and with LLC's own number for IP.
        (.ethernet, macs + Packets.u16(8 + packet.count) + snap + packet),
        (.ethernet, macs + [0x81, 0, 0, 7] + Packets.u16(8 + packet.count) + snap + packet),
        (.ethernet, macs + Packets.u16(3 + packet.count) + [6, 6, 3] + packet),
        // A cooked frame whose payload is 802.2.
        (.linuxCooked, [UInt8](repeating: 0, count: 14) + [0, 4] + snap + packet),
        // PPPoE in Ethernet, and without it.
        (.ethernet, Packets.ethernet(session + packet, type: 0x8864)),
        (.pointToPointOverEthernet, session + packet),
        // PPP with all, with no and with short headers, behind a flag, in Cisco's manner, and with a direction.
        (.pointToPoint, [0xFF, 3, 0, 0x21] + packet),
        (.pointToPoint, [0x7E, 0xFF, 3, 0, 0x21] + packet),
        (.pointToPoint, [0, 0x57] + packet6),
        (.pointToPoint, [0x21] + packet),
        (.pointToPoint, [0xFF, 3, 0x21] + packet),
        (.pointToPoint, [0x0F, 0, 8, 0] + packet),
        (.pointToPointDirected, [1, 0xFF, 3, 0, 0x21] + packet),
        // MPLS with two labels, and a pseudowire with and without control word.
        (.ethernet, Packets.ethernet([0, 1, 0, 64] + label + packet, type: 0x8847)),
        (.ethernet, Packets.ethernet(label + packet6, type: 0x8847)),
        (.ethernet, Packets.ethernet(label + [0, 0, 0, 0] + macs + [8, 0] + packet, type: 0x8847)),
        (.ethernet, Packets.ethernet(label + macs + [8, 0] + packet, type: 0x8848)),
        // A log entry with a prefix of five bytes and the packet, in both byte orders.
        (.netfilterLog, [2, 0, 0, 1, 9, 0, 10, 0] + Array("abcd\0\0\0\0".utf8) + [49, 0, 9, 0] + packet),
        (.netfilterLog, [10, 0, 0, 1, 0, 9, 0, 10] + Array("abcd\0\0\0\0".utf8) + [0, 49, 0, 9] + packet6),
        // Wireless: a data frame with a quality-of-service field, alone and behind its circumstances.
        (.wireless, [0x88, 1] + [UInt8](repeating: 0, count: 24) + snap + packet),
        (.wirelessRadiotap, [0, 0, 8, 0, 0, 0, 0, 0, 8, 0] + [UInt8](repeating: 0, count: 22) + snap + packet),
    ]

    @Test("the packet is found at the end of the frame, and no shorter prefix shows it elsewhere", arguments: frames)
    func found(link: LinkType, frame: [UInt8]) {
        let start =
            frame.count - (frame.suffix(Self.packet.count) == Self.packet[...] ? Self.packet : Self.packet6).count
        #expect(link.payload(of: frame.span) == .ip(offset: start))
        for length in 0...start {
            let payload = link.payload(of: frame.span.extracting(0..<length))
            #expect(payload == .truncated || payload == .otherProtocol, "\(length)")
        }
    }

    @Test(
        "what is no IP is told from what is broken",
        arguments: [
            // ARP, a spanning tree, PPPoE discovery, LCP, an encrypted wireless frame, a beacon, CDP's organisation.
            (LinkType.ethernet, Packets.ethernet([UInt8](repeating: 0, count: 28), type: 0x0806)),
            (.ethernet, macs + [0, 38, 0x42, 0x42, 3] + [UInt8](repeating: 0, count: 35)),
            (.ethernet, Packets.ethernet([0x11, 9, 0, 0, 0, 4, 1, 1, 0, 0], type: 0x8864)),
            (.pointToPoint, [0xFF, 3, 0xC0, 0x21, 1, 1, 0, 4]),
            (.wireless, [0x08, 0x41] + [UInt8](repeating: 0, count: 40)),
            (.wireless, [0x80, 0] + [UInt8](repeating: 0, count: 40)),
            (.ethernet, macs + [0, 30, 0xAA, 0xAA, 3, 0, 0, 0x0C, 0x20, 0] + [UInt8](repeating: 0, count: 22)),
            (.netfilterLog, [7, 0, 0, 1, 8, 0, 9, 0, 1, 2, 3, 4]),
        ])
    func other(link: LinkType, frame: [UInt8]) {
        #expect(link.payload(of: frame.span) == .otherProtocol)
    }

    @Test("labels without end end")
    func endless() {
        let labels = [UInt8](repeating: 0, count: 4_000)
        #expect(LinkType.ethernet.payload(of: Packets.ethernet(labels, type: 0x8847).span) == .otherProtocol)
    }

    @Test("every data-link number has a name, and those that are not read say so")
    func names() {
        #expect(LinkType(dataLink: 1) == .ethernet)
        #expect(LinkType(dataLink: 253).name == "Linux netlink")
        #expect(LinkType(dataLink: 9_999).name == "data link 9999")
        #expect(LinkType(dataLink: 253).payload(of: [1].span) == .unknownLink)
        for number in Int32(0)..<300 { #expect(!LinkType(dataLink: number).name.isEmpty) }
    }

    @Test("random frames never trap", arguments: 0..<20)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<500 {
            let (link, frame) = Self.frames.randomElement(using: &generator) ?? Self.frames[0]
            var bytes = frame
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let cut = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
            if case .ip(let offset) = link.payload(of: cut.span) { #expect(offset < cut.count) }
        }
    }
}
