internal import Observation

/// Header blocks, which are heads or trailers (RFC 9113, section 8).
extension HTTP2Dialogue {
    /// Takes a header block that is whole.
    func endBlock(from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard let open = directions[side].block else { return }
        directions[side].block = nil
        let block = directions[side].fields.end()
        for weird in block.weirds { findings.append(.weird(weird, time)) }
        if block.isCapped { findings.append(.capped) }
        if open.isPromise {
            if side != client { takePromise(open, block, at: time, into: &findings) }
        } else if side == client {
            takeRequest(open, block, at: time, into: &findings)
        } else {
            takeResponse(open, block, at: time, into: &findings)
        }
        if open.endsStream { end(open.stream, side, at: time, into: &findings) }
    }

    private func takeRequest(
        _ open: HTTP2Direction.OpenBlock, _ block: HTTP2FieldBlock, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        // Trailers of a request say nothing that is kept.
        guard streams[open.stream] == nil else { return }
        guard open.stream % 2 == 1 else { return findings.append(.weird(.badHTTP2Stream, time)) }
        // What was ended by the other side may still have been under way.
        guard open.stream > opened?.upperBound ?? 0 else { return }
        opened = (opened?.lowerBound ?? open.stream)...open.stream
        self.open(open.stream, stream(open, block, at: time, into: &findings), at: time, into: &findings)
    }

    /// The request of a promise is one that the server assumes (section 8.4.1).
    private func takePromise(
        _ open: HTTP2Direction.OpenBlock, _ block: HTTP2FieldBlock, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        guard open.stream > highestPromised, open.stream % 2 == 0 else { return }
        highestPromised = open.stream
        self.open(open.stream, stream(open, block, at: time, into: &findings), at: time, into: &findings)
        end(open.stream, client, at: time, into: &findings)
    }

    private func stream(
        _ open: HTTP2Direction.OpenBlock, _ block: HTTP2FieldBlock, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) -> HTTP2Stream {
        let scheme = environment.visibility == .clear ? "http" : "https"
        let head = HTTP2RequestHead(block, scheme: scheme)
        for weird in head.weirds { findings.append(.weird(weird, time)) }
        guard let request = head.request else { return unseenRequest(at: open.began) }
        if namedAuthority == nil || namedAuthority != request.host {
            namedAuthority = request.host
            let name = HTTPRequestLocation.name(of: request)
            if let name { findings.append(.named(ServerName(name: name, source: .httpHost))) }
        }
        var stream = HTTP2Stream(HTTPExchangeAssembler(request, environment, at: open.began))
        stream.connectProtocol = head.connectProtocol
        return stream
    }

    private func unseenRequest(at time: Timestamp) -> HTTP2Stream {
        var stream = HTTP2Stream(.unseen(environment, at: time))
        stream.isRequestEnded = true
        return stream
    }

    private func takeResponse(
        _ open: HTTP2Direction.OpenBlock, _ block: HTTP2FieldBlock, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        if streams[open.stream] == nil {
            guard isUnknown(open.stream) else { return }
            let requests = directions[client]
            if !requests.isBeginningUnseen, !requests.frames.isLost, requests.hasBegun {
                findings.append(.weird(.unmatchedHTTP2Reply, time))
            }
            self.open(open.stream, unseenRequest(at: open.began), at: time, into: &findings)
        }
        withStream(open.stream) { stream in
            // A call without an answer has what are trailers otherwise in its head.
            for field in block.fields { stream.exchange.responseField(field.name, field.value) }
            guard !stream.hasResponse else { return }
            let head = HTTP2ResponseHead(block)
            for weird in head.weirds { findings.append(.weird(weird, time)) }
            stream.exchange.responseHead(head.response, at: open.began)
            stream.hasResponse = !head.response.isInformational
            if stream.hasResponse, stream.exchange.request.method == "CONNECT",
                (200...299).contains(head.response.statusCode)
            {
                turn(&stream, head.response, at: time, into: &findings)
            }
        }
    }

    /// Whether a stream was neither opened nor promised as far as was seen; others were ended before.
    private func isUnknown(_ number: UInt32) -> Bool {
        if number % 2 == 0 { return number > highestPromised }
        return opened.map { !$0.contains(number) } ?? true
    }

    /// Turns a stream to what CONNECT asked for: a tunnel, or a WebSocket (section 8.5; RFC 8441).
    private func turn(
        _ stream: inout HTTP2Stream, _ response: HTTPResponse, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        let request = stream.exchange.request
        stream.isSwitched = true
        stream.exchange.abandon(at: time, into: &findings)
        guard environment.mayCarryMore else { return }
        if stream.connectProtocol == "websocket" {
            stream.inner = .webSocket(
                WebSocketDialogue(environment.inside(), client: client, request: request, response: response))
        } else if stream.connectProtocol == nil {
            stream.inner = .stream(StreamDialogue(environment.inside(), opener: client))
        }
    }
}
