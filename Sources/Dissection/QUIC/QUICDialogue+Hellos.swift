internal import Observation

/// The first messages of both sides, once they are whole.
extension QUICDialogue {
    func readClientHello(_ version: QUICVersion, at time: Timestamp, into findings: inout [StreamFinding]) {
        if version.family == .protectedGoogle, readGoogleHello(at: time, into: &findings) { return }
        // After a demand for a second one the first stays what it is; it names the same server.
        guard clientHello == nil else { return useVersionOfHello(version) }
        var found: ClientHelloFound?
        let outcome = clientStream.contiguous { stream -> HelloOutcome in
            guard let message = QUICHandshakeMessage(in: stream, at: 0) else {
                return QUICHandshakeMessage.isTooLarge(stream, at: 0) ? .bad : .more
            }
            let body = stream.extracting(message.body)
            guard message.type == 1, let hello = try? ClientHello(parsing: body, over: .quic) else { return .bad }
            found = ClientHelloFound(
                hello: hello, time: time, parameters: QUICParameters(version, clientHello: body))
            return .whole
        }
        guard outcome != .bad else { return giveUp(at: time, into: &findings) }
        guard let found else { return }
        clientHello = found
        tellNames(of: found.hello, into: &findings)
    }

    func readServerHello(_ version: QUICVersion, at time: Timestamp, into findings: inout [StreamFinding]) {
        useVersionOfHello(version)
        guard serverHello == nil else { return }
        var found: ServerHello?
        var isRetried = false
        let outcome = serverStream.contiguous { stream -> HelloOutcome in
            var offset = 0
            while let message = QUICHandshakeMessage(in: stream, at: offset) {
                offset = message.body.upperBound
                guard message.type == 2, let hello = try? ServerHello(parsing: stream.extracting(message.body)) else {
                    return .bad
                }
                found = hello
                guard hello.isRetryRequest else { return .whole }
                isRetried = true
            }
            return QUICHandshakeMessage.isTooLarge(stream, at: offset) ? .bad : .more
        }
        if isRetried { self.isRetried = true }
        if outcome == .bad { return giveUp(at: time, into: &findings) }
        guard outcome == .whole, let found else { return }
        serverHello = found
    }

    private enum HelloOutcome {
        case more
        case whole
        case bad
    }

    /// Both sides may go on in another version than the client began with.
    private func useVersionOfHello(_ version: QUICVersion) {
        clientHello?.parameters.version = version
    }

    private func giveUp(at time: Timestamp, into findings: inout [StreamFinding]) {
        tell(.quicBadHello, at: time, into: &findings)
        conclude(into: &findings)
    }

    private func tellNames(of hello: ClientHello, into findings: inout [StreamFinding]) {
        if let name = hello.serverName { findings.append(.named(ServerName(name: name, source: .quic))) }
        for name in hello.applicationProtocols {
            guard let inside = ApplicationProtocol(overQUIC: name) else { continue }
            findings.append(.recognised(inside))
            break
        }
    }

    /// The hello of a client that speaks no TLS; tells whether there is one.
    private func readGoogleHello(at time: Timestamp, into findings: inout [StreamFinding]) -> Bool {
        let hello = clientStream.contiguous { try? GoogleQUICHello(parsing: $0, at: 0) }
        guard let hello else { return false }
        tell(hello, into: &findings)
        return true
    }

    /// Tells the name in a hello of Google's versions; there is nothing further to read then.
    func tell(_ hello: GoogleQUICHello, into findings: inout [StreamFinding]) {
        recognise(into: &findings)
        if let name = hello.serverName { findings.append(.named(ServerName(name: name, source: .quic))) }
        conclude(into: &findings)
    }
}
