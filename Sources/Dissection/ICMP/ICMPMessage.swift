package import Observation

/// A message of ICMP or ICMPv6: what it says, and of which packet.
///
/// Layout: RFC 792; RFC 4443 for IPv6.
package struct ICMPMessage: Equatable, Sendable {
    /// The packet that an error message is about, as far as the message quotes it.
    package struct Quotation: Equatable, Sendable {
        package let source: IPAddress
        package let destination: IPAddress
        package let protocolNumber: UInt8
        /// Zero where the quotation ends before the ports, or where there are none.
        package let sourcePort: UInt16
        package let destinationPort: UInt16
    }

    package let type: UInt8
    package let code: UInt8

    /// What tells the echoes of one program from those of another; of echo requests and replies alone.
    package let identifier: UInt16?

    /// The number of the echo; of echo requests and replies alone.
    package let sequenceNumber: UInt16?

    /// Where the echoed bytes were captured, or what else follows the first eight bytes.
    package let payload: Range<Int>

    /// The packet that an error message is about.
    package let quotation: Quotation?

    /// Reads the message that fills a range.
    ///
    /// A quotation that does not read as an IP packet is no error.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when not even type, code and checksum are there.
    package init(parsing bytes: Span<UInt8>, in range: Range<Int>, isV6: Bool) throws(WireError) {
        guard range.count >= 4, range.upperBound <= bytes.count else {
            throw WireError(.truncated, at: range.upperBound)
        }
        type = bytes[range.lowerBound]
        code = bytes[range.lowerBound + 1]
        payload = min(range.lowerBound + 8, range.upperBound)..<range.upperBound
        let isEcho = isV6 ? type == 128 || type == 129 : type == 0 || type == 8
        let hasNumbers = isEcho && range.count >= 8
        identifier = hasNumbers ? bytes.uint16(at: range.lowerBound + 4) : nil
        sequenceNumber = hasNumbers ? bytes.uint16(at: range.lowerBound + 6) : nil
        quotation =
            Self.isError(type: type, isV6: isV6) ? Quotation(bytes.extracting(0..<range.upperBound), payload) : nil
    }

    /// Whether messages of a type are about a packet that went wrong, and quote it.
    package static func isError(type: UInt8, isV6: Bool) -> Bool {
        isV6 ? (1...4).contains(type) : [3, 4, 5, 11, 12].contains(type)
    }
}

extension ICMPMessage.Quotation {
    fileprivate init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let header = try? IPHeader(parsing: bytes, at: range.lowerBound) else { return nil }
        source = header.source
        destination = header.destination
        protocolNumber = header.protocolNumber
        let hasPorts = header.fragment.offset == 0 && header.payload.count >= 4 && protocolNumber.hasPorts
        sourcePort = hasPorts ? bytes.uint16(at: header.payload.lowerBound) : 0
        destinationPort = hasPorts ? bytes.uint16(at: header.payload.lowerBound + 2) : 0
    }
}
