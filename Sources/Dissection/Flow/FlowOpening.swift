internal import Observation

/// Which end opened a flow, as far as its first packet tells.
struct FlowOpening {
    /// The end that opened it.
    let side: FlowSide

    /// Whether that was seen; otherwise it is a guess, until a message tells better.
    let isKnown: Bool

    /// Judges the first datagram.
    ///
    /// The first sender opened the flow, unless a well-known port sends to one that is not: then the opening came before
    /// the capture. What goes to a group was never asked for.
    init(datagram sent: FlowTuple, from sender: FlowSide) {
        let isReply = sent.source.port < 1_024 && sent.destination.port >= 1_024
        isKnown = !isReply || sent.destination.ip.scope == .multicast
        side = isKnown ? sender : sender.opposite
    }

    /// Judges the first TCP segment.
    ///
    /// A SYN opens; a SYN with ACK answers. In the middle of a connection the lower port is taken for the server's, until
    /// a message tells better.
    init(segment sent: FlowTuple, _ flags: TCPHeader.Flags, from sender: FlowSide) {
        isKnown = flags.contains(.syn)
        if isKnown {
            side = flags.contains(.ack) ? sender.opposite : sender
        } else {
            side = sent.source.port < sent.destination.port ? sender.opposite : sender
        }
    }
}
