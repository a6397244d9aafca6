internal import Observation

/// Reads the requests of an HTTP/1 connection.
final class HTTP1Dialogue {
    private let client: FlowSide
    private var requests: RequestStream

    init(_ environment: DialogueEnvironment, client: FlowSide) {
        self.client = client
        requests = RequestStream(environment)
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { requests.bufferedByteCount }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool { side != client || requests.isIgnoring }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard side == client else { return }
        requests.read(bytes, at: time, into: &findings)
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard side == client else { return }
        requests.skip(count, into: &findings)
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        requests.finish(into: &findings)
    }
}
