internal import Observation

/// The order in which the two ends of a flow are named.
enum FlowOrientation {
    /// The tuple with the lower end first, which is the same for the packets of both directions.
    static func key(_ sent: FlowTuple) -> FlowTuple {
        precedes(sent.source, sent.destination) ? sent : sent.reversed
    }

    private static func precedes(_ left: SocketAddress, _ right: SocketAddress) -> Bool {
        if left.port != right.port { return left.port < right.port }
        if left.ip.high != right.ip.high { return left.ip.high < right.ip.high }
        return left.ip.low < right.ip.low
    }

    /// Orients the tuple of a flow's first UDP packet.
    ///
    /// The first sender opened the flow, unless a well-known port sends to one that is not: then the opening came before
    /// the capture. What goes to a group was never asked for.
    static func opening(datagram sent: FlowTuple) -> FlowTuple {
        let isReply = sent.source.port < 1_024 && sent.destination.port >= 1_024
        return isReply && sent.destination.ip.scope != .multicast ? sent.reversed : sent
    }

    /// Orients the tuple of a connection's first TCP segment, and tells whether the opening was seen.
    ///
    /// A SYN opens; a SYN with ACK answers. In the middle of a connection the lower port is taken for the server's, until
    /// a message tells better.
    static func opening(segment sent: FlowTuple, _ flags: TCPHeader.Flags) -> (tuple: FlowTuple, isKnown: Bool) {
        if flags.contains(.syn) {
            return (flags.contains(.ack) ? sent.reversed : sent, true)
        }
        return (sent.source.port < sent.destination.port ? sent.reversed : sent, false)
    }
}
