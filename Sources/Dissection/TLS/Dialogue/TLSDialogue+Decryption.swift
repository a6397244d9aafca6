internal import Observation

/// Protected records, and what is in them.
extension TLSDialogue {
    /// Opens a record if that can be done, and reads what it says.
    func readProtected(
        _ body: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard decrypts else { return passProtected(from: side, at: time, into: &findings) }
        let expected = sides[side].protection?.number ?? 0
        guard let opened = isModern || handshake.serverHello == nil ? openModern(body, side) : openOlder(body, side)
        else { return failToOpen(body, from: side, at: time, into: &findings) }
        sides[side].protectedRecordCount += 1
        if !hasDecrypted {
            hasDecrypted = true
            environment.keyLog?.countConnection(isDecrypted: true)
        }
        if sides[side].framing.lostByteCount > 0 { bridge(from: side, expected, at: time, into: &findings) }
        sides[side].missedRecordCount = 0
        failureCount = 0
        let buffer = exchange(&plaintext, with: [])
        let content = buffer.span.extracting(first: opened.count)
        if opened.type == 23 {
            deliver(content, from: side, at: time, into: &findings)
        } else {
            read(content: content, type: opened.type, from: side, at: time, into: &findings)
        }
        plaintext = buffer
    }

    private func failToOpen(
        _ body: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        sides[side].missedRecordCount += 1
        sides[side].protection?.follow(body)
        failureCount += 1
        if failureCount > Self.patience {
            if hasDecrypted || sides[side].protection != nil {
                findings.append(.weird(.undecryptableRecord, time))
            }
            if !hasDecrypted { environment.keyLog?.countConnection(isDecrypted: false) }
            decrypts = false
            deliverEarly(into: &findings)
            if handshake.isEstablished { tell(at: time, into: &findings) }
        }
        if handshake.isEstablished, !hasDecrypted, decrypts { return }
        passProtected(from: side, at: time, into: &findings)
    }

    /// Tells the reader of the content how much of it is missing, as nearly as the lengths of records tell.
    private func bridge(
        from side: FlowSide, _ expected: UInt64, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        let lost = sides[side].framing.lostByteCount
        sides[side].framing.forgetLoss()
        sides[side].handshake = HandshakeReader()
        guard let protection = sides[side].protection else { return }
        let records = Int(clamping: protection.number &- 1 &- expected)
        let (overhead, isHuge) = protection.overhead.multipliedReportingOverflow(by: records)
        inner?.skip(isHuge ? 0 : max(0, lost - overhead), from: side, at: time, into: &findings)
    }

    // MARK: Before TLS 1.3

    private func openOlder(_ body: Span<UInt8>, _ side: FlowSide) -> RecordProtection.Opened? {
        if sides[side].protection == nil {
            guard let serverHello = handshake.serverHello, let clientHello = handshake.clientHello,
                let secret = secret(.master)
            else { return nil }
            sides[side].protection = RecordProtection(
                serverHello, clientRandom: clientHello.random, master: secret, isClient: side == client)
        }
        return open(body, side, with: sides[side].protection, uncertainty: sides[side].uncertainty)
    }

    // MARK: TLS 1.3

    private func openModern(_ body: Span<UInt8>, _ side: FlowSide) -> RecordProtection.Opened? {
        let uncertainty = sides[side].uncertainty
        if let opened = open(body, side, with: sides[side].protection, uncertainty: uncertainty) { return opened }
        for kind in laterPhases(of: side) {
            guard let secret = secret(kind) else { continue }
            for suite in suites(of: kind) {
                guard let protection = RecordProtection(suite, secret: secret),
                    let opened = open(body, side, with: protection, uncertainty: uncertainty)
                else { continue }
                adopt(protection, secret, kind, side)
                return opened
            }
        }
        // The message that changes the keys may be among what was lost.
        guard uncertainty > 0, let secret = nextSecret(of: side), let suite = handshake.serverHello?.cipherSuite,
            let protection = RecordProtection(suite, secret: secret),
            let opened = open(body, side, with: protection, uncertainty: uncertainty)
        else { return nil }
        adopt(protection, secret, sides[side].phase, side)
        return opened
    }

