internal import Observation

/// UDP, and QUIC and DTLS in it.
extension Dissector {
    /// How many packets of a flow may come before the first one by which its protocol is recognised.
    private static let recognitionWindow: Int64 = 4

    /// Begins to read a flow, if its datagram looks like the beginning of an encrypted connection.
    @inline(__always)
    mutating func beginEncrypted(
        _ datagram: UDPHeader, _ frame: Span<UInt8>, in slot: FlowTable.Slot, _ side: FlowSide, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let count = table[slot].sent.lower.packets + table[slot].sent.upper.packets
        guard count <= Self.recognitionWindow, table[slot].applicationProtocol == nil else { return }
        recognise(datagram, frame, in: slot, side, at: time, into: &outputs)
    }

    @inline(never)
    private mutating func recognise(
        _ datagram: UDPHeader, _ frame: Span<UInt8>, in slot: FlowTable.Slot, _ side: FlowSide, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let ports = (datagram.sourcePort, datagram.destinationPort)
        let isUsualPort = QUICDialogue.isUsual(port: ports.0) || QUICDialogue.isUsual(port: ports.1)
        let payload = frame.extracting(datagram.payload)
        let environment = DialogueEnvironment(
            limits: limits, visibility: .opaque, serverPort: table[slot].tuple.destination.port)
        if QUICDialogue.looksLikeQUIC(payload, isUsualPort: isUsualPort) {
            table[slot].content = .quic(QUICDialogue(environment))
        } else if DTLSRecord.beginsHandshake(payload) {
            table[slot].applicationProtocol = .dtls
            table[slot].content = .dtls(DTLSDialogue(environment, client: table[slot].opener))
        }
        guard let content = table[slot].content else { return }
        read(datagram, frame, content, in: slot, side, at: time, into: &outputs)
    }

    mutating func read(
        _ datagram: UDPHeader, _ frame: Span<UInt8>, _ content: FlowContent, in slot: FlowTable.Slot,
        _ side: FlowSide, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        let before = content.datagramByteCount
        content.read(frame.extracting(datagram.payload), from: side, at: time, into: &findings)
        let after = content.datagramByteCount
        if !findings.isEmpty { take(of: slot, into: &outputs) }
        if content.isDone { table[slot].content = nil }
        if before != after { settle(after - before, into: &outputs) }
    }
}
