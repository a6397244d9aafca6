/// One header of the link layer, which may stand behind another one or inside a tunnel.
enum LinkHeader: Equatable {
    /// Destination, source and a type or length.
    case ethernet
    /// The payload of a type that was named before.
    case etherType(EtherType)
    /// IEEE 802.2 with or without SNAP.
    case logicalLink
    /// PPP, from its address byte or its protocol number on.
    case pointToPoint
    /// A stack of labels, and what its last one stands before.
    case labelStack
    /// An IEEE 802.11 data frame.
    case wireless
    /// The IP packet itself.
    case ip

    /// How many headers a frame may have before it counts as something else; tags and labels count too.
    private static let limit = 16

    /// Finds the IP packet behind the header at an offset.
    func payload(of frame: Span<UInt8>, at start: Int) -> LinkPayload {
        var (header, offset) = (self, start)
        for _ in 0..<Self.limit {
            guard offset < frame.count else { return .truncated }
            if header == .ip { return .ip(offset: offset) }
            switch header.step(over: frame, &offset) {
            case .header(let next): header = next
            case .end(let payload): return payload
            }
        }
        return .otherProtocol
    }

    /// What stands behind a header.
    enum Step {
        case header(LinkHeader)
        case end(LinkPayload)
    }

    private func step(over frame: Span<UInt8>, _ offset: inout Int) -> Step {
        switch self {
        case .ethernet: Self.overEthernet(frame, &offset)
        case .etherType(let type): Self.overType(type, frame, &offset)
        case .logicalLink: Self.overLogicalLink(frame, &offset)
        case .pointToPoint: Self.overPointToPoint(frame, &offset)
        case .labelStack: Self.overLabels(frame, &offset)
        case .wireless: Self.overWireless(frame, &offset)
        case .ip: .end(.ip(offset: offset))
        }
    }

    private static func overEthernet(_ frame: Span<UInt8>, _ offset: inout Int) -> Step {
        guard frame.count - offset >= 14 else { return .end(.truncated) }
        let type = frame.uint16(at: offset + 12)
        offset += 14
        // Below, the number is the frame's length and an 802.2 header follows.
        return .header(type >= 0x0600 ? .etherType(EtherType(rawValue: type)) : .logicalLink)
    }

    private static func overType(_ type: EtherType, _ frame: Span<UInt8>, _ offset: inout Int) -> Step {
        switch type {
        case .ipv4, .ipv6: return .header(.ip)
        case .mpls, .mplsUpstream: return .header(.labelStack)
        case .bridgedEthernet: return .header(.ethernet)
        case .ppp: return .header(.pointToPoint)
        case .pppoeSession:
            guard frame.count - offset >= 6 else { return .end(.truncated) }
            // Version 1, type 1, code 0: session data; all else sets up or ends a session.
            guard frame[offset] == 0x11, frame[offset + 1] == 0 else { return .end(.otherProtocol) }
            offset += 6
            return .header(.pointToPoint)
        default:
            guard type.isTag else { return .end(.otherProtocol) }
            guard frame.count - offset >= 4 else { return .end(.truncated) }
            let inner = frame.uint16(at: offset + 2)
            offset += 4
            return .header(inner >= 0x0600 ? .etherType(EtherType(rawValue: inner)) : .logicalLink)
        }
    }

    private static func overLogicalLink(_ frame: Span<UInt8>, _ offset: inout Int) -> Step {
        guard frame.count - offset >= 3 else { return .end(.truncated) }
        switch (frame[offset], frame[offset + 1], frame[offset + 2]) {
        case (0xAA, 0xAA, 0x03):
            guard frame.count - offset >= 8 else { return .end(.truncated) }
            let organisation = frame.uint32(at: offset + 2) & 0xFF_FFFF
            let type = frame.uint16(at: offset + 6)
            offset += 8
            // EtherTypes are named under no organisation's number, or under that of bridge tunnels.
            return organisation == 0 || organisation == 0xF8
                ? .header(.etherType(EtherType(rawValue: type))) : .end(.otherProtocol)
        case (0x06, 0x06, 0x03):
            offset += 3
            return .header(.ip)
        default: return .end(.otherProtocol)
        }
    }

    private static func overPointToPoint(_ frame: Span<UInt8>, _ offset: inout Int) -> Step {
        if frame[offset] == 0x7E { offset += 1 }
        guard frame.count - offset >= 4 else { return .end(.truncated) }
        switch (frame[offset], frame[offset + 1]) {
        case (0x0F, 0x00), (0x8F, 0x00):
            // Cisco's HDLC, which names the protocol by its EtherType.
            offset += 4
            return .header(.etherType(EtherType(rawValue: frame.uint16(at: offset - 2))))
        // The address; a PPP daemon's log has the direction in its place.
        case (0xFF, 0x03), (0x00, 0x03), (0x01, 0x03): offset += 2
        default: break
        }
        // A protocol number below 256 may be sent as one byte, which is then odd.
        let isCompressed = frame[offset] & 1 == 1
        let number = isCompressed ? UInt16(frame[offset]) : frame.uint16(at: offset)
        offset += isCompressed ? 1 : 2
        switch number {
        case 0x0021, 0x0057: return .header(.ip)
        case 0x0281, 0x0283: return .header(.labelStack)
        default: return .end(.otherProtocol)
        }
    }

    /// Steps over one label.
    ///
    /// Labels do not say what they stand before (RFC 3032, section 2.2): the first half byte tells IP's versions apart, zero
    /// is the control word of an Ethernet pseudowire (RFC 4448, section 4.6), and what remains may be Ethernet without one.
    private static func overLabels(_ frame: Span<UInt8>, _ offset: inout Int) -> Step {
        guard frame.count - offset > 4 else { return .end(.truncated) }
        let isLast = frame[offset + 2] & 1 == 1
        offset += 4
        guard isLast else { return .header(.labelStack) }
        switch frame[offset] >> 4 {
        case 4, 6: return .header(.ip)
        case 0 where hasEthernet(frame, at: offset + 4):
            offset += 4
            return .header(.ethernet)
        default: return hasEthernet(frame, at: offset) ? .header(.ethernet) : .end(.otherProtocol)
        }
    }

    private static func hasEthernet(_ frame: Span<UInt8>, at offset: Int) -> Bool {
        guard frame.count - offset > 14 else { return false }
        let type = EtherType(rawValue: frame.uint16(at: offset + 12))
        return type == .ipv4 || type == .ipv6 || type.isTag
    }
}
