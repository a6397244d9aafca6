internal import Observation

/// What flows carry, told with the flow it belongs to.
extension Dissector {
    /// Tells what was found in a flow, and empties the list.
    mutating func take(of slot: FlowTable.Slot, into outputs: inout [DissectorOutput]) {
        guard !findings.isEmpty else { return }
        var found: [StreamFinding] = []
        swap(&found, &findings)
        for finding in found {
            switch finding {
            case .message(let content, let began, let visibility):
                if table[slot].visibility == nil || visibility != .clear { table[slot].visibility = visibility }
                if table[slot].serverName == nil { table[slot].serverName = content.hostName }
                tell(content, visibility, of: slot, at: began, into: &outputs)
                lookForNames(in: content, visibility, of: slot, at: began, into: &outputs)
            case .weird(let weird, let time): tell(weird, of: slot, at: time, into: &outputs)
            case .named(let name): if table[slot].serverName == nil { table[slot].serverName = name }
            case .recognised(let name): table[slot].applicationProtocol = name
            case .opened(let side): table[slot].opener = side
            case .capped: statistics.streamsCapped += 1
            }
        }
        found.removeAll(keepingCapacity: true)
        swap(&found, &findings)
    }

    mutating func tell(
        _ content: DissectedMessage.Content, _ visibility: ContentVisibility = .clear, of slot: FlowTable.Slot,
        at time: Timestamp, into outputs: inout [DissectorOutput]
    ) {
        statistics.messages += 1
        let message = DissectedMessage(
            flow: table[slot].reference, timestamp: time, visibility: visibility, content: content)
        outputs.append(.message(message))
    }

    /// Counts an oddity, and tells it unless there were very many of its kind.
    mutating func tell(
        _ weird: Weird, of slot: FlowTable.Slot, at time: Timestamp, from source: IPAddress? = nil,
        to destination: IPAddress? = nil, into outputs: inout [DissectorOutput]
    ) {
        let count = statistics.weirds[weird, default: 0]
        statistics.weirds[weird] = count + 1
        if weird.isMalformed { statistics.messagesMalformed += 1 }
        guard count < Int64(limits.weirdsOfAKind) else { return }
        let flow = slot == FlowTable.none ? nil : table[slot].reference
        let odd = DissectedWeird(
            weird: weird, flow: flow, timestamp: time, source: source, destination: destination)
        outputs.append(.weird(odd))
    }
}

extension DissectedMessage.Content {
    /// What a request calls the side that serves, unless that is an address.
    fileprivate var hostName: ServerName? {
        guard case .httpExchange(let exchange) = self else { return nil }
        return HTTPRequestLocation.name(of: exchange.request).map { ServerName(name: $0, source: .httpHost) }
    }
}
