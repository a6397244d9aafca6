internal import Observation

/// From an IP header to ports, and to what the packet carries.
extension NetworkLayer {
    /// A packet that came whole.
    @inline(__always)
    mutating func packet(
        _ header: IPHeader, _ bytes: Span<UInt8>, at start: Int, _ surroundings: Surroundings
    ) -> NetworkPacket {
        let number = header.protocolNumber
        let segment = header.payload
        var ports: UInt32 = 0
        var encapsulation: Encapsulation?
        if number == 6 || number == 17, segment.count >= 4 {
            ports = bytes.uint32(at: segment.lowerBound)
            if number == 17, DatagramTunnel.isCandidate(ports.sourcePort, ports.destinationPort) {
                encapsulation = self.encapsulation(
                    header, bytes, wireEnd: start + header.wireLength, ports, surroundings)
            }
        } else {
            ports = Self.ports(number, bytes, segment, isV6: header.source.isV6)
            encapsulation = self.encapsulation(header, bytes, wireEnd: start + header.wireLength, ports, surroundings)
        }
        return NetworkPacket(
            source: header.source, destination: header.destination, sourcePort: ports.sourcePort,
            destinationPort: ports.destinationPort, protocolNumber: number, tunnelDepth: surroundings.tunnelDepth,
            carrier: surroundings.carrier, isReassembled: surroundings.isReassembled, isComplete: true,
            timestamp: surroundings.time, packetCount: 1,
            wireLength: header.wireLength, segment: segment, wireEnd: start + header.wireLength,
            encapsulation: encapsulation
        )
    }

    /// What stands for the ports of the other protocols, as one number.
    @inline(never)
    static func ports(_ number: UInt8, _ bytes: Span<UInt8>, _ segment: Range<Int>, isV6: Bool) -> UInt32 {
        if number == (isV6 ? 58 : 1), segment.count >= 2 {
            let (source, destination) = ICMPMessage.ports(
                type: bytes[segment.lowerBound], code: bytes[segment.lowerBound + 1], isV6: isV6)
            return UInt32(source) << 16 | UInt32(destination)
        }
        return number.hasPorts && segment.count >= 4 ? bytes.uint32(at: segment.lowerBound) : 0
    }

    /// The packet inside a packet, unless too many lie around it already.
    @inline(never)
    mutating func encapsulation(
        _ header: IPHeader, _ bytes: Span<UInt8>, wireEnd: Int, _ ports: UInt32, _ surroundings: Surroundings
    ) -> Encapsulation? {
        let segment = header.payload
        var (found, weird): (Encapsulation?, Weird?)
        switch header.protocolNumber {
        case 4, 41:
            let isExpected =
                segment.isEmpty || bytes[segment.lowerBound] >> 4 == (header.protocolNumber == 4 ? 4 : 6)
            if isExpected { found = Encapsulation(tunnel: .ip, header: .ip, offset: segment.lowerBound) }
            if !isExpected { weird = .invalidInnerVersion }
        case 17 where segment.count > 8:
            let payload = segment.lowerBound + 8..<segment.upperBound
            let tunnel = DatagramTunnel(bytes, in: payload, wireEnd: wireEnd, ports.sourcePort, ports.destinationPort)
            (found, weird) = (tunnel.encapsulation, tunnel.weird)
        case 47:
            let header = GREHeader(parsing: bytes, in: segment)
            (found, weird) = (header.encapsulation, header.weird)
        // The version's half byte, then nothing for one and a half.
        case 97 where segment.count > 2 && bytes.uint16(at: segment.lowerBound) == 0x3000:
            found = Encapsulation(tunnel: .etherIP, header: .ethernet, offset: segment.lowerBound + 2)
        case 137: found = Encapsulation(tunnel: .mpls, header: .labelStack, offset: segment.lowerBound)
        default: return nil
        }
        if found != nil, Int(surroundings.tunnelDepth) >= limits.tunnelDepth { (found, weird) = (nil, .tunnelTooDeep) }
        if let weird { note(weird, surroundings.time, header.source, header.destination) }
        return found
    }
}

/// The first four bytes of most transport headers.
extension UInt32 {
    fileprivate var sourcePort: UInt16 { UInt16(truncatingIfNeeded: self >> 16) }
    fileprivate var destinationPort: UInt16 { UInt16(truncatingIfNeeded: self) }
}
