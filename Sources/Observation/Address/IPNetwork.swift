/// An address range, written as an address and a prefix length (RFC 4632).
package struct IPNetwork: Hashable, Sendable {
    /// Any address inside; only its first bits count.
    package let address: IPAddress

    /// How many of the first bits count.
    package let prefixLength: Int

    /// Reads `address/length`, or an address alone for a range of one.
    ///
    /// Gives nothing for an address that does not read, a length that is no number, and one beyond the address's bits.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
        let limit = address.version == .v4 ? 32 : 128
        var length = limit
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let given = Int(parts[1]), given <= limit
            else { return nil }
            length = given
        }
        self.address = address
        prefixLength = length
    }

    /// Whether an address lies in the range; an IPv4-mapped IPv6 address counts as the IPv4 address it maps.
    package func contains(_ candidate: IPAddress) -> Bool {
        candidate.isInside(address, prefixLength: prefixLength)
            || candidate.unmapped.isInside(address, prefixLength: prefixLength)
    }
}
