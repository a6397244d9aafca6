/// A TCP connection that is written as it goes on, with an acknowledgment for every second segment.
struct GeneratedConnection {
    private static let segmentBytes = 1_460

    private let client: FlowEnd
    private let server: FlowEnd
    private var clientSequence: UInt32
    private var serverSequence: UInt32

    init(client: FlowEnd, server: FlowEnd) {
        (self.client, self.server) = (client, server)
        clientSequence = client.address &* 2_654_435_761 &+ UInt32(client.port)
        serverSequence = ~clientSequence
    }

    /// The three segments that open it.
    mutating func open(_ output: ComposedCapture) {
        send(EthernetFrame.Flags.syn, fromClient: true, [], output)
        clientSequence &+= 1
        send(EthernetFrame.Flags.syn | EthernetFrame.Flags.ack, fromClient: false, [], output)
        serverSequence &+= 1
        send(EthernetFrame.Flags.ack, fromClient: true, [], output)
    }

    /// Content of one side, in as many segments as it takes.
    mutating func say(_ content: [UInt8], fromClient: Bool, _ output: ComposedCapture) {
        var start = 0
        var unacknowledged = 0
        while start < content.count {
            let end = min(start + Self.segmentBytes, content.count)
            send(
                EthernetFrame.Flags.ack | EthernetFrame.Flags.push, fromClient: fromClient, content[start..<end], output
            )
            start = end
            unacknowledged += 1
            guard unacknowledged == 2 || start == content.count else { continue }
            send(EthernetFrame.Flags.ack, fromClient: !fromClient, [], output)
            unacknowledged = 0
        }
    }

    /// The segments that close it.
    mutating func close(_ output: ComposedCapture) {
        for isClient in [true, false] {
            send(EthernetFrame.Flags.fin | EthernetFrame.Flags.ack, fromClient: isClient, [], output)
            if isClient { clientSequence &+= 1 } else { serverSequence &+= 1 }
        }
        send(EthernetFrame.Flags.ack, fromClient: true, [], output)
    }

    private mutating func send(
        _ flags: UInt8, fromClient: Bool, _ content: ArraySlice<UInt8>, _ output: ComposedCapture
    ) {
        let count = UInt32(truncatingIfNeeded: content.count)
        let isFirst = flags == EthernetFrame.Flags.syn
        if fromClient {
            output.append(
                EthernetFrame.tcp(
                    from: client, to: server, sequence: clientSequence, acknowledgment: isFirst ? 0 : serverSequence,
                    flags: flags, content))
            clientSequence &+= count
        } else {
            output.append(
                EthernetFrame.tcp(
                    from: server, to: client, sequence: serverSequence, acknowledgment: clientSequence, flags: flags,
                    content))
            serverSequence &+= count
        }
    }
}
