internal import Observation

/// The content of a TCP connection: the segments of both directions put into order and read together.
final class TCPConnection {
    private var assemblers = BothSides(StreamAssembler(), StreamAssembler())
    private let dialogue: StreamDialogue

    /// Bytes of each side that were stepped over because they were never seen.
    private(set) var gapByteCount = BothSides<Int64>(0, 0)

    /// Begins without a segment; `opener` is the side that is known to have opened the connection.
    init(_ environment: DialogueEnvironment, opener: FlowSide?) {
        dialogue = StreamDialogue(environment, opener: opener)
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        assemblers.lower.heldByteCount + assemblers.upper.heldByteCount + dialogue.bufferedByteCount
    }

    /// Whether nothing further is of interest.
    var isDone: Bool { dialogue.isDone(with: .lower) && dialogue.isDone(with: .upper) }

    /// Takes in a segment with what was captured of its payload.
    func accept(
        _ segment: TCPHeader, _ payload: Span<UInt8>, from side: FlowSide, isWhole: Bool, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        let other = side.opposite
        if segment.flags.contains(.syn) {
            assemblers[side].start(at: segment.payloadSequenceNumber)
            if segment.flags.contains(.ack) { assemblers[other].start(at: segment.acknowledgmentNumber) }
        }
        if isWhole, payload.count > 0, !dialogue.isDone(with: side) {
            let offer = assemblers[side].offer(segment.payloadSequenceNumber, payload)
            if case .inOrder(let range) = offer {
                dialogue.read(payload.extracting(range), from: side, at: time, into: &findings)
            }
            if assemblers[side].takeDisagreement() { findings.append(.weird(.retransmissionInconsistency, time)) }
            if assemblers[side].heldByteCount > 0 { drain(side, at: time, into: &findings) }
        }
        if segment.flags.contains(.ack), !dialogue.isDone(with: other) {
            assemblers[other].acknowledge(segment.acknowledgmentNumber)
            if assemblers[other].heldByteCount > 0 { drain(other, at: time, into: &findings) }
        }
    }

    /// Reads what was kept, and hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        for side in FlowSide.allCases {
            drain(side, at: time, atEnd: true, into: &findings)
        }
        dialogue.finish(at: time, into: &findings)
    }

    private func drain(
        _ side: FlowSide, at time: Timestamp, atEnd: Bool = false, into findings: inout [StreamFinding]
    ) {
        while !dialogue.isDone(with: side) {
            if let bytes = assemblers[side].nextHeld() {
                dialogue.read(bytes.span, from: side, at: time, into: &findings)
            } else if let length = assemblers[side].skipGap(atEnd: atEnd) {
                gapByteCount[side] += Int64(length)
                dialogue.skip(length, from: side, at: time, into: &findings)
            } else {
                return
            }
        }
        assemblers[side].forget()
    }
}
