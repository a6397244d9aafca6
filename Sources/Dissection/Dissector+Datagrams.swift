internal import Observation

/// UDP.
extension Dissector {
    /// Takes in a datagram.
    mutating func accept(
        _ datagram: UDPHeader, _ packet: NetworkPacket, _ frame: Span<UInt8>, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let sent = FlowTuple(
            .udp, source: SocketAddress(packet.source, datagram.sourcePort),
            destination: SocketAddress(packet.destination, datagram.destinationPort)
        )
        let key = FlowKey(sent, seed: hashSeed)
        guard share.contains(key.hash) else {
            if let service = NameService(ports: sent.destination.port, sent.source.port) {
                learn(frame.extracting(datagram.payload), service, into: &outputs)
            }
            return
        }
        var slot = table.slot(of: key)
        if slot == FlowTable.none {
            slot = begin(key, FlowOpening(datagram: sent, from: key.sender), .datagrams, at: time, into: &outputs)
        }
        table[slot].seenAt = packetCount
        noteFlow(slot, from: key.sender)
        table[slot].count(from: key.sender, packet, payload: datagram.payload.count, at: time)
        if let tunnel = packet.encapsulation?.tunnel { table[slot].carry(tunnel) }
        guard packet.isComplete, packet.encapsulation == nil, limits.readsContent else { return }
        if let content = table[slot].content {
            read(datagram, frame, content, in: slot, key.sender, at: time, into: &outputs)
        } else if let service = NameService(ports: sent.destination.port, sent.source.port) {
            readNames(frame.extracting(datagram.payload), service, in: slot, at: time, into: &outputs)
        } else {
            beginEncrypted(datagram, frame, in: slot, key.sender, at: time, into: &outputs)
        }
    }
}
