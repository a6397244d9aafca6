import Dissection
import Observation
import Testing

@Suite("Link and IP headers")
struct LinkAndIPTests {
    private static let packet = Packets.ipv4(17, from: "192.0.2.1", to: "192.0.2.2", Packets.udp(1_000, 2_000, [1, 2]))

    @Test(
        "the IP packet is found behind every link header that is known",
        arguments: [
            (LinkType.ethernet, Packets.ethernet(packet)),
            (.ethernet, Packets.ethernet(packet, tags: [0x8100])),
            (.ethernet, Packets.ethernet(packet, tags: [0x88A8, 0x8100])),
            (.linuxCooked, [UInt8](repeating: 0, count: 14) + [8, 0] + packet),
            (.linuxCooked2, [8, 0] + [UInt8](repeating: 0, count: 18) + packet),
            (.rawIP, packet),
            (.loopback, [2, 0, 0, 0] + packet),
            (.loopback, [0, 0, 0, 2] + packet),
        ])
    func links(link: LinkType, frame: [UInt8]) {
        #expect(link.payload(of: frame.span) == .ip(offset: frame.count - Self.packet.count))
        for length in 0..<frame.count - Self.packet.count {
            let payload = link.payload(of: frame.span.extracting(0..<length))
            #expect(payload != .ip(offset: frame.count - Self.packet.count))
        }
    }

    @Test("what is no IP and what is not known are told apart")
    func notIP() {
        #expect(LinkType.ethernet.payload(of: Packets.ethernet([0], type: 0x0806).span) == .otherProtocol)
        #expect(LinkType(dataLink: 195).payload(of: [1, 2, 3].span) == .unknownLink)
        #expect(
            LinkType.ethernet.payload(of: Packets.ethernet([0], tags: [Int](repeating: 0x8100, count: 16)).span)
                == .otherProtocol)
    }

    @Test("an IPv4 header with options reads, and padding behind the packet is no payload")
    func ipv4() throws {
        let bytes = Packets.ipv4(6, from: "10.0.0.1", to: "10.0.0.2", options: [1, 1, 1, 0], [7, 8, 9]) + [0, 0, 0]
        let header = try IPHeader(parsing: bytes.span, at: 0)
        #expect(header.source == IPAddress("10.0.0.1"))
        #expect(header.destination == IPAddress("10.0.0.2"))
        #expect(header.payload == 24..<27)
        #expect(header.wireLength == 27)
        #expect(header.fragment.isWhole)
    }

    @Test("every shorter prefix of an IPv4 header is reported as truncated", arguments: 0..<20)
    func truncatedV4(length: Int) {
        #expect(throws: WireError(.truncated, at: length)) {
            try IPHeader(parsing: Self.packet.span.extracting(0..<length), at: 0)
        }
    }

    @Test("lengths and versions that cannot be are errors")
    func contradictions() {
        var short = Self.packet
        short[0] = 0x44
        #expect(throws: WireError(.badLength, at: 0)) { try IPHeader(parsing: short.span, at: 0) }
        var tiny = Self.packet
        tiny[3] = 19
        #expect(throws: WireError(.badLength, at: 2)) { try IPHeader(parsing: tiny.span, at: 0) }
        var seven = Self.packet
        seven[0] = 0x75
        #expect(throws: WireError(.badVersion, at: 0)) { try IPHeader(parsing: seven.span, at: 0) }
    }

    @Test("a total length of zero, left behind by offload, stands for all that was captured")
    func offloaded() throws {
        var bytes = Self.packet
        bytes[2] = 0
        bytes[3] = 0
        let header = try IPHeader(parsing: bytes.span, at: 0)
        #expect(header.wireLength == bytes.count)
    }

    @Test("fragments are told by their place")
    func fragments() throws {
        let first = Packets.ipv4(17, from: "10.0.0.1", to: "10.0.0.2", fragment: 0x2000, [1])
        let later = Packets.ipv4(17, from: "10.0.0.1", to: "10.0.0.2", fragment: 0x0005, [1])
        let begin = try IPHeader(parsing: first.span, at: 0).fragment
        #expect(!begin.isWhole && begin.offset == 0 && begin.hasMore && begin.identification == 1)
        let end = try IPHeader(parsing: later.span, at: 0).fragment
        #expect(!end.isWhole && end.offset == 40 && !end.hasMore)
    }

    @Test("the payload of an IPv6 packet is found behind its extension headers")
    func ipv6Extensions() throws {
        // Hop-by-hop of 8 bytes, destination options of 16, an atomic fragment, then UDP.
        let chain: [UInt8] =
            [60, 0, 1, 4, 0, 0, 0, 0] + [44, 1] + [UInt8](repeating: 0, count: 14) + [17, 0, 0, 0, 0, 0, 0, 9]
        let bytes = Packets.ipv6(0, from: "2001:db8::1", to: "2001:db8::2", chain + Packets.udp(1, 2, [5]))
        let header = try IPHeader(parsing: bytes.span, at: 0)
        #expect(header.protocolNumber == 17)
        #expect(header.payload == 40 + chain.count..<bytes.count)
        #expect(header.fragment.isWhole)
        #expect(header.destination == IPAddress("2001:db8::2"))
        for length in 0..<40 + chain.count {
            #expect(throws: WireError(.truncated, at: length)) {
                try IPHeader(parsing: bytes.span.extracting(0..<length), at: 0)
            }
        }
    }

    @Test("an endless chain of extension headers ends")
    func endlessExtensions() {
        let chain = [UInt8](repeating: 0, count: 1_400)
        let bytes = Packets.ipv6(0, from: "::1", to: "::1", chain)
        #expect(throws: WireError.self) { try IPHeader(parsing: bytes.span, at: 0) }
    }

    @Test("a TCP header reads, and its data offset must fit")
    func tcp() throws {
        var bytes = Packets.tcp(443, 50_000, seq: 0xFFFF_FFFF, ack: 7, [.syn, .ack], [1, 2, 3])
        let header = try TCPHeader(parsing: bytes.span, in: 0..<bytes.count)
        #expect(header.payload == 20..<23)
        #expect(header.payloadSequenceNumber == 0)
        #expect(header.flags == [.syn, .ack])
        for length in 0..<20 {
            #expect(throws: WireError(.truncated, at: length)) { try TCPHeader(parsing: bytes.span, in: 0..<length) }
        }
        bytes[12] = 0x40
        #expect(throws: WireError(.badLength, at: 12)) { try TCPHeader(parsing: bytes.span, in: 0..<bytes.count) }
        bytes[12] = 0xF0
        #expect(throws: WireError(.truncated, at: 23)) { try TCPHeader(parsing: bytes.span, in: 0..<bytes.count) }
    }

    @Test("a UDP length shorter than the packet bounds the payload, one below the header is an error")
    func udp() throws {
        var bytes = Packets.udp(53, 1_234, [1, 2, 3])
        let whole = try UDPHeader(parsing: bytes.span, in: 0..<bytes.count)
        #expect(whole.payload == 8..<11)
        bytes[5] = 9
        let bounded = try UDPHeader(parsing: bytes.span, in: 0..<bytes.count)
        #expect(bounded.payload == 8..<9)
        bytes[5] = 7
        #expect(throws: WireError(.badLength, at: 4)) { try UDPHeader(parsing: bytes.span, in: 0..<bytes.count) }
        for length in 0..<8 {
            #expect(throws: WireError(.truncated, at: length)) { try UDPHeader(parsing: bytes.span, in: 0..<length) }
        }
    }
}
