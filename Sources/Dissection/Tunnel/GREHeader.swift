/// What a GRE packet carries.
///
/// Layout: RFC 2784, RFC 2890 and RFC 1701 for version 0, RFC 2637 for version 1; mirrored frames as in
/// draft-foschiano-erspan, section 4.
struct GREHeader {
    /// The packet inside; nothing when it is of another protocol.
    private(set) var encapsulation: Encapsulation?

    /// What is odd about the header.
    private(set) var weird: Weird?

    private static let routeLimit = 16

    /// Reads the header that fills the start of a range.
    init(parsing bytes: Span<UInt8>, in range: Range<Int>) {
        guard range.count >= 4 else {
            weird = .truncatedGRE
            return
        }
        let flags = bytes.uint16(at: range.lowerBound)
        let type = EtherType(rawValue: bytes.uint16(at: range.lowerBound + 2))
        var offset = range.lowerBound + 4
        // A checksum and the offset of a route come together.
        if flags & 0xC000 != 0 { offset += 4 }
        if flags & 0x2000 != 0 { offset += 4 }
        if flags & 0x1000 != 0 { offset += 4 }
        switch flags & 7 {
        case 0:
            if flags & 0x4000 != 0 {
                weird = .routedGRE
                guard Self.skipRoutes(bytes, &offset, end: range.upperBound) else { return }
            }
            carry(type, bytes, offset, range.upperBound, isNumbered: flags & 0x1000 != 0)
        case 1:
            if flags & 0x0080 != 0 { offset += 4 }
            guard type == .ppp else {
                weird = .enhancedGREProtocol
                return
            }
            // Without a payload it only confirms what came.
            if offset < range.upperBound {
                encapsulation = Encapsulation(tunnel: .pptp, header: .pointToPoint, offset: offset)
            }
        default: weird = .unknownGREVersion
        }
    }

    private mutating func carry(
        _ type: EtherType, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, isNumbered: Bool
    ) {
        var (offset, tunnel, header) = (start, Tunnel.gre, LinkHeader.etherType(type))
        switch type.rawValue {
        case 0x88BE:
            // The second type has a header of its own and is always numbered, the first has neither.
            (tunnel, header) = (.erspan, .ethernet)
            if isNumbered { offset += 8 }
        case 0x22EB:
            (tunnel, header) = (.erspan, .ethernet)
            guard end - offset >= 12 else {
                weird = .truncatedGRE
                return
            }
            // The lowest bit announces eight bytes that depend on the platform.
            offset += bytes[offset + 11] & 1 == 1 ? 20 : 12
        // Aruba's access points put what they received into types of their own.
        case 0x8200...0x8370 where type.rawValue & 0x0F == 0, 0x9000: header = .wireless
        default: break
        }
        guard offset < end else {
            // A header alone is how routers see whether the other end is there.
            weird = offset == end && type.rawValue == 0 ? weird : .truncatedGRE
            return
        }
        encapsulation = Encapsulation(tunnel: tunnel, header: header, offset: offset)
    }

    /// Steps over source routes, the last of which is empty (RFC 1701, "Routing").
    private static func skipRoutes(_ bytes: Span<UInt8>, _ offset: inout Int, end: Int) -> Bool {
        for _ in 0..<routeLimit {
            guard end - offset >= 4 else { return false }
            let (family, length) = (bytes.uint16(at: offset), Int(bytes[offset + 3]))
            offset += 4 + length
            if family == 0, length == 0 { return true }
        }
        return false
    }
}
