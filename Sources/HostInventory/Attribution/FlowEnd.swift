internal import Observation

/// One end of a flow that is asked about.
struct FlowEnd: Sendable {
    let transport: TransportProtocol
    let local: SocketAddress
    let remote: SocketAddress
    /// Whether the packet that is asked about came from this end, and from no socket that the kernel told of.
    let mayBeFrame: Bool
    /// When that packet was seen.
    let seenAt: Timestamp
}
