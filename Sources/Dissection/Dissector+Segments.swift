internal import Observation

/// TCP: which connection a segment belongs to, and what it adds to it.
extension Dissector {
    /// Takes in a segment.
    func accept(
        _ segment: TCPHeader, _ ip: IPHeader, _ frame: Span<UInt8>, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let sent = FlowTuple(
            .tcp, source: SocketAddress(ip.source, segment.sourcePort),
            destination: SocketAddress(ip.destination, segment.destinationPort)
        )
        let flow = connection(sent, segment, at: time, into: &outputs)
        let direction = direction(of: sent, in: flow)
        flow.count(direction, wireLength: ip.wireLength, payload: segment.payload.count)
        flow.end = max(flow.end, time)
        read(segment, frame, in: flow, direction, isWhole: ip.fragment.isWhole, at: time, into: &outputs)
        table.touch(flow, in: isOver(flow, segment) ? .closing : flow.queue)
        settle(flow, into: &outputs)
    }

    /// The connection a segment belongs to; a SYN with a new sequence number begins another one with the same ports.
    private func connection(
        _ sent: FlowTuple, _ segment: TCPHeader, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) -> Flow {
        let key = FlowOrientation.key(sent)
        let opens = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
        if let flow = table.flow(key) {
            guard opens, flow.openingSequenceNumber != segment.sequenceNumber else { return flow }
            // A SYN+ACK that was captured before its SYN has begun the flow already.
            if flow.openingSequenceNumber == nil, flow.isOpeningKnown {
                flow.openingSequenceNumber = segment.sequenceNumber
                return flow
            }
            end(flow, .closed, into: &outputs)
        }
        let (tuple, isKnown) = FlowOrientation.opening(segment: sent, segment.flags)
        let flow = begin(key, tuple, isKnown: isKnown, .connections, at: time, into: &outputs)
        flow.openingSequenceNumber = opens ? segment.sequenceNumber : nil
        flow.sourceStream = TCPStream(limits)
        flow.destinationStream = TCPStream(limits)
        // The side that answers sends no requests; where it is only guessed, both are listened to.
        if isKnown { flow.destinationStream?.ignore() }
        return flow
    }

    private func read(
        _ segment: TCPHeader, _ frame: Span<UInt8>, in flow: Flow, _ direction: FlowDirection, isWhole: Bool,
        at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        guard let stream = flow.stream(direction), let opposite = flow.stream(direction.opposite) else { return }
        if segment.flags.contains(.syn) {
            stream.start(at: segment.payloadSequenceNumber)
            if segment.flags.contains(.ack) { opposite.start(at: segment.acknowledgmentNumber) }
        }
        if isWhole, !segment.payload.isEmpty {
            stream.accept(
                segment.payloadSequenceNumber, frame.extracting(segment.payload), at: time, into: &findings)
            take(&findings, from: stream, of: flow, at: time, into: &outputs)
        }
        if segment.flags.contains(.ack) {
            opposite.acknowledge(segment.acknowledgmentNumber, at: time, into: &findings)
            take(&findings, from: opposite, of: flow, at: time, into: &outputs)
        }
        if segment.flags.contains(.fin) { stream.isFinished = true }
    }

    private func isOver(_ flow: Flow, _ segment: TCPHeader) -> Bool {
        segment.flags.contains(.rst)
            || flow.sourceStream?.isFinished ?? false && flow.destinationStream?.isFinished ?? false
    }
}
