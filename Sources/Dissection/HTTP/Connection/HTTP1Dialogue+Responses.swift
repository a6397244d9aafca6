internal import Observation

/// What the server sends.
extension HTTP1Dialogue {
    func readResponses(
        _ bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        switch responses.phase {
        case .head: readResponseHead(bytes, &offset, at: time, into: &findings)
        case .body(var body):
            let step = body.next(bytes, &offset)
            responses.phase = .body(body)
            switch step {
            case .framing: return
            case .data(let range): answering?.responseBody(bytes.extracting(range), at: time, into: &findings)
            case .malformed:
                findings.append(.weird(.badChunkSize, time))
                offset = bytes.count
                loseResponse(at: time, into: &findings)
            case .end: endResponse(at: time, into: &findings)
            }
            if body.isAtEnd { endResponse(at: time, into: &findings) }
        case .lost:
            guard offset == 0, HTTPSyntax.beginsStatusLine(bytes) else {
                offset = bytes.count
                return
            }
            responses.phase = .head
        case .waiting, .switched: offset = bytes.count
        }
    }

    func skipResponses(_ count: Int, at time: Timestamp, into findings: inout [StreamFinding]) {
        switch responses.phase {
        case .head, .lost:
            hasLostResponses = true
            responses.lose()
        case .body(var body):
            answering?.responseGap()
            switch body.skip(count) {
            case .inside: responses.phase = .body(body)
            case .ended(let beyond):
                endResponse(at: time, into: &findings)
                if beyond > 0 { skipResponses(beyond, at: time, into: &findings) }
            case .endless:
                hasLostResponses = true
                loseResponse(at: time, into: &findings)
            }
        case .waiting, .switched: break
        }
    }

    private func readResponseHead(
        _ bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        if responses.heads.held.isEmpty { responses.began = time }
        let (start, earlier) = (offset, responses.heads.held)
        switch responses.heads.next(bytes, &offset) {
        case .more: break
        case .head(let range): beginResponse(bytes.extracting(range), at: time, into: &findings)
        case .held:
            let head = responses.heads.held
            responses.heads.letGo()
            beginResponse(head.span, at: time, into: &findings)
        case .tooLong:
            findings.append(.weird(.headTooLong, time))
            findings.append(.capped)
            responses.lose()
            offset = bytes.count
        case .foreign:
            responses.heads.letGo()
            offset = bytes.count
            let rest = bytes.extracting(start..<bytes.count)
            takeForeign(earlier, rest, at: time, into: &findings)
        }
    }

    /// What begins like no response is one of HTTP/0.9, the inside of a tunnel, or no HTTP at all.
    private func takeForeign(
        _ earlier: [UInt8], _ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        if case .switched = requests.phase {
            responses.phase = .switched
            if !earlier.isEmpty { readInner(earlier.span, from: client.opposite, at: time, into: &findings) }
            return readInner(bytes, from: client.opposite, at: time, into: &findings)
        }
        if let exchange = unanswered.first, exchange.request.version == "0.9" {
            unanswered.removeFirst()
            exchange.responseHead(HTTPResponse(statusCode: 0, version: "0.9"), at: responses.began)
            if !earlier.isEmpty { exchange.responseBody(earlier.span, at: responses.began, into: &findings) }
            exchange.responseBody(bytes, at: time, into: &findings)
            answering = exchange
            responses.phase = .body(HTTP1BodyReader(.untilClose))
            return
        }
        if !responses.isResuming { findings.append(.weird(.badHTTPReply, time)) }
        // None of these will be answered in a way that could be told from the rest.
        for exchange in unanswered where exchange !== asking { exchange.abandon(at: time, into: &findings) }
        unanswered.removeAll { $0 !== asking }
        responses.lose()
    }

    private func beginResponse(_ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard let head = try? HTTPResponseHead(parsing: bytes) else {
            return takeForeign([], bytes, at: time, into: &findings)
        }
        responses.phase = .head
        responses.isResuming = false
        for weird in head.weirds { findings.append(.weird(weird, time)) }
        if head.response.isInformational {
            unanswered.first?.responseHead(head.response, at: responses.began)
            return
        }
        let exchange = nextUnanswered(for: head.response, at: time, into: &findings)
        if turnToHTTP2(exchange, head.response, at: time, into: &findings) { return }
        exchange.responseHead(
            head.response, transferCodings: head.framing.innerCodings, at: responses.began)
        let status = head.response.statusCode
        if status == 101 || exchange.request.method == "CONNECT" && (200...299).contains(status) {
            exchange.responseEnd(at: time, into: &findings)
            let isTunnel = status != 101
            return turn(to: isTunnel ? nil : (exchange.request, head.response), at: time, into: &findings)
        }
        let body = head.body(answering: exchange.request.method)
        answering = exchange
        responses.phase = .body(body)
        if body.isAtEnd { endResponse(at: time, into: &findings) }
        if unanswered.isEmpty { stay(at: time, into: &findings) }
    }

    /// The exchange that a final response belongs to.
    private func nextUnanswered(
        for response: HTTPResponse, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> HTTPExchangeAssembler {
        if hasLostResponses {
            // Without pipelining, which few use, a request is not sent before the last one is answered.
            hasLostResponses = false
            forgottenCount = 0
            while unanswered.count > 1 { unanswered.removeFirst().abandon(at: time, into: &findings) }
        }
        if forgottenCount == 0, !unanswered.isEmpty { return unanswered.removeFirst() }
        if forgottenCount > 0 {
            forgottenCount -= 1
        } else if response.statusCode != 408 {
            // A server may say on its own that it waited long enough (RFC 9110, section 15.5.9).
            findings.append(.weird(.unmatchedHTTPReply, time))
        }
        return .unseen(environment, at: responses.began)
    }

    private func endResponse(at time: Timestamp, into findings: inout [StreamFinding]) {
        answering?.responseEnd(at: time, into: &findings)
        answering = nil
        responses.phase = .head
    }

    private func loseResponse(at time: Timestamp, into findings: inout [StreamFinding]) {
        answering?.responseEnd(isWhole: false, at: time, into: &findings)
        answering = nil
        responses.lose()
    }
}
