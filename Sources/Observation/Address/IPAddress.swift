/// An IPv4 or IPv6 address, held as one 128-bit number.
///
/// An IPv4 address is the low 32 bits. An IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2) is a different value from
/// the IPv4 address it maps; ``unmapped`` brings the two together.
package struct IPAddress: Hashable, Sendable {
    /// The version of the Internet Protocol that an address belongs to.
    package enum Version: UInt8, Sendable {
        case v4 = 4
        case v6 = 6
    }

    /// The first 64 bits in network order; zero for IPv4.
    package let high: UInt64

    /// The last 64 bits in network order.
    package let low: UInt64

    /// The version of the protocol.
    package let version: Version

    /// Creates an IPv4 address from 32 bits in host order.
    package init(v4 bits: UInt32) {
        high = 0
        low = UInt64(bits)
        version = .v4
    }

    /// Creates an IPv6 address from its two halves in host order.
    package init(v6High high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        version = .v6
    }

    /// The IPv4 address inside an IPv4-mapped IPv6 address, and every other address as it is.
    package var unmapped: IPAddress {
        guard version == .v6, high == 0, low >> 32 == 0xFFFF else { return self }
        return IPAddress(v4: UInt32(truncatingIfNeeded: low))
    }

    /// Whether the address names no host but all of them: `0.0.0.0` and `::`.
    package var isUnspecified: Bool { high == 0 && low == 0 }

    /// Whether the first `prefixLength` bits equal those of another address of the same version.
    ///
    /// - Parameters:
    ///   - network: the address whose first bits count.
    ///   - prefixLength: how many bits count, up to 32 for IPv4 and 128 for IPv6.
    /// - Returns: whether those bits are equal; false for addresses of different versions.
    package func isInside(_ network: IPAddress, prefixLength: Int) -> Bool {
        guard version == network.version else { return false }
        let skipped = version == .v4 ? 96 : 0
        let length = min(128, max(0, prefixLength)) + skipped
        return (high ^ network.high) & Self.mask(length) == 0 && (low ^ network.low) & Self.mask(length - 64) == 0
    }

    /// The first `length` bits of 64 set, all or none outside 0…64.
    private static func mask(_ length: Int) -> UInt64 {
        length <= 0 ? 0 : length >= 64 ? .max : ~(UInt64.max >> UInt64(length))
    }
}
