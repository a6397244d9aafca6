internal import Observation

/// One direction of a TCP connection: its segments put into order and read.
final class TCPStream {
    private var assembler = StreamAssembler()
    private var reader: ContentReader

    /// Whether the sender said that nothing more comes.
    var isFinished = false

    /// Bytes that were stepped over because they were never seen.
    private(set) var gapByteCount: Int64 = 0

    init(_ limits: DissectionLimits) {
        reader = ContentReader(limits)
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { assembler.heldByteCount + reader.bufferedByteCount }

    /// Looks no further, and lets go of all that was kept.
    func ignore() {
        reader.ignore()
        assembler = StreamAssembler()
    }

    /// Begins the stream at the sequence number after a SYN.
    func start(at sequenceNumber: UInt32) {
        assembler.start(at: sequenceNumber)
    }

    /// Takes in a segment with a payload.
    func accept(
        _ sequenceNumber: UInt32, _ payload: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard !reader.isIgnoring else { return }
        if case .inOrder(let range) = assembler.offer(sequenceNumber, payload) {
            reader.read(payload.extracting(range), at: time, into: &findings)
        }
        drain(at: time, into: &findings)
    }

    /// Notes how far the other side has confirmed this one.
    func acknowledge(_ acknowledgmentNumber: UInt32, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !reader.isIgnoring else { return }
        assembler.acknowledge(acknowledgmentNumber)
        if assembler.heldByteCount > 0 {
            drain(at: time, into: &findings)
        }
    }

    /// Reads what was kept, and hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !reader.isIgnoring else { return }
        drain(at: time, atEnd: true, into: &findings)
        reader.finish(into: &findings)
    }

    private func drain(at time: Timestamp, atEnd: Bool = false, into findings: inout [StreamFinding]) {
        while !reader.isIgnoring {
            if let bytes = assembler.nextHeld() {
                reader.read(bytes.span, at: time, into: &findings)
            } else if let length = assembler.skipGap(atEnd: atEnd) {
                gapByteCount += Int64(length)
                reader.skip(length, into: &findings)
            } else {
                return
            }
        }
        assembler = StreamAssembler()
    }
}
