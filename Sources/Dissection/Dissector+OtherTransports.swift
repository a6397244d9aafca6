internal import Observation

/// ICMP, SCTP and all else that is neither TCP nor UDP: counted in flows, so that nothing that left goes unseen.
extension Dissector {
    /// Takes in a packet of any other protocol.
    @inline(never)
    mutating func accept(_ packet: NetworkPacket, at time: Timestamp, into outputs: inout [DissectorOutput]) {
        let transport = TransportProtocol(number: packet.protocolNumber)
        let sent = FlowTuple(
            transport, source: SocketAddress(packet.source, packet.sourcePort),
            destination: SocketAddress(packet.destination, packet.destinationPort)
        )
        let key = FlowKey(sent, seed: hashSeed)
        guard share.contains(key.hash) else { return }
        var slot = table.slot(of: key)
        if slot == FlowTable.none {
            slot = begin(key, FlowOpening(packet: sent, from: key.sender), .datagrams, at: time, into: &outputs)
        }
        table[slot].seenAt = packetCount
        noteFlow(slot, from: key.sender)
        let payload = max(0, packet.segment.count - transport.headerLength)
        table[slot].count(from: key.sender, packet, payload: payload, at: time)
        if let tunnel = packet.encapsulation?.tunnel { table[slot].carry(tunnel) }
    }
}

extension Flow {
    /// Notes that the flow carries packets, which are read in flows of their own.
    mutating func carry(_ tunnel: Tunnel) {
        guard applicationProtocol == nil else { return }
        applicationProtocol = ApplicationProtocol(rawValue: tunnel.rawValue)
        visibility = .clear
    }
}

extension FlowOpening {
    /// Judges the first packet of another protocol: an answer of ICMP was asked for before the capture, all else opens.
    fileprivate init(packet sent: FlowTuple, from sender: FlowSide) {
        let (type, counterpart) = (sent.source.port, sent.destination.port)
        isKnown = !ICMPMessage.isAnswer(type: type, to: counterpart, sent.transport.number)
        side = isKnown ? sender : sender.opposite
    }
}

extension TransportProtocol {
    /// The bytes before what is carried for others: the fixed headers of ICMP, SCTP, DCCP and UDP-Lite.
    fileprivate var headerLength: Int {
        switch number {
        case 1, 58, 136: 8
        case 33, 132: 12
        default: 0
        }
    }
}
