internal import Observation

/// One exchange of a connection of HTTP/2, and how far each side has come with it (RFC 9113, section 5.1).
struct HTTP2Stream {
    /// What the stream has become after its request to turn to something else.
    enum Inner {
        case nothing
        case stream(StreamDialogue)
        case webSocket(WebSocketDialogue)
    }

    let exchange: HTTPExchangeAssembler
    /// Whether a head came that is not an interim one.
    var hasResponse = false
    var isRequestEnded = false
    var isResponseEnded = false
    /// The protocol that an extended CONNECT asks for (RFC 8441).
    var connectProtocol: String?
    /// Whether the exchange is told, and what follows is something else.
    var isSwitched = false
    var inner = Inner.nothing

    init(_ exchange: HTTPExchangeAssembler) {
        self.exchange = exchange
    }

    /// Whether both sides are at their end.
    var isEnded: Bool { isRequestEnded && isResponseEnded }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        let count = exchange.bufferedByteCount
        return switch inner {
        case .nothing: count
        case .stream(let dialogue): count + dialogue.bufferedByteCount
        case .webSocket(let dialogue): count + dialogue.bufferedByteCount
        }
    }

    /// Hands out what is unfinished.
    func abandon(at time: Timestamp, into findings: inout [StreamFinding]) {
        switch inner {
        case .nothing: exchange.abandon(at: time, into: &findings)
        case .stream(let dialogue): dialogue.finish(at: time, into: &findings)
        case .webSocket(let dialogue): dialogue.finish(at: time, into: &findings)
        }
    }
}
