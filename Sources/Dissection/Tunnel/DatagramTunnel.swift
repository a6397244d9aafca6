/// Tunnels through UDP, known by their port and by a content that can be nothing else.
///
/// A port alone proves nothing: without a header whose reserved bits are clear and an inner packet that begins like one, the
/// datagram is an ordinary one.
struct DatagramTunnel {
    /// The packet inside.
    private(set) var encapsulation: Encapsulation?

    /// What is odd about the header.
    private(set) var weird: Weird?

    /// Whether a datagram between two ports may be a tunnel's at all; the one test that ordinary datagrams pay for.
    @inline(__always)
    static func isCandidate(_ source: UInt16, _ destination: UInt16) -> Bool {
        isKnown(destination) || isKnown(source)
    }

    @inline(__always)
    private static func isKnown(_ port: UInt16) -> Bool {
        switch port {
        case 2152, 3386, 3544, 4754, 4789, 4790, 5072, 6081, 6635, 8472: true
        default: false
        }
    }

    /// Looks at the payload of a datagram.
    init(_ bytes: Span<UInt8>, in payload: Range<Int>, wireEnd: Int, _ source: UInt16, _ destination: UInt16) {
        guard payload.count >= 4 else { return }
        switch destination {
        // Linux took a port of its own before the registered one.
        case 4789, 4790, 8472: encapsulation = Self.vxlan(bytes, payload)
        case 6081: encapsulation = Self.geneve(bytes, payload)
        case 4754: encapsulation = Self.gre(bytes, payload)
        case 6635: encapsulation = Encapsulation(.mpls, .labelStack, at: payload.lowerBound, bytes)
        default: break
        }
        guard encapsulation == nil else { return }
        for port in [destination, source] where encapsulation == nil {
            switch port {
            case 2152: encapsulation = Self.gtp(bytes, payload)
            case 3386: encapsulation = Self.firstGTP(bytes, payload)
            case 3544: readTeredo(bytes, payload, wireEnd)
            case 5072: encapsulation = Self.ayiya(bytes, payload)
            default: break
            }
        }
    }

    /// RFC 7348, section 5; the flag and the group of its policy extension may be set too.
    ///
    /// The generic extension has a flag for the inner protocol (draft-ietf-nvo3-vxlan-gpe, section 3) and is met on either
    /// port.
    private static func vxlan(_ bytes: Span<UInt8>, _ payload: Range<Int>) -> Encapsulation? {
        guard payload.count >= 8 else { return nil }
        let (flags, next) = (bytes[payload.lowerBound], bytes[payload.lowerBound + 3])
        guard flags & 0x73 == 0, flags & 0x08 != 0, bytes[payload.lowerBound + 7] == 0 else { return nil }
        let header: LinkHeader? =
            switch (flags & 0x04 != 0, next) {
            case (false, _), (true, 3): .ethernet
            case (true, 1), (true, 2): .ip
            case (true, 5): .labelStack
            default: nil
            }
        return header.flatMap { Encapsulation(.vxlan, $0, at: payload.lowerBound + 8, bytes) }
    }

    /// RFC 8926, section 3.4.
    private static func geneve(_ bytes: Span<UInt8>, _ payload: Range<Int>) -> Encapsulation? {
        guard payload.count >= 8 else { return nil }
        let start = payload.lowerBound
        let optionLength = Int(bytes[start] & 0x3F) * 4
        guard bytes[start] >> 6 == 0, bytes[start + 1] & 0x3F == 0, bytes[start + 7] == 0 else { return nil }
        let type = EtherType(rawValue: bytes.uint16(at: start + 2))
        return Encapsulation(.geneve, .etherType(type), at: start + 8 + optionLength, bytes)
    }

    /// RFC 8086, section 3.
    private static func gre(_ bytes: Span<UInt8>, _ payload: Range<Int>) -> Encapsulation? {
        guard let inner = GREHeader(parsing: bytes, in: payload).encapsulation else { return nil }
        return Encapsulation(inner.tunnel, inner.header, at: inner.offset, bytes)
    }

