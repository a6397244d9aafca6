internal import Observation

/// UDP, and QUIC in it.
extension Dissector {
    /// How many packets of a flow may come before the first one by which QUIC is recognised.
    private static let recognitionWindow: Int64 = 4

    /// Begins to read a flow, if its datagram looks like QUIC.
    @inline(__always)
    mutating func beginQUIC(
        _ datagram: UDPHeader, _ frame: Span<UInt8>, in slot: FlowTable.Slot, _ side: FlowSide, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let count = table[slot].sent.lower.packets + table[slot].sent.upper.packets
        guard count <= Self.recognitionWindow, table[slot].applicationProtocol == nil else { return }
        recogniseQUIC(datagram, frame, in: slot, side, at: time, into: &outputs)
    }

    @inline(never)
    private mutating func recogniseQUIC(
        _ datagram: UDPHeader, _ frame: Span<UInt8>, in slot: FlowTable.Slot, _ side: FlowSide, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let ports = (datagram.sourcePort, datagram.destinationPort)
        let isUsualPort = QUICDialogue.isUsual(port: ports.0) || QUICDialogue.isUsual(port: ports.1)
        guard QUICDialogue.looksLikeQUIC(frame.extracting(datagram.payload), isUsualPort: isUsualPort) else { return }
        let server = table[slot].tuple.destination.port
        let content = FlowContent.quic(
            QUICDialogue(DialogueEnvironment(limits: limits, visibility: .opaque, serverPort: server)))
        table[slot].content = content
        read(datagram, frame, content, in: slot, side, at: time, into: &outputs)
    }

    mutating func read(
        _ datagram: UDPHeader, _ frame: Span<UInt8>, _ content: FlowContent, in slot: FlowTable.Slot,
        _ side: FlowSide, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        guard case .quic(let dialogue) = content else { return }
        let before = dialogue.bufferedByteCount
        dialogue.read(frame.extracting(datagram.payload), from: side, at: time, into: &findings)
        let after = dialogue.bufferedByteCount
        if !findings.isEmpty { take(of: slot, into: &outputs) }
        if dialogue.isDone { table[slot].content = nil }
        if before != after { settle(after - before, into: &outputs) }
    }

    /// Reads what was kept of a flow that is over.
    mutating func finish(_ dialogue: QUICDialogue, of slot: FlowTable.Slot, into outputs: inout [DissectorOutput]) {
        bufferedByteCount -= dialogue.bufferedByteCount
        table[slot].content = nil
        dialogue.finish(at: table[slot].end, into: &findings)
        take(of: slot, into: &outputs)
    }
}
