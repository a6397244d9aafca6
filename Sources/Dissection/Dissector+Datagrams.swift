internal import Observation

/// UDP, and DNS in it.
extension Dissector {
    /// Takes in a datagram.
    func accept(
        _ datagram: UDPHeader, _ ip: IPHeader, _ frame: Span<UInt8>, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let sent = FlowTuple(
            .udp, source: SocketAddress(ip.source, datagram.sourcePort),
            destination: SocketAddress(ip.destination, datagram.destinationPort)
        )
        let key = FlowOrientation.key(sent)
        let flow = table.flow(key) ?? begin(key, datagram: sent, at: time, into: &outputs)
        flow.count(direction(of: sent, in: flow), wireLength: ip.wireLength, payload: datagram.payload.count)
        flow.end = max(flow.end, time)
        table.touch(flow, in: .datagrams)
        guard ip.fragment.isWhole, Self.isNameService(sent) else { return }
        readDNS(frame.extracting(datagram.payload), in: flow, at: time, into: &outputs)
    }

    private func begin(
        _ key: FlowTuple, datagram sent: FlowTuple, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) -> Flow {
        let tuple = FlowOrientation.opening(datagram: sent)
        return begin(key, tuple, isKnown: tuple == sent, .datagrams, at: time, into: &outputs)
    }

    private static func isNameService(_ sent: FlowTuple) -> Bool {
        isNameService(sent.source.port) || isNameService(sent.destination.port)
    }

    private static func isNameService(_ port: UInt16) -> Bool {
        port == 53 || port == 5353 || port == 5355
    }

    private func readDNS(
        _ payload: Span<UInt8>, in flow: Flow, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        guard let message = try? DNSMessage(parsing: payload) else {
            statistics.messagesMalformed += 1
            return
        }
        if !message.isComplete { statistics.messagesMalformed += 1 }
        flow.applicationProtocol = .dns
        tell(.dns(message), of: flow, at: time, into: &outputs)
    }
}
