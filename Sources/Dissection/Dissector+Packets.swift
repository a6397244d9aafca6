internal import Observation

/// From frames to transport headers, through all tunnels.
extension Dissector {
    /// What happened below the transport layer.
    package var networkCounters: NetworkCounters { network.counters }

    /// Reads a frame, and the packets inside its packet.
    @inline(__always)
    mutating func read(
        _ frame: Span<UInt8>, _ linkType: LinkType, at time: Timestamp, originalLength: Int,
        into outputs: inout [DissectorOutput]
    ) {
        switch network.decode(frame, linkType: linkType, originalLength: originalLength, at: time) {
        case .packet(let packet) where !packet.isReassembled && packet.encapsulation == nil:
            accept(packet, frame, at: time, into: &outputs)
        case .packet(let packet): unwrap(packet, frame, at: time, into: &outputs)
        case .fragment: break
        case .undecoded(let reason):
            undecoded(reason)
            if reason == .unknownLink, share.index == 0 { statistics.unknownLinks[linkType, default: 0] += 1 }
        }
    }

    /// Takes in a packet that was put together or that carries another one, the outermost first.
    @inline(never)
    private mutating func unwrap(
        _ outermost: NetworkPacket, _ frame: Span<UInt8>, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        var packet = outermost
        while true {
            if packet.isReassembled {
                let datagram = network.datagram
                accept(packet, datagram.span, at: time, into: &outputs)
            } else {
                accept(packet, frame, at: time, into: &outputs)
            }
            guard packet.encapsulation != nil else { return }
            switch network.decapsulate(packet, in: frame, at: time) {
            case .packet(let inner): packet = inner
            case .fragment: return
            // The frame is in the flow of the tunnel.
            case .undecoded: return
            }
        }
    }

    /// Tells the oddities, and takes in the datagrams of which parts never came; without a time all of them.
    @inline(never)
    mutating func takeNews(at time: Timestamp?, into outputs: inout [DissectorOutput]) {
        while let packet = network.nextUnfinished(at: time) {
            let datagram = network.datagram
            accept(packet, datagram.span, at: packet.timestamp, into: &outputs)
        }
        // All who share a capture see the same.
        for odd in network.takeWeirds() where share.index == 0 {
            tell(
                odd.weird, of: FlowTable.none, at: odd.timestamp, from: odd.source, to: odd.destination, into: &outputs)
        }
    }

    @inline(__always)
    private mutating func accept(
        _ packet: NetworkPacket, _ bytes: Span<UInt8>, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        do throws(WireError) {
            switch packet.protocolNumber {
            case 6:
                let segment = try TCPHeader(parsing: bytes, in: packet.segment)
                accept(segment, packet, bytes, at: time, into: &outputs)
            case 17:
                let datagram = try UDPHeader(parsing: bytes, in: packet.segment)
                accept(datagram, packet, bytes, at: time, into: &outputs)
            default: accept(packet, at: time, into: &outputs)
            }
        } catch {
            // What is within a tunnel is in the flow of that.
            guard packet.tunnelDepth == 0 else { return }
            undecoded(packet.isComplete ? .malformed : .fragment, count: packet.packetCount)
        }
    }
}
