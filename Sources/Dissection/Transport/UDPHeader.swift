/// The ports of a UDP datagram, and where its payload lies.
///
/// Layout: RFC 768.
package struct UDPHeader: Equatable, Sendable {
    package let sourcePort: UInt16
    package let destinationPort: UInt16

    /// Where the payload was captured.
    package let payload: Range<Int>

    /// Reads the header at the start of an IP payload.
    ///
    /// A length of zero stands for all of the IP payload, as with jumbograms and segmentation offload.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when the header is not whole, `badLength` when its length is below 8.
    @inline(__always)
    package init(parsing bytes: Span<UInt8>, in range: Range<Int>) throws(WireError) {
        guard range.count >= 8, range.upperBound <= bytes.count else {
            throw WireError(.truncated, at: range.upperBound)
        }
        let start = range.lowerBound
        let fields = bytes.uint64(at: start)
        sourcePort = UInt16(truncatingIfNeeded: fields >> 48)
        destinationPort = UInt16(truncatingIfNeeded: fields >> 32)
        let length = Int(fields >> 16 & 0xFFFF)
        guard length == 0 || length >= 8 else { throw WireError(.badLength, at: start + 4) }
        let end = length == 0 ? range.upperBound : min(range.upperBound, start + length)
        payload = start + 8..<end
    }
}
