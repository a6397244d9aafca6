internal import Observation

/// UDP.
extension Dissector {
    /// Takes in a datagram.
    mutating func accept(
        _ datagram: UDPHeader, _ ip: IPHeader, _ frame: Span<UInt8>, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let sent = FlowTuple(
            .udp, source: SocketAddress(ip.source, datagram.sourcePort),
            destination: SocketAddress(ip.destination, datagram.destinationPort)
        )
        let key = FlowKey(sent, seed: hashSeed)
        var slot = table.slot(of: key)
        if slot == FlowTable.none {
            slot = begin(key, FlowOpening(datagram: sent, from: key.sender), .datagrams, at: time, into: &outputs)
        }
        table[slot].seenAt = packetCount
        table[slot].count(from: key.sender, wireLength: ip.wireLength, payload: datagram.payload.count, at: time)
        guard ip.fragment == .whole else { return }
        if let service = NameService(ports: sent.destination.port, sent.source.port) {
            readNames(frame.extracting(datagram.payload), service, in: slot, at: time, into: &outputs)
        }
    }
}
