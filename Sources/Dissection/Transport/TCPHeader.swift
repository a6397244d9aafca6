/// The fixed part of a TCP segment, and where its payload lies.
///
/// Layout: RFC 9293, section 3.1.
package struct TCPHeader: Equatable, Sendable {
    /// The control bits.
    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let fin = Flags(rawValue: 0x01)
        package static let syn = Flags(rawValue: 0x02)
        package static let rst = Flags(rawValue: 0x04)
        package static let ack = Flags(rawValue: 0x10)
    }

    package let sourcePort: UInt16
    package let destinationPort: UInt16
    package let sequenceNumber: UInt32
    package let acknowledgmentNumber: UInt32
    package let flags: Flags

    /// Where the payload was captured.
    package let payload: Range<Int>

    /// Reads the header at the start of an IP payload.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when the segment is shorter than its data offset says, `badLength`
    ///   when that offset is below 20 bytes.
    @inline(__always)
    package init(parsing bytes: Span<UInt8>, in range: Range<Int>) throws(WireError) {
        guard range.count >= 20, range.upperBound <= bytes.count else {
            throw WireError(.truncated, at: range.upperBound)
        }
        let start = range.lowerBound
        let ports = bytes.uint32(at: start)
        sourcePort = UInt16(truncatingIfNeeded: ports >> 16)
        destinationPort = UInt16(truncatingIfNeeded: ports)
        sequenceNumber = bytes.uint32(at: start + 4)
        acknowledgmentNumber = bytes.uint32(at: start + 8)
        let control = bytes.uint16(at: start + 12)
        let dataOffset = Int(control >> 12) * 4
        flags = Flags(rawValue: UInt8(truncatingIfNeeded: control))
        guard dataOffset >= 20 else { throw WireError(.badLength, at: start + 12) }
        guard range.count >= dataOffset else { throw WireError(.truncated, at: range.upperBound) }
        payload = start + dataOffset..<range.upperBound
    }

    /// The sequence number of the payload's first byte; a SYN takes one before it.
    package var payloadSequenceNumber: UInt32 { flags.contains(.syn) ? sequenceNumber &+ 1 : sequenceNumber }
}
