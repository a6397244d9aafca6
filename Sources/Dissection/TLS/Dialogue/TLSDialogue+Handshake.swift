internal import Observation

/// The messages of the handshake.
extension TLSDialogue {
    /// Reads the body of a record.
    func read(
        record body: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        let type = sides[side].framing.type
        if isProtected(type, from: side) {
            readProtected(body, from: side, at: time, into: &findings)
        } else {
            read(content: body, type: type, from: side, at: time, into: &findings)
        }
    }

    /// Reads what a record says, apart from application data.
    func read(
        content: Span<UInt8>, type: UInt8, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        switch type {
        case 20: readCipherChange(from: side, at: time, into: &findings)
        case 21: readAlert(content, at: time, into: &findings)
        case 22: readHandshake(content, from: side, at: time, into: &findings)
        case 24: readHeartbeat(content, at: time, into: &findings)
        default: break
        }
    }

    private func readCipherChange(
        from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard !sides[side].hasChangedCipher else {
            // In TLS 1.3 the message means nothing and may come again.
            guard !isModern, sides[side].protection != nil else { return }
            findings.append(.weird(.renegotiation, time))
            return close(at: time, into: &findings)
        }
        sides[side].hasChangedCipher = true
        sides[side].handshake = HandshakeReader()
        guard let serverHello = handshake.serverHello, !isModern, sides[side.opposite].hasChangedCipher else { return }
        if serverHello.isCompressed {
            findings.append(.weird(.compression, time))
            decrypts = false
        }
        handshake.isEstablished = true
        if !decrypts { tell(at: time, into: &findings) }
    }

    private func readAlert(_ content: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard content.count == 2 else { return }
        let alert = TLSAlert(level: content[0], code: content[1])
        guard alert.isFatal else { return }
        handshake.alert = alert
        findings.append(.weird(.fatalAlert, time))
        tell(at: time, into: &findings)
    }

    /// RFC 6520, section 4: a request must not ask for more than it sends, with sixteen bytes of padding.
    private func readHeartbeat(_ content: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard content.count >= 3, content[0] == 1 else { return }
        let asked = Int(content[1]) << 8 | Int(content[2])
        if 3 + asked + 16 > content.count { findings.append(.weird(.heartbleed, time)) }
    }

    private func readHandshake(
        _ content: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        let wasBroken = sides[side].handshake.isBroken
        sides[side].handshake.append(content)
        while let (type, body) = sides[side].handshake.next() {
            read(message: type, body.span, from: side, at: time, into: &findings)
        }
        if sides[side].handshake.isBroken, !wasBroken {
            findings.append(.weird(.malformedHandshakeMessage, time))
        }
    }

    private func read(
        message type: UInt8, _ body: Span<UInt8>, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        switch type {
        case 1: readClientHello(body, from: side, at: time, into: &findings)
        case 2: readServerHello(body, from: side, at: time, into: &findings)
        case 5 where side == client && sides[side].phase == .clientEarly: sides[side].protection = nil
        case 8 where side != client: readEncryptedExtensions(body, into: &findings)
        case 11:
            let weird = handshake.takeCertificate(in: body, isModern: isModern, isClient: side == client)
            if let weird { findings.append(.weird(weird, time)) }
        case 20 where isModern: readFinished(from: side, at: time, into: &findings)
        case 24 where isModern: updateKeys(of: side)
        default: break
        }
    }

    private func readClientHello(
        _ body: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard side == client else { return findings.append(.weird(.unexpectedHello, time)) }
        guard handshake.clientHello == nil else {
            if handshake.serverHello != nil { findings.append(.weird(.renegotiation, time)) }
            return
        }
        guard let hello = try? ClientHello(parsing: body) else {
            findings.append(.weird(.malformedClientHello, time))
            return close(at: time, into: &findings)
        }
        take(hello, into: &findings)
    }

    /// Keeps the client's hello.
    func take(_ hello: ClientHello, into findings: inout [StreamFinding]) {
        handshake.clientHello = hello
        clientRandom = ClientRandom(hello.random)
        if let name = hello.serverName { findings.append(.named(ServerName(name: name, source: .sni))) }
    }

    private func readServerHello(
        _ body: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard side != client, handshake.serverHello == nil else {
            return findings.append(.weird(.unexpectedHello, time))
        }
        guard let hello = try? ServerHello(parsing: body) else {
            sides[side].handshake.giveUp()
            return findings.append(.weird(.malformedHandshakeMessage, time))
        }
        guard !hello.isRetryRequest else {
            handshake.isRetried = true
            return
        }
        handshake.serverHello = hello
        handshake.applicationProtocol = hello.applicationProtocol
        // What is never opened need not be collected.
        if hello.cipherSuite.protection == nil { decrypts = false }
    }

    private func readEncryptedExtensions(_ body: Span<UInt8>, into findings: inout [StreamFinding]) {
        guard let extensions = try? EncryptedExtensions(parsing: body) else { return }
        handshake.applicationProtocol = extensions.applicationProtocol
        handshake.isEncryptedHelloRejected = extensions.rejectsEncryptedHello
        if extensions.acceptsEarlyData {
            deliverEarly(into: &findings)
        } else {
            early = []
            earlySince = nil
        }
    }

    private func readFinished(from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        // The next record is under other keys.
        sides[side].protection = nil
        guard side == client else { return }
        handshake.isEstablished = true
        deliverEarly(into: &findings)
        tell(at: time, into: &findings)
    }
}
