internal import Observation

/// Reads both sides of an HTTP/1 connection and what it turns into (RFC 9112).
///
/// Responses are matched to requests in their order. Missing bytes are stepped over inside bodies; where they swallow a
/// head, reading goes on at the next message.
final class HTTP1Dialogue {
    /// What the connection has turned into.
    enum Inner {
        case nothing
        case stream(StreamDialogue)
        case http2(HTTP2Dialogue)
        case webSocket(WebSocketDialogue)
    }

    /// How many requests may wait for their answers.
    static let pipelineLimit = 64

    /// How many bytes behind a request to turn to another protocol are kept until it is answered.
    static let waitingLimit = 65_536

    let environment: DialogueEnvironment
    let client: FlowSide
    var requests: HTTP1Direction
    var responses: HTTP1Direction
    /// Exchanges without a final response, in the order of their requests.
    var unanswered: [HTTPExchangeAssembler] = []
    /// The exchange whose request is being read.
    var asking: HTTPExchangeAssembler?
    /// The exchange whose response is being read.
    var answering: HTTPExchangeAssembler?
    /// How many of the next responses belong to requests that were told already.
    var forgottenCount = 0
    /// Whether responses may have been among bytes that were never seen.
    var hasLostResponses = false
    /// The Host field that was named last.
    var namedHost: String?
    /// What the client sent behind a request to turn to another protocol.
    var waiting: [UInt8] = []
    var inner = Inner.nothing

    init(_ environment: DialogueEnvironment, client: FlowSide) {
        self.environment = environment
        self.client = client
        requests = HTTP1Direction(.request, environment.limits)
        responses = HTTP1Direction(.response, environment.limits)
    }

    /// Bytes that are kept.
    ///
    /// - Complexity: O(*n*) in the requests that wait for their answers, of which there is a limit.
    var bufferedByteCount: Int {
        var count = requests.heads.held.count + responses.heads.held.count + waiting.count
        for exchange in unanswered { count += exchange.bufferedByteCount }
        if let answering { count += answering.bufferedByteCount }
        if let asking, asking !== unanswered.last, asking !== answering { count += asking.bufferedByteCount }
        switch inner {
        case .nothing: return count
        case .stream(let dialogue): return count + dialogue.bufferedByteCount
        case .http2(let dialogue): return count + dialogue.bufferedByteCount
        case .webSocket(let dialogue): return count + dialogue.bufferedByteCount
        }
    }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool {
        guard case .switched = side == client ? requests.phase : responses.phase else { return false }
        switch inner {
        case .nothing: return true
        case .stream(let dialogue): return dialogue.isDone(with: side)
        case .http2(let dialogue): return dialogue.isDone(with: side)
        case .webSocket(let dialogue): return dialogue.isDone(with: side)
        }
    }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        var offset = 0
        while offset < bytes.count {
            if case .switched = side == client ? requests.phase : responses.phase {
                return readInner(bytes.extracting(offset..<bytes.count), from: side, at: time, into: &findings)
            }
            if side == client {
                readRequests(bytes, &offset, at: time, into: &findings)
            } else {
                readResponses(bytes, &offset, at: time, into: &findings)
            }
        }
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        if case .switched = side == client ? requests.phase : responses.phase {
            skipInner(count, from: side, at: time, into: &findings)
        } else if side == client {
            skipRequests(count, at: time, into: &findings)
        } else {
            skipResponses(count, at: time, into: &findings)
        }
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        if case .waiting = requests.phase, unanswered.last?.request.method == "CONNECT" {
            turn(to: nil, at: time, into: &findings)
        }
        asking?.requestEnd(isWhole: false, at: time, into: &findings)
        if case .body(let body) = responses.phase {
            answering?.responseEnd(isWhole: body.endsWithConnection, at: time, into: &findings)
        }
        for exchange in unanswered { exchange.abandon(at: time, into: &findings) }
        asking?.abandon(at: time, into: &findings)
        finishInner(at: time, into: &findings)
        (asking, answering, unanswered, waiting) = (nil, nil, [], [])
    }
}
