internal import Observation

/// What the client sends.
extension HTTP1Dialogue {
    func readRequests(
        _ bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        switch requests.phase {
        case .head: readRequestHead(bytes, &offset, at: time, into: &findings)
        case .body(var body):
            let step = body.next(bytes, &offset)
            requests.phase = .body(body)
            switch step {
            case .framing: return
            case .data(let range): asking?.requestBody(bytes.extracting(range), at: time, into: &findings)
            case .malformed:
                findings.append(.weird(.badChunkSize, time))
                offset = bytes.count
                loseRequest(at: time, into: &findings)
            case .end: endRequest(at: time, into: &findings)
            }
            if body.isAtEnd { endRequest(at: time, into: &findings) }
        case .lost:
            guard offset == 0 else {
                offset = bytes.count
                return
            }
            requests.phase = .head
        case .waiting: wait(with: bytes, &offset, at: time, into: &findings)
        case .switched: offset = bytes.count
        }
    }

    func skipRequests(_ count: Int, at time: Timestamp, into findings: inout [StreamFinding]) {
        switch requests.phase {
        case .head, .lost: requests.lose()
        case .body(var body):
            asking?.requestGap()
            switch body.skip(count) {
            case .inside: requests.phase = .body(body)
            case .ended(let beyond):
                endRequest(at: time, into: &findings)
                if beyond > 0 { skipRequests(beyond, at: time, into: &findings) }
            case .endless: loseRequest(at: time, into: &findings)
            }
        case .waiting: waiting = []
        case .switched: break
        }
    }

    private func readRequestHead(
        _ bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        if requests.heads.held.isEmpty { requests.began = time }
        switch requests.heads.next(bytes, &offset) {
        case .more: break
        case .head(let range): beginRequest(bytes.extracting(range), at: time, into: &findings)
        case .held:
            let head = requests.heads.held
            requests.heads.letGo()
            beginRequest(head.span, at: time, into: &findings)
        case .tooLong:
            findings.append(.weird(.headTooLong, time))
            findings.append(.capped)
            requests.lose()
            offset = bytes.count
        case .foreign:
            offset = bytes.count
            takeForeign(bytes, at: time, into: &findings)
        }
    }

    /// What begins like no request is another protocol, or what an earlier request left behind.
    private func takeForeign(_ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        let wasResuming = requests.isResuming
        requests.lose()
        if ContentShape(bytes) == .clientHello {
            turn(to: nil, at: time, into: &findings)
            return readInner(bytes, from: client, at: time, into: &findings)
        }
        if !wasResuming { findings.append(.weird(.badHTTPRequest, time)) }
    }

    private func beginRequest(_ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        let scheme = environment.visibility == .clear ? "http" : "https"
        guard let head = try? HTTPRequestHead(parsing: bytes, scheme: scheme) else {
            return takeForeign(bytes, at: time, into: &findings)
        }
        requests.isResuming = false
        for weird in head.weirds { findings.append(.weird(weird, time)) }
        if namedHost == nil || namedHost != head.request.host {
            namedHost = head.request.host
            let name = HTTPRequestLocation.name(of: head.request)
            if let name { findings.append(.named(ServerName(name: name, source: .httpHost))) }
        }
        if unanswered.count >= Self.pipelineLimit {
            findings.append(.weird(.excessivePipelining, time))
            unanswered.removeFirst().abandon(at: time, into: &findings)
            forgottenCount += 1
        }
        let exchange = HTTPExchangeAssembler(
            head.request, transferCodings: head.framing.innerCodings, environment, at: requests.began)
        unanswered.append(exchange)
        asking = exchange
        guard let body = head.body else {
            if !head.framing.isLengthBad { findings.append(.weird(.badTransferCoding, time)) }
            loseRequest(at: time, into: &findings)
            // What some readers take for a body may be the request that another reader sees.
            requests.phase = .head
            return
        }
        requests.phase = .body(body)
        if body.isAtEnd { endRequest(at: time, into: &findings) }
    }

    private func endRequest(at time: Timestamp, into findings: inout [StreamFinding]) {
        guard let exchange = asking else { return }
        asking = nil
        exchange.requestEnd(at: time, into: &findings)
        let isUnanswered = unanswered.last === exchange
        requests.phase = isUnanswered && exchange.request.asksToSwitch ? .waiting : .head
    }

    private func loseRequest(at time: Timestamp, into findings: inout [StreamFinding]) {
        asking?.requestEnd(isWhole: false, at: time, into: &findings)
        asking = nil
        requests.lose()
    }
}

extension HTTPRequest {
    /// Whether what follows may belong to another protocol, if the server agrees.
    fileprivate var asksToSwitch: Bool { method == "CONNECT" || upgrade?.protocols.isEmpty == false }
}