    /// 3GPP TS 29.281, section 5.1: user data alone, with its optional fields and extension headers.
    private static func gtp(_ bytes: Span<UInt8>, _ payload: Range<Int>) -> Encapsulation? {
        guard payload.count > 8 else { return nil }
        let start = payload.lowerBound
        guard bytes[start] & 0xF0 == 0x30, bytes[start + 1] == 0xFF else { return nil }
        var offset = start + 8
        if bytes[start] & 0x07 != 0 {
            guard payload.upperBound - offset >= 4 else { return nil }
            offset += 4
            var next = bytes[start] & 0x04 != 0 ? bytes[offset - 1] : 0
            while next != 0 {
                guard offset < payload.upperBound else { return nil }
                let length = Int(bytes[offset]) * 4
                guard length > 0, payload.upperBound - offset >= length else { return nil }
                offset += length
                next = bytes[offset - 1]
            }
        }
        return Encapsulation(.gtp, .ip, at: offset, bytes)
    }

    /// 3GPP TS 09.60, section 6: the version before, whose header always has the same length.
    private static func firstGTP(_ bytes: Span<UInt8>, _ payload: Range<Int>) -> Encapsulation? {
        guard payload.count > 20 else { return nil }
        guard bytes[payload.lowerBound] & 0xF0 == 0x10, bytes[payload.lowerBound + 1] == 0xFF else { return nil }
        return Encapsulation(.gtp, .ip, at: payload.lowerBound + 20, bytes)
    }

    /// draft-massar-v6ops-ayiya, section 3: what is to be forwarded.
    private static func ayiya(_ bytes: Span<UInt8>, _ payload: Range<Int>) -> Encapsulation? {
        guard payload.count >= 8 else { return nil }
        let start = payload.lowerBound
        let identityLength = 1 << Int(bytes[start] >> 4)
        let signatureLength = Int(bytes[start + 1] >> 4) * 4
        guard bytes[start + 2] & 0x0F == 1, bytes[start + 3] == 41 || bytes[start + 3] == 4 else { return nil }
        return Encapsulation(.ayiya, .ip, at: start + 8 + identityLength + signatureLength, bytes)
    }

    /// RFC 4380, section 5.1.1: an authentication and an origin may stand before the IPv6 packet, each once.
    private mutating func readTeredo(_ bytes: Span<UInt8>, _ payload: Range<Int>, _ wireEnd: Int) {
        var offset = payload.lowerBound
        if payload.count >= 13, bytes.uint16(at: offset) == 1 {
            offset += 13 + Int(bytes[offset + 2]) + Int(bytes[offset + 3])
        }
        if payload.upperBound - offset >= 8, bytes.uint16(at: offset) == 0 { offset += 8 }
        guard payload.upperBound - offset >= 40, bytes[offset] >> 4 == 6 else { return }
        let end = offset + 40 + Int(bytes.uint16(at: offset + 4))
        let isBubble = bytes[offset + 6] == 59
        guard end == wireEnd || isBubble && end <= wireEnd else { return }
        if end < wireEnd { weird = .teredoBubbleWithPayload }
        encapsulation = Encapsulation(tunnel: .teredo, header: .ip, offset: offset)
    }
}

extension Encapsulation {
    /// What a tunnel carries, if it begins like a packet: an IP version, or a link header that leads to a known place.
    fileprivate init?(_ tunnel: Tunnel, _ header: LinkHeader, at offset: Int, _ bytes: Span<UInt8>) {
        switch header.payload(of: bytes, at: offset) {
        case .ip(let inner):
            guard bytes[inner] >> 4 == 4 || bytes[inner] >> 4 == 6 else { return nil }
        case .otherProtocol: break
        case .truncated, .unknownLink: return nil
        }
        self.init(tunnel: tunnel, header: header, offset: offset)
    }
}
