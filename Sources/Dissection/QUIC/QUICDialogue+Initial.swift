internal import Observation

/// Initial packets, and the handshake in them.
extension QUICDialogue {
    func readInitial(
        _ packet: QUICPacketHeader, _ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        guard packet.version.initialSecrets != nil else {
            return tell(.quicUnreadVersion, at: time, into: &findings)
        }
        let isFromClient = client == nil || client == side
        guard
            let count = isFromClient
                ? openFromClient(packet, datagram, side, into: &findings) : openFromServer(packet, datagram)
        else {
            return tell(.quicUndecryptableInitial, at: time, into: &findings)
        }
        recognise(into: &findings)
        let payload = frames
        readFrames(payload.span.extracting(0..<count), packet.version, isFromClient, at: time, into: &findings)
    }

    /// Opens with the keys at hand, else with new ones: the first ones, or those after a Retry packet.
    private func openFromClient(
        _ packet: QUICPacketHeader, _ datagram: Span<UInt8>, _ side: FlowSide, into findings: inout [StreamFinding]
    ) -> Int? {
        useVersion(packet.version)
        if let count = keys?.protectionOfClient()?.open(datagram, packet, into: &frames) { return count }
        var destination: [UInt8] = []
        destination.append(datagram.extracting(packet.destinationID))
        guard keys?.connectionID != destination,
            var fresh = QUICInitialKeys(packet.version, connectionID: destination),
            let count = fresh.protectionOfClient()?.open(datagram, packet, into: &frames)
        else { return nil }
        if client == nil {
            client = side
            findings.append(.opened(by: side))
        }
        keys = fresh
        beginAgain()
        return count
    }

    private func openFromServer(_ packet: QUICPacketHeader, _ datagram: Span<UInt8>) -> Int? {
        useVersion(packet.version)
        return keys?.protectionOfServer()?.open(datagram, packet, into: &frames)
    }

    /// Either side may go on in another version with the same first identifier (RFC 9369, section 4.1).
    private func useVersion(_ version: QUICVersion) {
        guard let current = keys, current.version != version else { return }
        keys = QUICInitialKeys(version, connectionID: current.connectionID)
    }

    /// Lets the streams begin anew, because the client does.
    func beginAgain() {
        clientStream = QUICCryptoStream()
        serverStream = QUICCryptoStream()
    }

    private func readFrames(
        _ payload: Span<UInt8>, _ version: QUICVersion, _ isFromClient: Bool, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        let isGoogle = version.family == .protectedGoogle
        var offset = 0
        var isClosing = false
        while offset < payload.count {
            let frame =
                isGoogle
                ? try? QUICFrame(parsingGoogle: payload, &offset) : try? QUICFrame(parsing: payload, &offset)
            guard let frame else {
                // Google has frames that are not read.
                if !isGoogle { tell(.quicBadFrame, at: time, into: &findings) }
                break
            }
            switch frame {
            case .filling, .acknowledgment: break
            case .crypto(let place, let bytes):
                let outcome = insert(payload.extracting(bytes), at: place, isFromClient)
                note(outcome, at: time, into: &findings)
            case .connectionClose(let code):
                isClosing = true
                // The numbers that stand for alerts of TLS (RFC 9001, section 4.8).
                if code >> 8 == 1 { alert = TLSAlert(level: 2, code: UInt8(code & 0xFF)) }
            }
        }
        if isFromClient {
            readClientHello(version, at: time, into: &findings)
        } else {
            readServerHello(version, at: time, into: &findings)
        }
        if isClosing { finish(at: time, into: &findings) }
    }

    private func insert(_ piece: Span<UInt8>, at place: UInt64, _ isFromClient: Bool) -> QUICCryptoStream.Outcome {
        isFromClient ? clientStream.insert(piece, at: place) : serverStream.insert(piece, at: place)
    }

    private func note(
        _ outcome: QUICCryptoStream.Outcome, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        switch outcome {
        case .taken: break
        case .contradicting: tell(.quicCryptoConflict, at: time, into: &findings)
        case .tooLarge: tell(.quicCryptoTooLarge, at: time, into: &findings)
        }
    }
}
