internal import Observation

/// What streams carry, told with the flow it belongs to.
extension Dissector {
    /// Tells what was found, and empties the list.
    func take(
        _ findings: inout [StreamFinding], from stream: TCPStream, of flow: Flow, at time: Timestamp,
        into outputs: inout [DissectorOutput]
    ) {
        guard !findings.isEmpty else { return }
        for finding in findings {
            switch finding {
            case .message(let content, let began):
                orient(flow, source: stream)
                name(flow, by: content)
                tell(content, of: flow, at: began, into: &outputs)
            case .malformed: statistics.messagesMalformed += 1
            case .capped: statistics.streamsCapped += 1
            case .answers:
                if flow.sourceStream === stream, !flow.isOpeningKnown { flow.turnAround() }
            }
        }
        findings.removeAll(keepingCapacity: true)
    }

    /// Settles that a side opened the flow, because it sent a request.
    private func orient(_ flow: Flow, source stream: TCPStream) {
        if flow.destinationStream === stream { flow.turnAround() }
        flow.destinationStream?.ignore()
    }

    private func name(_ flow: Flow, by content: DissectedMessage.Content) {
        switch content {
        case .dns: flow.applicationProtocol = .dns
        case .clientHello(let hello):
            flow.applicationProtocol = .tls
            let name = hello.serverName.map { ServerName(name: $0, source: .sni) }
            flow.serverName = flow.serverName ?? name
        case .httpRequest(let request):
            flow.applicationProtocol = flow.applicationProtocol ?? .http
            guard flow.serverName == nil else { return }
            let location = HTTPRequestLocation(request, destination: flow.tuple.destination)
            flow.serverName = location.isNamed ? ServerName(name: location.host, source: .httpHost) : nil
        }
    }

    func tell(
        _ content: DissectedMessage.Content, of flow: Flow, at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        statistics.messages += 1
        outputs.append(.message(DissectedMessage(flow: flow.reference, timestamp: time, content: content)))
    }
}
