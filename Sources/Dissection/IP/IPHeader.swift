package import Observation

/// The part of an IPv4 or IPv6 packet before its payload, extension headers included.
///
/// Layout: RFC 791, section 3.1; RFC 8200, sections 3 and 4; RFC 4302 for the authentication header, RFC 2675 for jumbograms.
/// Checksums are not verified, because a capture on the sending host sees packets before the network card fills them in.
package struct IPHeader: Equatable, Sendable {
    package let source: IPAddress
    package let destination: IPAddress

    /// The protocol of the payload, as IANA numbers it; for a part of a datagram that of what the parts make up.
    package let protocolNumber: UInt8

    /// Where the payload was captured; link padding is not part of it.
    package let payload: Range<Int>

    /// The length of the whole packet on the wire, this header included.
    package let wireLength: Int

    /// Which part of a datagram this is.
    package let fragment: FragmentPosition

    /// Reads the header of the packet that starts at an offset.
    ///
    /// A packet that was cut off by the capture is no error as long as its header is whole. A length of zero, which
    /// segmentation offload leaves behind, stands for all that was sent.
    ///
    /// - Parameters:
    ///   - bytes: what was captured.
    ///   - offset: where the packet starts.
    ///   - wireEnd: where it must end at the latest on the wire; what was captured, where that is not known.
    /// - Throws: ``WireError`` of kind `truncated` when the header is not whole, `badVersion` when it is neither 4 nor 6,
    ///   `badLength` when its lengths contradict each other, `tooLarge` when it has too many extension headers.
    @inline(__always)
    package init(parsing bytes: Span<UInt8>, at offset: Int, wireEnd: Int? = nil) throws(WireError) {
        guard offset >= 0, offset < bytes.count else { throw WireError(.truncated, at: bytes.count) }
        let version = bytes[offset] >> 4
        if version == 4 {
            try self.init(v4: bytes, at: offset, wireEnd: wireEnd ?? bytes.count)
        } else if version == 6 {
            try self.init(v6: bytes, at: offset, wireEnd: wireEnd ?? bytes.count)
        } else {
            throw WireError(.badVersion, at: offset)
        }
    }

    @inline(__always)
    private init(v4 bytes: Span<UInt8>, at start: Int, wireEnd: Int) throws(WireError) {
        guard bytes.count - start >= 20 else { throw WireError(.truncated, at: bytes.count) }
        let first = bytes.uint64(at: start)
        let second = bytes.uint64(at: start + 8)
        source = IPAddress(v4: UInt32(truncatingIfNeeded: second))
        destination = bytes.addressV4(at: start + 16)
        let headerLength = Int(first >> 56 & 0x0F) * 4
        let totalLength = Int(first >> 32 & 0xFFFF)
        guard headerLength >= 20 else { throw WireError(.badLength, at: start) }
        guard bytes.count - start >= headerLength else { throw WireError(.truncated, at: bytes.count) }
        wireLength = totalLength == 0 ? max(bytes.count, wireEnd) - start : totalLength
        guard wireLength >= headerLength else { throw WireError(.badLength, at: start + 2) }
        fragment = FragmentPosition(
            identification: UInt32(first >> 16 & 0xFFFF), v4Bits: UInt16(truncatingIfNeeded: first))
        let range = start + headerLength..<min(bytes.count, start + wireLength)
        let number = UInt8(truncatingIfNeeded: second >> 48)
        // Only the authentication header lies between IPv4 and its payload.
        if number == 51, fragment.isWhole {
            let chain = try ExtensionHeaders(bytes, in: range, first: number)
            protocolNumber = chain.protocolNumber
            payload = chain.payloadOffset..<range.upperBound
        } else {
            protocolNumber = number
            payload = range
        }
    }

    @inline(__always)
    private init(v6 bytes: Span<UInt8>, at start: Int, wireEnd: Int) throws(WireError) {
        guard bytes.count - start >= 40 else { throw WireError(.truncated, at: bytes.count) }
        source = bytes.addressV6(at: start + 8)
        destination = bytes.addressV6(at: start + 24)
        var length = Int(bytes.uint16(at: start + 4))
        let next = bytes[start + 6]
        if length == 0 {
            let jumbo = ExtensionHeaders.jumboLength(bytes, at: start + 40, first: next)
            length = jumbo ?? max(bytes.count, wireEnd) - start - 40
        }
        wireLength = 40 + length
        let end = min(bytes.count, start + wireLength)
        if ExtensionHeaders.isExtension(next) {
            let chain = try ExtensionHeaders(bytes, in: start + 40..<end, first: next)
            protocolNumber = chain.protocolNumber
            payload = chain.payloadOffset..<end
            fragment = chain.fragment
        } else {
            protocolNumber = next
            payload = start + 40..<end
            fragment = .whole
        }
    }

    /// What a header would be that stood before a payload put together of parts.
    ///
    /// What else stands between IP and the transport header is stepped over; where it makes no sense, it is the payload.
    init(
        reassembled bytes: Span<UInt8>, from source: IPAddress, to destination: IPAddress, protocolNumber: UInt8,
        wireLength: Int
    ) {
        let mayFollow = source.isV6 || protocolNumber == 51
        let chain = mayFollow ? try? ExtensionHeaders(bytes, in: 0..<bytes.count, first: protocolNumber) : nil
        let isReadable = chain?.fragment.isWhole ?? false
        self.source = source
        self.destination = destination
        self.protocolNumber = isReadable ? chain?.protocolNumber ?? protocolNumber : protocolNumber
        payload = (isReadable ? chain?.payloadOffset ?? 0 : 0)..<bytes.count
        self.wireLength = wireLength
        fragment = .whole
    }
}
