/// The headers between the fixed part of an IP packet and its payload.
///
/// Layout: RFC 8200, section 4; RFC 4302, section 2.
struct ExtensionHeaders {
    /// How many there may be; each of the standard ones stands once, destination options twice.
    private static let limit = 12

    /// What follows the last of them.
    private(set) var protocolNumber: UInt8

    /// Where it follows.
    private(set) var payloadOffset: Int

    /// Which part of a datagram this is; the chain ends at the fragment header of one that is not whole.
    private(set) var fragment = FragmentPosition.whole

    /// Walks along the headers in a range.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when one of them is not whole, `tooLarge` when there are too many.
    @inline(never)
    init(_ bytes: Span<UInt8>, in range: Range<Int>, first: UInt8) throws(WireError) {
        protocolNumber = first
        payloadOffset = range.lowerBound
        for _ in 0..<Self.limit {
            guard Self.isExtension(protocolNumber), fragment.isWhole else { return }
            guard range.upperBound - payloadOffset >= 8 else { throw WireError(.truncated, at: range.upperBound) }
            var length = (Int(bytes[payloadOffset + 1]) + 1) * 8
            switch protocolNumber {
            case 44:
                length = 8
                fragment = FragmentPosition(
                    identification: bytes.uint32(at: payloadOffset + 4), v6Bits: bytes.uint16(at: payloadOffset + 2))
            case 51: length = (Int(bytes[payloadOffset + 1]) + 2) * 4
            default: break
            }
            guard range.upperBound - payloadOffset >= length else {
                throw WireError(.truncated, at: range.upperBound)
            }
            protocolNumber = bytes[payloadOffset]
            payloadOffset += length
        }
        if Self.isExtension(protocolNumber), fragment.isWhole { throw WireError(.tooLarge, at: payloadOffset) }
    }

    /// Hop-by-hop, routing, fragment, authentication, destination options, mobility, HIP, shim6.
    @inline(__always)
    static func isExtension(_ number: UInt8) -> Bool {
        switch number {
        case 0, 43, 44, 51, 60, 135, 139, 140: true
        default: false
        }
    }

    /// The length that a jumbo option gives, which stands in the hop-by-hop header (RFC 2675, section 2).
    @inline(never)
    static func jumboLength(_ bytes: Span<UInt8>, at start: Int, first: UInt8) -> Int? {
        guard first == 0, bytes.count - start >= 8 else { return nil }
        let end = min(bytes.count, start + (Int(bytes[start + 1]) + 1) * 8)
        var offset = start + 2
        while offset + 2 <= end {
            let (type, length) = (bytes[offset], Int(bytes[offset + 1]))
            if type == 0xC2, length == 4, offset + 6 <= end { return Int(bytes.uint32(at: offset + 2)) }
            // A single byte of padding has no length.
            offset += type == 0 ? 1 : 2 + length
        }
        return nil
    }
}
