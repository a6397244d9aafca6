package import Observation

/// The part of an IPv4 or IPv6 packet before its payload, extension headers included.
///
/// Layout: RFC 791, section 3.1; RFC 8200, sections 3 and 4. Checksums are not verified, because a capture on the sending
/// host sees packets before the network card fills them in.
package struct IPHeader: Equatable, Sendable {
    /// What part of a fragmented packet this is.
    package enum Fragment: Equatable, Sendable {
        /// The whole packet.
        case whole
        /// The first part, with the transport header.
        case first
        /// A later part.
        case later
    }

    package let source: IPAddress
    package let destination: IPAddress

    /// The protocol of the payload, as IANA numbers it.
    package let protocolNumber: UInt8

    /// Where the payload was captured; link padding is not part of it.
    package let payload: Range<Int>

    /// The length of the whole packet on the wire, this header included.
    package let wireLength: Int

    /// What part of a fragmented packet this is.
    package let fragment: Fragment

    /// Reads the header of the packet that starts at an offset.
    ///
    /// A packet that was cut off by the capture is no error as long as its header is whole. A total length of zero, which
    /// segmentation offload leaves behind, stands for all that was captured.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when the header is not whole, `badVersion` when it is neither 4 nor 6,
    ///   `badLength` when its lengths contradict each other.
    package init(parsing bytes: Span<UInt8>, at offset: Int) throws(WireError) {
        var start = offset
        switch try bytes.readByte(&start) >> 4 {
        case 4: try self.init(v4: bytes, at: offset)
        case 6: try self.init(v6: bytes, at: offset)
        default: throw WireError(.badVersion, at: offset)
        }
    }

    private init(v4 bytes: Span<UInt8>, at start: Int) throws(WireError) {
        guard bytes.count - start >= 20 else { throw WireError(.truncated, at: bytes.count) }
        let headerLength = Int(bytes[start] & 0x0F) * 4
        guard headerLength >= 20 else { throw WireError(.badLength, at: start) }
        guard bytes.count - start >= headerLength else { throw WireError(.truncated, at: bytes.count) }
        var offset = start + 2
        let totalLength = Int(try bytes.readUInt16(&offset))
        offset += 2
        let fragmentBits = try bytes.readUInt16(&offset)
        offset += 1
        protocolNumber = try bytes.readByte(&offset)
        offset += 2
        source = IPAddress(v4: try bytes.readUInt32(&offset))
        destination = IPAddress(v4: try bytes.readUInt32(&offset))
        wireLength = totalLength == 0 ? bytes.count - start : totalLength
        guard wireLength >= headerLength else { throw WireError(.badLength, at: start + 2) }
        payload = start + headerLength..<min(bytes.count, start + wireLength)
        fragment = fragmentBits & 0x1FFF != 0 ? .later : fragmentBits & 0x2000 != 0 ? .first : .whole
    }

    private init(v6 bytes: Span<UInt8>, at start: Int) throws(WireError) {
        guard bytes.count - start >= 40 else { throw WireError(.truncated, at: bytes.count) }
        var offset = start + 4
        let payloadLength = Int(try bytes.readUInt16(&offset))
        let next = try bytes.readByte(&offset)
        offset += 1
        source = IPAddress(v6High: try bytes.readUInt64(&offset), low: try bytes.readUInt64(&offset))
        destination = IPAddress(v6High: try bytes.readUInt64(&offset), low: try bytes.readUInt64(&offset))
        wireLength = payloadLength == 0 ? bytes.count - start : 40 + payloadLength
        let end = min(bytes.count, start + wireLength)
        let chain = try ExtensionHeaders(bytes, from: offset, to: end, first: next)
        protocolNumber = chain.protocolNumber
        payload = chain.payloadOffset..<end
        fragment = chain.fragment
    }
}

/// The headers between the fixed part of an IPv6 packet and its payload.
private struct ExtensionHeaders {
    /// How many there may be; each of the standard ones stands once, destination options twice.
    private static let limit = 12

    private(set) var protocolNumber: UInt8
    private(set) var payloadOffset: Int
    private(set) var fragment = IPHeader.Fragment.whole

    init(_ bytes: Span<UInt8>, from start: Int, to end: Int, first: UInt8) throws(WireError) {
        protocolNumber = first
        payloadOffset = start
        for _ in 0..<Self.limit {
            guard Self.isExtension(protocolNumber), fragment != .later else { return }
            guard end - payloadOffset >= 8 else { throw WireError(.truncated, at: end) }
            var length = (Int(bytes[payloadOffset + 1]) + 1) * 8
            switch protocolNumber {
            case 44:
                length = 8
                let bits = UInt16(bytes[payloadOffset + 2]) << 8 | UInt16(bytes[payloadOffset + 3])
                fragment = bits & 0xFFF8 != 0 ? .later : bits & 1 != 0 ? .first : .whole
            case 51: length = (Int(bytes[payloadOffset + 1]) + 2) * 4
            default: break
            }
            guard end - payloadOffset >= length else { throw WireError(.truncated, at: end) }
            protocolNumber = bytes[payloadOffset]
            payloadOffset += length
        }
        throw WireError(.tooLarge, at: payloadOffset)
    }

    /// Hop-by-hop, routing, fragment, authentication, destination options, mobility, HIP, shim6.
    private static func isExtension(_ number: UInt8) -> Bool {
        switch number {
        case 0, 43, 44, 51, 60, 135, 139, 140: true
        default: false
        }
    }
}
