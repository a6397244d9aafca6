/// What a frame carries, as far as its link header tells.
package enum LinkPayload: Equatable, Sendable {
    /// An IP packet that starts at an offset.
    case ip(offset: Int)
    /// Another protocol: ARP, LLDP, a spanning tree …
    case otherProtocol
    /// A link header that nothing is known of.
    case unknownLink
    /// A frame that ends before its header does.
    case truncated
}

extension LinkType {
    /// Finds the IP packet in a frame.
    ///
    /// Layouts: IEEE 802.3 and 802.1Q; RFC 1661 and RFC 1662; LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2, LINKTYPE_NULL and
    /// LINKTYPE_NFLOG of libpcap's registry.
    package func payload(of frame: Span<UInt8>) -> LinkPayload {
        switch self {
        case .ethernet: LinkHeader.ethernet.payload(of: frame, at: 0)
        case .linuxCooked: Self.cooked(frame, typeOffset: 14, end: 16)
        case .linuxCooked2: Self.cooked(frame, typeOffset: 0, end: 20)
        case .rawIP: frame.isEmpty ? .truncated : .ip(offset: 0)
        case .loopback: Self.behindFamily(frame)
        case .pointToPoint: LinkHeader.pointToPoint.payload(of: frame, at: 0)
        case .pointToPointDirected: LinkHeader.pointToPoint.payload(of: frame, at: 1)
        case .pointToPointOverEthernet: LinkHeader.etherType(.pppoeSession).payload(of: frame, at: 0)
        case .netfilterLog: Self.behindTags(frame)
        case .wireless: LinkHeader.wireless.payload(of: frame, at: 0)
        case .wirelessRadiotap: Self.behindRadiotap(frame)
        case .other: .unknownLink
        }
    }

    private static func cooked(_ frame: Span<UInt8>, typeOffset: Int, end: Int) -> LinkPayload {
        guard frame.count >= end else { return .truncated }
        let type = EtherType(rawValue: frame.uint16(at: typeOffset))
        // The kernel's own number for 802.2 frames, whose type lies behind the LLC header.
        let header = type == .linuxLLC ? LinkHeader.logicalLink : .etherType(type)
        return header.payload(of: frame, at: end)
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

    /// The circumstances have their length in little-endian order behind version and padding.
    private static func behindRadiotap(_ frame: Span<UInt8>) -> LinkPayload {
        guard frame.count >= 8 else { return .truncated }
        return LinkHeader.wireless.payload(of: frame, at: Int(frame.uint16(at: 2).byteSwapped))
    }

    /// Looks for the packet among the tagged values of a logged one.
    ///
    /// Tags are in the byte order of the machine that captured; a first tag whose length makes no sense in one order is
    /// read in the other.
    private static func behindTags(_ frame: Span<UInt8>) -> LinkPayload {
        guard frame.count >= 8 else { return .truncated }
        let (family, version) = (frame[0], frame[1])
        guard version == 0 else { return .unknownLink }
        let isSwapped = frame.uint16(at: 4).byteSwapped > frame.count - 4
        var offset = 4
        while frame.count - offset >= 4 {
            let (length, type) = (frame.uint16(at: offset), frame.uint16(at: offset + 2))
            let size = Int(isSwapped ? length : length.byteSwapped)
            if (isSwapped ? type : type.byteSwapped) == 9 {
                guard family == 2 || family == 10 else { return .otherProtocol }
                return offset + 4 < frame.count ? .ip(offset: offset + 4) : .truncated
            }
            guard size >= 4 else { return .truncated }
            offset += (size + 3) & ~3
        }
        return .truncated
    }
}
