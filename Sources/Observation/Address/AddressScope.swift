/// How far from this host an address reaches.
package enum AddressScope: String, CaseIterable, Sendable {
    /// `0.0.0.0` or `::`: as a bind address, every interface.
    case unspecified
    /// This host alone (127.0.0.0/8, ::1).
    case loopback
    /// The link (169.254.0.0/16, fe80::/10).
    case linkLocal = "link-local"
    /// Private networks (RFC 1918, RFC 6598, RFC 4193).
    case `private`
    /// A group of hosts (224.0.0.0/4, ff00::/8) or all on the link (255.255.255.255).
    case multicast
    /// Everything else: the Internet, as far as an address can tell.
    case `public`
}

extension IPAddress {
    /// How far the address reaches; an IPv4-mapped IPv6 address reaches as far as the IPv4 address it maps.
    ///
    /// Ranges: the IANA special-purpose address registries (RFC 6890).
    package var scope: AddressScope {
        let address = unmapped
        if address.isUnspecified { return .unspecified }
        switch address.version {
        case .v4: return Self.scope(v4: UInt32(truncatingIfNeeded: address.low))
        case .v6: return Self.scope(v6High: address.high, low: address.low)
        }
    }

    private static func scope(v4 bits: UInt32) -> AddressScope {
        switch (bits >> 24, bits >> 16 & 0xFF) {
        case (127, _): .loopback
        case (169, 254): .linkLocal
        case (10, _), (172, 16...31), (192, 168), (100, 64...127): .private
        case (224...239, _): .multicast
        default: bits == .max ? .multicast : .public
        }
    }

    private static func scope(v6High high: UInt64, low: UInt64) -> AddressScope {
        if high == 0 && low == 1 { return .loopback }
        switch high >> 56 {
        case 0xFF: return .multicast
        case 0xFC, 0xFD: return .private
        default: return high >> 54 == 0x3FA ? .linkLocal : .public
        }
    }
}
