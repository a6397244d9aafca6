internal import Observation

/// UDP, and DNS in it.
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
            if Self.isNameService(sent) { learn(frame.extracting(datagram.payload), into: &outputs) }
            return
        }
        var slot = table.slot(of: key)
        if slot == FlowTable.none {
            slot = begin(key, FlowOpening(datagram: sent, from: key.sender), .datagrams, at: time, into: &outputs)
        }
        table[slot].seenAt = packetCount
        table[slot].count(from: key.sender, packet, payload: datagram.payload.count, at: time)
        guard packet.isComplete, packet.encapsulation == nil, Self.isNameService(sent) else { return }
        readDNS(frame.extracting(datagram.payload), in: slot, at: time, into: &outputs)
    }

    private static func isNameService(_ sent: FlowTuple) -> Bool {
        isNameService(sent.source.port) || isNameService(sent.destination.port)
    }

    private static func isNameService(_ port: UInt16) -> Bool {
        port == 53 || port == 5353 || port == 5355
    }

    /// Reads an answer that another share tells, because it may name a flow of this one.
    private func learn(_ payload: Span<UInt8>, into outputs: inout [DissectorOutput]) {
        guard let message = try? DNSMessage(parsing: payload), message.isResponse else { return }
        outputs.append(.names(message))
    }

    private mutating func readDNS(
        _ payload: Span<UInt8>, in slot: FlowTable.Slot, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        guard let message = try? DNSMessage(parsing: payload) else {
            statistics.messagesMalformed += 1
            return
        }
        if !message.isComplete { statistics.messagesMalformed += 1 }
        table[slot].applicationProtocol = .dns
        table[slot].visibility = .clear
        tell(.dns(message), of: slot, at: time, into: &outputs)
    }
}
