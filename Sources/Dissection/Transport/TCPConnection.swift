internal import Observation

/// The content of a TCP connection: the segments of both directions put into order and read together.
final class TCPConnection {
    private var assemblers = BothSides(StreamAssembler(), StreamAssembler())
    private let dialogue: StreamDialogue

    /// Bytes of each side that were stepped over because they were never seen.
    private(set) var gapByteCount = BothSides<Int64>(0, 0)

    /// Begins without a segment.
    ///
    /// - Parameters:
    ///   - environment: what the content needs to know of its surroundings.
    ///   - opener: the side that is known to have opened the connection.
    ///   - firstByte: the sequence number of each side's first byte, where it is known.
    init(_ environment: DialogueEnvironment, opener: FlowSide?, firstByte: BothSides<UInt32?> = BothSides(nil, nil)) {
        dialogue = StreamDialogue(environment, opener: opener)
        for side in FlowSide.allCases {
            if let number = firstByte[side] { assemblers[side].start(at: number) }
        }
    }

    /// Which sides nothing further is of interest of, as the dialogue said when it was last asked.
    private var isSideDone = BothSides(false, false)

    /// Bytes that were kept when that was last asked.
    private var accountedByteCount = 0

    /// Whether nothing further is of interest.
    var isDone: Bool { isSideDone.lower && isSideDone.upper }

    /// How many bytes more are kept than when this was last asked.
    func takeGrowth() -> Int {
        let count =
            assemblers.lower.heldByteCount + assemblers.upper.heldByteCount + assemblers.lower.unconfirmedByteCount
            + assemblers.upper.unconfirmedByteCount + dialogue.bufferedByteCount
        defer { accountedByteCount = count }
        return count - accountedByteCount
    }

    /// Lets go of what was kept, and tells how many bytes that were by ``takeGrowth()``.
    func giveUp() -> Int {
        defer { accountedByteCount = 0 }
        return accountedByteCount
    }

    /// Takes in a segment with what was captured of its payload; tells whether it could have changed what is kept.
    func accept(
        _ segment: TCPHeader, _ payload: Span<UInt8>, from side: FlowSide, isWhole: Bool, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) -> Bool {
        let other = side.opposite
        if segment.flags.contains(.syn) {
            assemblers[side].start(at: segment.payloadSequenceNumber)
            if segment.flags.contains(.ack) { assemblers[other].start(at: segment.acknowledgmentNumber) }
        }
        var hasRead = false
        if isWhole, payload.count > 0, !isSideDone[side] {
            hasRead = true
            let offer = assemblers[side].offer(segment.payloadSequenceNumber, payload)
            if case .inOrder(let range) = offer {
                dialogue.read(payload.extracting(range), from: side, at: time, into: &findings)
                noteDone()
            }
            if assemblers[side].takeDisagreement() { findings.append(.weird(.retransmissionInconsistency, time)) }
            if assemblers[side].heldByteCount > 0 { drain(side, at: time, into: &findings) }
        }
        if segment.flags.contains(.ack), !isSideDone[other] {
            assemblers[other].acknowledge(segment.acknowledgmentNumber)
            if assemblers[other].heldByteCount > 0 {
                hasRead = true
                drain(other, at: time, into: &findings)
            }
        }
        return hasRead
    }

    /// Reads what was kept, and hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        for side in FlowSide.allCases {
            drain(side, at: time, atEnd: true, into: &findings)
        }
        dialogue.finish(at: time, into: &findings)
    }

    private func noteDone() {
        isSideDone.lower = dialogue.isDone(with: .lower)
        isSideDone.upper = dialogue.isDone(with: .upper)
        for side in FlowSide.allCases where isSideDone[side] { assemblers[side].forget() }
    }

    private func drain(
        _ side: FlowSide, at time: Timestamp, atEnd: Bool = false, into findings: inout [StreamFinding]
    ) {
        while !isSideDone[side] {
            if let bytes = assemblers[side].nextHeld() {
                dialogue.read(bytes.span, from: side, at: time, into: &findings)
            } else if let length = assemblers[side].skipGap(atEnd: atEnd) {
                gapByteCount[side] += Int64(length)
                dialogue.skip(length, from: side, at: time, into: &findings)
            } else {
                return
            }
            noteDone()
        }
    }
}
