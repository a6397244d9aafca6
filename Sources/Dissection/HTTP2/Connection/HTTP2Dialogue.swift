internal import Observation

/// Reads both sides of a connection of HTTP/2 (RFC 9113).
///
/// Lost bytes cost what they held: inside a body a part of that body, inside a header block the fields that later blocks
/// refer to. Where nothing tells any more where a frame begins, the side is given up.
final class HTTP2Dialogue {
    /// How many streams are followed at once.
    static let streamLimit = 256

    /// How many frames a header block may be cut into without being called a flood.
    static let continuationLimit = 64

    let environment: DialogueEnvironment
    let client: FlowSide
    var directions: BothSides<HTTP2Direction>
    var streams: [UInt32: HTTP2Stream] = [:]
    /// What the streams keep.
    var streamByteCount = 0
    /// The lowest and the highest stream that the client was seen to open, and the highest that was promised.
    var opened: ClosedRange<UInt32>?
    var highestPromised: UInt32 = 0
    /// The authority that was named last.
    var namedAuthority: String?

    /// Begins with the first bytes that were captured of both sides.
    init(_ environment: DialogueEnvironment, client: FlowSide) {
        self.environment = environment
        self.client = client
        let limits = environment.limits
        directions = BothSides(
            HTTP2Direction(expectsPreface: client == .lower, limits),
            HTTP2Direction(expectsPreface: client == .upper, limits))
    }

    /// Begins after an upgrade from HTTP/1, whose request goes on as the first stream (RFC 7540, section 3.2).
    convenience init(_ environment: DialogueEnvironment, client: FlowSide, upgrading exchange: HTTPExchangeAssembler) {
        self.init(environment, client: client)
        var stream = HTTP2Stream(exchange)
        stream.isRequestEnded = true
        streams[1] = stream
        opened = 1...1
        streamByteCount = exchange.bufferedByteCount
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        streamByteCount + directions.lower.bufferedByteCount + directions.upper.bufferedByteCount + 64 * streams.count
    }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool { directions[side].frames.isLost }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        var offset = 0
        while true {
            if offset < bytes.count, directions[side].frames.isAtStart { directions[side].began = time }
            switch directions[side].frames.next(bytes, &offset) {
            case .more: return
            case .foreign:
                let earlier = directions[side].frames.readWithoutPreface()
                read(earlier.span, from: side, at: directions[side].began, into: &findings)
            case .frame: beginFrame(from: side, at: time, into: &findings)
            case .content(let range):
                takeContent(bytes.extracting(range), from: side, at: time, into: &findings)
            case .end: endFrame(from: side, at: time, into: &findings)
            }
        }
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard count > 0, !directions[side].frames.isLost else { return }
        let before = directions[side].frames
        let frame = before.frame
        let gap = directions[side].frames.skip(count)
        if gap == .lost { return lose(side, .lostHTTP2Framing, at: time, into: &findings) }
        if before.isInFixedFields {
            directions[side].ignoresContent = true
            if frame.carriesHeaders { loseHeaders(of: side, at: time, into: &findings) }
        } else if directions[side].frames.contentCount < before.contentCount, !directions[side].ignoresContent {
            if frame.carriesHeaders {
                findings.append(.weird(.lostHTTP2Headers, time))
                directions[side].fields.spoil()
            } else {
                loseBody(count, of: frame.stream, side, at: time, into: &findings)
            }
        }
        if gap == .ended { endFrame(from: side, at: time, into: &findings) }
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        for (_, stream) in streams.sorted(by: { $0.key < $1.key }) { stream.abandon(at: time, into: &findings) }
        streams = [:]
        streamByteCount = 0
        directions.lower.frames.giveUp()
        directions.upper.frames.giveUp()
    }
}
