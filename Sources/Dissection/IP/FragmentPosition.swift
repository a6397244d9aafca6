/// Which part of a datagram a packet carries.
package struct FragmentPosition: Equatable, Sendable {
    /// The number that the parts of one datagram share.
    package let identification: UInt32

    /// IPv4's flags and offset; those of IPv6 are brought into the same places.
    private let bits: UInt16

    /// All of it.
    static let whole = FragmentPosition(identification: 0, v4Bits: 0)

    /// Creates a position from IPv4's field of flags and offset (RFC 791, section 3.1).
    @inline(__always)
    init(identification: UInt32, v4Bits: UInt16) {
        self.identification = identification
        bits = v4Bits
    }

    /// Creates a position from the field of offset and flag in IPv6's fragment header (RFC 8200, section 4.5).
    init(identification: UInt32, v6Bits: UInt16) {
        self.identification = identification
        bits = v6Bits >> 3 | (v6Bits & 1) << 13
    }

    /// Whether the packet is no part but all of the datagram.
    @inline(__always)
    package var isWhole: Bool { bits & 0x3FFF == 0 }

    /// Where the part begins in the datagram, in bytes.
    package var offset: Int { Int(bits & 0x1FFF) * 8 }

    /// Whether other parts follow.
    package var hasMore: Bool { bits & 0x2000 != 0 }

    /// Whether routers were told not to make parts of it.
    package var forbidsFragments: Bool { bits & 0x4000 != 0 }
}
