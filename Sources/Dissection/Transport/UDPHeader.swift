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
    package init(parsing bytes: Span<UInt8>, in range: Range<Int>) throws(WireError) {
        guard range.count >= 8, range.upperBound <= bytes.count else {
            throw WireError(.truncated, at: range.upperBound)
        }
        var offset = range.lowerBound
        sourcePort = try bytes.readUInt16(&offset)
        destinationPort = try bytes.readUInt16(&offset)
        let length = Int(try bytes.readUInt16(&offset))
        guard length == 0 || length >= 8 else { throw WireError(.badLength, at: offset - 2) }
        let end = length == 0 ? range.upperBound : min(range.upperBound, range.lowerBound + length)
        payload = range.lowerBound + 8..<end
    }
}
