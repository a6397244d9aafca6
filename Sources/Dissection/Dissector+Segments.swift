internal import Observation

/// TCP: which connection a segment belongs to, and what it adds to it.
extension Dissector {
    /// Takes in a segment.
    mutating func accept(
        _ segment: TCPHeader, _ packet: NetworkPacket, _ frame: Span<UInt8>, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        let sent = FlowTuple(
            .tcp, source: SocketAddress(packet.source, segment.sourcePort),
            destination: SocketAddress(packet.destination, segment.destinationPort)
        )
        let key = FlowKey(sent, seed: hashSeed)
        guard share.contains(key.hash) else { return }
        let slot = connection(key, sent, segment, at: time, into: &outputs)
        table[slot].seenAt = packetCount
        noteFlow(slot, from: key.sender)
        table[slot].count(from: key.sender, packet, payload: segment.payload.count, at: time)
        if table[slot].awaitsContent {
            prepareContent(segment, in: slot, key.sender)
        }
        if let content = table[slot].content {
            read(
                segment, frame, content, in: slot, key.sender, isWhole: packet.isComplete, at: time, into: &outputs)
        }
        if !segment.flags.isDisjoint(with: [.fin, .rst]) { close(slot, segment, key.sender) }
    }

    /// The connection a segment belongs to; a SYN with a new sequence number begins another one with the same ports.
    @inline(__always)
    private mutating func connection(
        _ key: FlowKey, _ sent: FlowTuple, _ segment: TCPHeader, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) -> FlowTable.Slot {
        let slot = table.slot(of: key)
        let opens = segment.flags.contains(.syn) && !segment.flags.contains(.ack)
        guard slot == FlowTable.none || opens else { return slot }
        return opened(slot, key, sent, segment, opens, at: time, into: &outputs)
    }

    @inline(never)
    private mutating func opened(
        _ slot: FlowTable.Slot, _ key: FlowKey, _ sent: FlowTuple, _ segment: TCPHeader, _ opens: Bool,
        at time: Timestamp, into outputs: inout [DissectorOutput]
    ) -> FlowTable.Slot {
        if slot != FlowTable.none {
            guard table[slot].openingSequenceNumber != segment.sequenceNumber else { return slot }
            // A SYN+ACK that was captured before its SYN has begun the flow already.
            if table[slot].openingSequenceNumber == nil, table[slot].isOpeningKnown {
                table[slot].openingSequenceNumber = segment.sequenceNumber
                return slot
            }
            if table[slot].queue != .closing { tell(.connectionReuse, of: slot, at: time, into: &outputs) }
            end(slot, .closed, into: &outputs)
        }
        let opening = FlowOpening(segment: sent, segment.flags, from: key.sender)
        let new = begin(key, opening, .connections, at: time, into: &outputs)
        if opens { table[new].openingSequenceNumber = segment.sequenceNumber }
        guard limits.readsContent else { return new }
        table[new].awaitsContent = true
        if opens, !segment.payload.isEmpty { tell(.synWithData, of: new, at: time, into: &outputs) }
        return new
    }

    /// Notes where a connection's streams begin, and begins to read with its first payload, so that one that never says
    /// anything costs next to nothing.
    private mutating func prepareContent(_ segment: TCPHeader, in slot: FlowTable.Slot, _ side: FlowSide) {
        if segment.flags.contains(.syn) {
            if table[slot].firstByte[side] == nil { table[slot].firstByte[side] = segment.payloadSequenceNumber }
            if segment.flags.contains(.ack), table[slot].firstByte[side.opposite] == nil {
                table[slot].firstByte[side.opposite] = segment.acknowledgmentNumber
            }
        }
        guard !segment.payload.isEmpty else { return }
        table[slot].awaitsContent = false
        let environment = DialogueEnvironment(
            limits: limits, serverPort: table[slot].tuple.destination.port, keyLog: keyLog)
        let opener = table[slot].isOpeningKnown ? table[slot].opener : nil
        table[slot].content = .connection(
            TCPConnection(environment, opener: opener, firstByte: table[slot].firstByte))
    }

    private mutating func read(
        _ segment: TCPHeader, _ frame: Span<UInt8>, _ content: FlowContent, in slot: FlowTable.Slot,
        _ side: FlowSide, isWhole: Bool, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        guard case .connection(let connection) = content else { return }
        let hasRead = connection.accept(
            segment, frame.extracting(segment.payload), from: side, isWhole: isWhole, at: time, into: &findings)
        guard hasRead else { return }
        if !findings.isEmpty { take(of: slot, into: &outputs) }
        if connection.isDone {
            finishContent(of: slot, into: &outputs)
        } else {
            settle(connection.takeGrowth(), into: &outputs)
        }
    }

    @inline(never)
    private mutating func close(_ slot: FlowTable.Slot, _ segment: TCPHeader, _ side: FlowSide) {
        // Reading may have used up the room that all flows share, and this one with it.
        guard table[slot].isAlive else { return }
        if segment.flags.contains(.fin) { table[slot].isFinished[side] = true }
        let isOver =
            segment.flags.contains(.rst) || table[slot].isFinished.lower && table[slot].isFinished.upper
        if isOver, table[slot].queue != .closing { table.move(slot, to: .closing) }
    }
}
