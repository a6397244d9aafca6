internal import Observation

/// Turning to another protocol: upgrades (RFC 9110, section 7.8) and tunnels (section 9.3.6).
extension HTTP1Dialogue {
    /// Keeps what the client sends before its request to turn to another protocol was answered.
    ///
    /// Into a tunnel clients send without waiting; that shows at once unless it is HTTP again.
    func wait(
        with bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        let rest = bytes.extracting(offset..<bytes.count)
        offset = bytes.count
        waiting.append(rest)
        let shape = ContentShape(waiting.span)
        let isFull = waiting.count > Self.waitingLimit
        if unanswered.last?.request.method == "CONNECT", isFull || shape != .httpRequest && shape != .undecided {
            requests.phase = .switched
            beginInner(tunnel, at: time, into: &findings)
        } else if isFull {
            waiting = []
            findings.append(.capped)
            requests.lose()
        }
    }

    /// Turns both sides to what a request and its response agreed on; without these, to a tunnel.
    func turn(
        to handshake: (request: HTTPRequest, response: HTTPResponse)?, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        requests.heads.letGo()
        requests.phase = .switched
        responses.phase = .switched
        guard case .nothing = inner else { return }
        guard let handshake, handshake.response.upgrade?.protocols.contains("websocket") == true else {
            return beginInner(tunnel, at: time, into: &findings)
        }
        if !WebSocketHandshake.isAccepted(handshake.request, by: handshake.response) {
            findings.append(.weird(.webSocketBadAcceptance, time))
        }
        let dialogue = WebSocketDialogue(
            environment.inside(), client: client, request: handshake.request, response: handshake.response)
        beginInner(.webSocket(dialogue), at: time, into: &findings)
    }

    /// Turns both sides to HTTP/2, where the request goes on and is answered (RFC 7540, section 3.2); tells whether they agreed
    /// on that.
    func turnToHTTP2(
        _ exchange: HTTPExchangeAssembler, _ response: HTTPResponse, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) -> Bool {
        guard response.statusCode == 101, response.upgrade?.protocols.contains("h2c") == true,
            exchange.request.upgrade?.protocols.contains("h2c") == true, exchange !== asking, environment.mayCarryMore
        else { return false }
        exchange.switchProtocols()
        requests.heads.letGo()
        requests.phase = .switched
        responses.phase = .switched
        beginInner(
            .http2(HTTP2Dialogue(environment.inside(), client: client, upgrading: exchange)), at: time, into: &findings)
        return true
    }

    private var tunnel: Inner { .stream(StreamDialogue(environment.inside(), opener: client)) }

    /// Goes on with HTTP, because the server did not agree to anything else.
    func stay(at time: Timestamp, into findings: inout [StreamFinding]) {
        switch requests.phase {
        case .waiting:
            requests.phase = .head
            let kept = waiting
            waiting = []
            if !kept.isEmpty { read(kept.span, from: client, at: time, into: &findings) }
        case .switched:
            finishInner(at: time, into: &findings)
            requests.lose()
        default: break
        }
    }

    /// Hands bytes on to what the connection has turned into.
    func readInner(
        _ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        switch inner {
        case .nothing: break
        case .stream(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .http2(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .webSocket(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        }
    }

    /// Steps over missing bytes of what the connection has turned into.
    func skipInner(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        switch inner {
        case .nothing: break
        case .stream(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
        case .http2(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
        case .webSocket(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
        }
    }

    /// Hands out what is unfinished in what the connection has turned into.
    func finishInner(at time: Timestamp, into findings: inout [StreamFinding]) {
        switch inner {
        case .nothing: break
        case .stream(let dialogue): dialogue.finish(at: time, into: &findings)
        case .http2(let dialogue): dialogue.finish(at: time, into: &findings)
        case .webSocket(let dialogue): dialogue.finish(at: time, into: &findings)
        }
        inner = .nothing
    }

    private func beginInner(_ dialogue: Inner, at time: Timestamp, into findings: inout [StreamFinding]) {
        let kept = waiting
        waiting = []
        guard environment.mayCarryMore else { return }
        inner = dialogue
        if !kept.isEmpty { readInner(kept.span, from: client, at: time, into: &findings) }
    }
}
