/// What a frame carries, as far as its link header tells.
package enum LinkPayload: Equatable, Sendable {
    /// An IP packet that starts at an offset.
    case ip(offset: Int)
    /// Another protocol: ARP, LLDP, MPLS …
    case otherProtocol
    /// A link header that nothing is known of.
    case unknownLink
    /// A frame that ends before its header does.
    case truncated
}

extension LinkType {
    /// How many VLAN tags a frame may have before it counts as something else.
    private static let tagLimit = 4

    /// Finds the IP packet in a frame.
    ///
    /// Layouts: IEEE 802.3 and 802.1Q; LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2 and LINKTYPE_NULL of libpcap's registry.
    package func payload(of frame: Span<UInt8>) -> LinkPayload {
        switch self {
        case .ethernet: Self.behindEtherType(frame, at: 12)
        case .linuxCooked: Self.behindEtherType(frame, at: 14)
        case .linuxCooked2: Self.behindEtherType(frame, at: 0, headerLength: 20)
        case .rawIP: frame.isEmpty ? .truncated : .ip(offset: 0)
        case .loopback: Self.behindFamily(frame)
        case .other: .unknownLink
        }
    }

    private static func behindEtherType(_ frame: Span<UInt8>, at typeOffset: Int, headerLength: Int? = nil)
        -> LinkPayload
    {
        var offset = typeOffset
        guard var type = try? frame.readUInt16(&offset) else { return .truncated }
        offset = headerLength ?? offset
        for _ in 0..<tagLimit {
            switch type {
            case 0x0800, 0x86DD: return offset < frame.count ? .ip(offset: offset) : .truncated
            case 0x8100, 0x88A8, 0x9100:
                offset += 2
                guard let inner = try? frame.readUInt16(&offset) else { return .truncated }
                type = inner
            default: return .otherProtocol
            }
        }
        return .otherProtocol
    }

    private static func behindFamily(_ frame: Span<UInt8>) -> LinkPayload {
        guard frame.count > 4 else { return .truncated }
        // The byte order is that of the machine that captured, and a family fits in a byte: either end holds it.
        switch frame[0] | frame[3] {
        // AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24, 28 or 30 on the BSDs and Darwin.
        case 2, 10, 24, 28, 30: return .ip(offset: 4)
        default: return .otherProtocol
        }
    }
}