    private func open(
        _ body: Span<UInt8>, _ side: FlowSide, with protection: RecordProtection?, uncertainty: Int
    ) -> RecordProtection.Opened? {
        let framing = (sides[side].framing.type, sides[side].framing.version)
        return protection?.open(
            body, type: framing.0, version: framing.1, uncertainty: uncertainty, into: &plaintext)
    }

    private func adopt(_ protection: RecordProtection, _ secret: [UInt8], _ phase: TrafficSecretKind?, _ side: FlowSide)
    {
        sides[side].protection = protection
        sides[side].secret = secret
        sides[side].phase = phase
        sides[side].handshake = HandshakeReader()
    }

    /// The kinds of secrets that a side may go on to.
    private func laterPhases(of side: FlowSide) -> ArraySlice<TrafficSecretKind> {
        let isClient = side == client
        var phases: [TrafficSecretKind] =
            isClient ? [.clientHandshake, .clientTraffic] : [.serverHandshake, .serverTraffic]
        if isClient, handshake.clientHello?.offersEarlyData ?? false { phases.insert(.clientEarly, at: 0) }
        if handshake.serverHello == nil { phases.removeAll { $0 != .clientEarly } }
        guard let phase = sides[side].phase, let index = phases.firstIndex(of: phase) else { return phases[...] }
        return phases[(index + 1)...]
    }

    /// The suites that may be in use: the server's choice, or before it what the client has to offer.
    private func suites(of kind: TrafficSecretKind) -> [CipherSuite] {
        guard kind == .clientEarly else { return handshake.serverHello.map { [$0.cipherSuite] } ?? [] }
        return (handshake.clientHello?.cipherSuites ?? []).map(CipherSuite.init).filter(\.isModern)
    }

    private func secret(_ kind: TrafficSecretKind) -> [UInt8]? {
        clientRandom.flatMap { environment.keyLog?.secret(kind, of: $0)?.bytes }
    }

    /// What the next keys are made from (RFC 8446, section 7.2); nothing before application data.
    private func nextSecret(of side: FlowSide) -> [UInt8]? {
        guard let suite = handshake.serverHello?.cipherSuite,
            sides[side].phase == .clientTraffic || sides[side].phase == .serverTraffic
        else { return nil }
        return KeyDerivation.expandLabel(
            suite.hash, sides[side].secret, "traffic upd", count: suite.hash.byteCount)
    }

    /// Goes on to the next keys of a side.
    func updateKeys(of side: FlowSide) {
        guard let secret = nextSecret(of: side), let suite = handshake.serverHello?.cipherSuite,
            let protection = RecordProtection(suite, secret: secret)
        else { return }
        sides[side].secret = secret
        sides[side].protection = protection
    }
}

/// The content.
extension TLSDialogue {
    /// How many bytes before the server's answer are kept.
    private static let earlyLimit = 65_536

    private func deliver(
        _ content: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        if sides[side].phase == .clientEarly {
            guard early.count + content.count <= Self.earlyLimit else { return findings.append(.capped) }
            early.append(content)
            earlySince = earlySince ?? time
            return
        }
        if !isModern || sides[side].phase == .clientTraffic { handshake.isEstablished = true }
        tell(at: time, into: &findings)
        // Empty records are sent against attacks on chained blocks, and to hide lengths.
        guard !content.isEmpty else { return }
        dialogueInside().read(content, from: side, at: time, into: &findings)
    }

    /// Hands on what the client sent before the server's answer.
    func deliverEarly(into findings: inout [StreamFinding]) {
        guard let time = earlySince else { return }
        let content = exchange(&early, with: [])
        earlySince = nil
        dialogueInside().read(content.span, from: client, at: time, into: &findings)
    }

    private func dialogueInside() -> StreamDialogue {
        if let inner { return inner }
        let inner = StreamDialogue(
            environment.inside(visibility: .keyLog, applicationProtocol: handshake.applicationProtocol), opener: client)
        self.inner = inner
        return inner
    }
}
