internal import Observation

/// What flows say about names.
extension Dissector {
    /// Reads a datagram of a name service.
    mutating func readNames(
        _ payload: Span<UInt8>, _ service: NameService, in slot: FlowTable.Slot, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        var weirds: [Weird] = []
        let message = try? DNSMessage(parsing: payload, as: service, noting: &weirds)
        for weird in weirds { tell(weird, of: slot, at: time, into: &outputs) }
        guard let message else { return }
        table[slot].applicationProtocol = ApplicationProtocol(service)
        table[slot].visibility = .clear
        tell(.dns(message), of: slot, at: time, into: &outputs)
    }

    /// Reads an answer that another share tells, because it may name a flow of this one.
    func learn(_ payload: Span<UInt8>, _ service: NameService, into outputs: inout [DissectorOutput]) {
        guard service != .netBIOS, let message = try? DNSMessage(parsing: payload, as: service), message.isResponse
        else { return }
        outputs.append(.names(message))
    }

    /// Labels a flow to a resolver as such, and tells the messages for it that HTTP carries.
    mutating func lookForNames(
        in content: DissectedMessage.Content, _ visibility: ContentVisibility, of slot: FlowTable.Slot,
        at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        switch content {
        case .dns(let message): table[slot].applicationProtocol = ApplicationProtocol(message.service)
        case .tlsHandshake(let handshake):
            let tuple = table[slot].tuple
            guard let service = handshake.clientHello?.nameService(of: tuple) else { return }
            table[slot].applicationProtocol = ApplicationProtocol(service)
        case .httpExchange(let exchange):
            for (message, time) in exchange.nameMessages {
                table[slot].applicationProtocol = .doh
                tell(.dns(message), visibility, of: slot, at: time, into: &outputs)
            }
        case .webSocket, .llmCall: break
        }
    }
}

extension ClientHello {
    /// The protocol by which the client means to ask for names, when that is what it is about.
    func nameService(of tuple: FlowTuple) -> NameService? {
        EncryptedNameService.recognise(
            alpn: applicationProtocols, port: tuple.destination.port, serverName: serverName,
            isOverUDP: tuple.transport == .udp)
    }
}

extension HTTPExchange {
    /// The messages of DNS that the exchange carries, each with its time.
    var nameMessages: [(DNSMessage, Timestamp)] {
        var messages: [(DNSMessage, Timestamp)] = []
        if request.method == "GET", let query = DNSOverHTTPS.query(inTarget: request.target) {
            messages.append((query, start))
        }
        if let query = DNSOverHTTPS.message(inBody: request.body.span, mediaType: request.mediaType) {
            messages.append((query, start))
        }
        if let response,
            let answer = DNSOverHTTPS.message(inBody: response.content.bytes.span, mediaType: response.mediaType)
        {
            messages.append((answer, responseStart ?? end))
        }
        return messages
    }
}
