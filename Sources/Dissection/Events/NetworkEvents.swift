package import Observation

/// Describes what a dissector tells in the vocabulary of events.
///
/// It also remembers which names led to which addresses, so that a connection can be called by the name that was asked for
/// before it; one value may serve several dissectors one after the other. Who the process is, which way the traffic went and
/// what the destination is for are added by others.
package struct NetworkEvents: Sendable {
    /// The names that answers have led from.
    package private(set) var domains: DomainMemory

    private var lookups = DNSQueryMemory()

    /// Begins without any names.
    package init(domains: DomainMemory = DomainMemory()) {
        self.domains = domains
    }

    /// Appends the events of one output: one for each DNS question and each DNS message without any, one for each other
    /// message, one for each flow.
    ///
    /// Answers are learned from on the way.
    package mutating func describe(_ output: DissectorOutput, into events: inout [Event]) {
        switch output {
        case .flow(let summary): events.append(connection(summary))
        case .weird(let weird): events.append(Self.oddity(weird))
        case .names(let dns): domains.learn(from: dns)
        case .message(let message):
            switch message.content {
            case .dns(let dns): queries(dns, message, into: &events)
            case .tlsHandshake(let handshake): events.append(self.handshake(handshake, message))
            case .httpExchange(let exchange): events.append(Self.exchange(exchange, message))
            case .webSocket(let content): events.append(Self.webSocketMessage(content, message))
            case .llmCall(let call): if call.isCertain { events.append(Self.call(call, message)) }
            }
        }
    }

    private mutating func queries(_ dns: DNSMessage, _ message: DissectedMessage, into events: inout [Event]) {
        domains.learn(from: dns)
        var event = Event(.dnsQuery, at: message.timestamp)
        event.describe(message.flow.tuple, ApplicationProtocol(dns.service))
        event.describe(dns)
        event.set(.contentVisibility, message.visibility.rawValue)
        guard !dns.questions.isEmpty else {
            if dns.isResponse { event.set(.dnsResolvedIP, dns.answers.flatMap(\.addresses).map(\.description)) }
            return events.append(event)
        }
        for question in dns.questions {
            var event = event
            event.describe(question, of: dns)
            event.set(
                .eventDuration,
                lookups.answerTime(dns, of: question, between: message.flow.tuple, at: message.timestamp))
            events.append(event)
        }
    }

    private func handshake(_ handshake: TLSHandshake, _ message: DissectedMessage) -> Event {
        var event = Event(.tlsHandshake, at: message.timestamp)
        let service = handshake.clientHello?.nameService(of: message.flow.tuple)
        event.describe(
            message.flow.tuple, service.map(ApplicationProtocol.init) ?? handshake.transport.applicationProtocol)
        event.describe(handshake.serverName, orElse: domains)
        event.describe(handshake)
        if let quic = handshake.quic { event.describe(quic) }
        event.set(.contentVisibility, message.visibility.rawValue)
        return event
    }

    private static func exchange(_ exchange: HTTPExchange, _ message: DissectedMessage) -> Event {
        var event = Event(.httpRequest, at: message.timestamp)
        event.describe(message.flow.tuple, .http)
        event.describe(exchange, destination: message.flow.tuple.destination)
        event.set(.contentVisibility, message.visibility.rawValue)
        return event
    }

    private static func webSocketMessage(_ content: WebSocketMessage, _ message: DissectedMessage) -> Event {
        var event = Event(.webSocketMessage, at: message.timestamp)
        event.describe(message.flow.tuple, .http)
        event.describe(content, destination: message.flow.tuple.destination)
        event.set(.contentVisibility, message.visibility.rawValue)
        return event
    }

    private static func call(_ call: LLMCall, _ message: DissectedMessage) -> Event {
        var event = Event(.llmRequest, at: message.timestamp)
        event.describe(message.flow.tuple, .http)
        event.describe(call, destination: message.flow.tuple.destination)
        event.set(.contentVisibility, message.visibility.rawValue)
        return event
    }

    private static func oddity(_ weird: DissectedWeird) -> Event {
        var event = Event(.weird, at: weird.timestamp)
        if let flow = weird.flow { event.describe(flow.tuple, nil) }
        if let source = weird.source { event.set(.sourceIP, source.description) }
        if let destination = weird.destination { event.set(.destinationIP, destination.description) }
        event.set(.weirdName, weird.weird.name)
        return event
    }

    private func connection(_ summary: FlowSummary) -> Event {
        var event = Event(.networkConnection, at: summary.end)
        let (sent, received) = (summary.fromSource, summary.fromDestination)
        event.describe(summary.flow.tuple, summary.applicationProtocol)
        event.describe(summary.serverName, orElse: domains)
        event.set(.sourceBytes, sent.bytes)
        event.set(.destinationBytes, received.bytes)
        event.set(.networkBytes, sent.bytes + received.bytes)
        event.set(.networkPackets, sent.packets + received.packets)
        event.set(.eventStart, summary.start.rfc3339)
        event.set(.eventEnd, summary.end.rfc3339)
        // Without a payload there was nothing that could have been read or not.
        if sent.payloadBytes + received.payloadBytes > 0 {
            let visibility = summary.isOpaque ? .opaque : summary.visibility ?? .clear
            event.set(.contentVisibility, visibility.rawValue)
        }
        return event
    }
}
