/// One end of a generated flow: an IPv4 address and a port.
struct FlowEnd {
    let address: UInt32
    let port: UInt16
}

/// Frames with right lengths and checksums.
enum EthernetFrame {
    /// The flags of a generated segment.
    enum Flags {
        static let fin: UInt8 = 0x01
        static let syn: UInt8 = 0x02
        static let push: UInt8 = 0x08
        static let ack: UInt8 = 0x10
    }

    /// A TCP segment.
    static func tcp(
        from source: FlowEnd, to destination: FlowEnd, sequence: UInt32, acknowledgment: UInt32, flags: UInt8,
        _ payload: ArraySlice<UInt8> = []
    ) -> [UInt8] {
        var frame = header(6, source, destination, payloadLength: 20 + payload.count)
        append(source.port, to: &frame)
        append(destination.port, to: &frame)
        append(sequence, to: &frame)
        append(acknowledgment, to: &frame)
        frame += [0x50, flags, 0xFA, 0xF0, 0, 0, 0, 0]
        frame += payload
        setChecksum(&frame, at: 50)
        return frame
    }

    /// A UDP datagram.
    static func udp(from source: FlowEnd, to destination: FlowEnd, _ payload: [UInt8]) -> [UInt8] {
        var frame = header(17, source, destination, payloadLength: 8 + payload.count)
        append(source.port, to: &frame)
        append(destination.port, to: &frame)
        append(UInt16(truncatingIfNeeded: 8 + payload.count), to: &frame)
        frame += [0, 0]
        frame += payload
        setChecksum(&frame, at: 40)
        return frame
    }

    /// Appends a number in network order.
    static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        for index in (0..<Number.bitWidth / 8).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index)))
        }
    }

    private static func header(
        _ protocolNumber: UInt8, _ source: FlowEnd, _ destination: FlowEnd, payloadLength: Int
    ) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(34 + payloadLength)
        frame += [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00, 0x45, 0]
        append(UInt16(truncatingIfNeeded: 20 + payloadLength), to: &frame)
        // May not be fragmented, 64 hops.
        frame += [0, 0, 0x40, 0, 64, protocolNumber, 0, 0]
        append(source.address, to: &frame)
        append(destination.address, to: &frame)
        let checksum = ~folded(sum(frame, from: 14))
        frame[24] = UInt8(truncatingIfNeeded: checksum >> 8)
        frame[25] = UInt8(truncatingIfNeeded: checksum)
        return frame
    }

    private static func setChecksum(_ frame: inout [UInt8], at place: Int) {
        // Addresses, protocol and length stand for the pseudo-header of RFC 9293, section 3.1.
        let checksum = ~folded(sum(frame, from: 26) + UInt64(frame[23]) + UInt64(frame.count - 34))
        frame[place] = UInt8(truncatingIfNeeded: checksum >> 8)
        frame[place + 1] = UInt8(truncatingIfNeeded: checksum)
    }

    private static func sum(_ bytes: [UInt8], from start: Int) -> UInt64 {
        var sum: UInt64 = 0
        var index = start
        while index + 1 < bytes.count {
            sum += UInt64(bytes[index]) << 8 + UInt64(bytes[index + 1])
            index += 2
        }
        return index < bytes.count ? sum + UInt64(bytes[index]) << 8 : sum
    }

    private static func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return UInt16(truncatingIfNeeded: sum)
    }
}
