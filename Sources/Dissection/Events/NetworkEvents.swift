package import Observation

/// Describes what a dissector tells in the vocabulary of events.
///
/// It also remembers which names led to which addresses, so that a connection can be called by the name that was asked for
/// before it; one value may serve several dissectors one after the other. Who the process is, which way the traffic went and
/// what the destination is for are added by others.
package struct NetworkEvents: Sendable {
    /// The names that answers have led from.
    package private(set) var domains: DomainMemory

    /// Begins without any names.
    package init(domains: DomainMemory = DomainMemory()) {
        self.domains = domains
    }

    /// Appends the events of one output: one for each DNS question, one for each other message, one for each flow.
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
            case .tlsHandshake(let handshake): events.append(self.handshake(handshake.clientHello, message))
            case .httpExchange(let exchange): events.append(Self.request(exchange.request, message))
            }
        }
    }

    private mutating func queries(_ dns: DNSMessage, _ message: DissectedMessage, into events: inout [Event]) {
        domains.learn(from: dns)
        for question in dns.questions {
            var event = Event(.dnsQuery, at: message.timestamp)
            event.describe(message.flow.tuple, .dns)
            event.describe(question, of: dns)
            event.set(.contentVisibility, "clear")
            events.append(event)
        }
    }

    private func handshake(_ hello: ClientHello, _ message: DissectedMessage) -> Event {
        var event = Event(.tlsHandshake, at: message.timestamp)
        event.describe(message.flow.tuple, .tls)
        event.describe(hello.serverName.map { ServerName(name: $0, source: .sni) }, orElse: domains)
        event.set(.tlsServerName, hello.serverName)
        event.set(.tlsALPN, hello.applicationProtocols)
        event.set(.tlsVersion, hello.versionName)
        event.set(.tlsJA4, hello.ja4)
        event.set(.contentVisibility, "opaque")
        return event
    }

    private static func request(_ request: HTTPRequest, _ message: DissectedMessage) -> Event {
        var event = Event(.httpRequest, at: message.timestamp)
        event.describe(message.flow.tuple, .http)
        let location = HTTPRequestLocation(request, destination: message.flow.tuple.destination)
        event.describe(location)
        event.describe(request)
        event.set(.contentVisibility, message.visibility.rawValue)
        return event
    }

    private static func oddity(_ weird: DissectedWeird) -> Event {
        var event = Event(.weird, at: weird.timestamp)
        if let flow = weird.flow { event.describe(flow.tuple, nil) }
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
            event.set(.contentVisibility, summary.isOpaque ? "opaque" : "clear")
        }
        return event
    }
}
