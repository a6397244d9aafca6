/// An address and a port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address.
    package let ip: IPAddress

    /// The port, in host byte order.
    package let port: UInt16

    /// Creates an address with a port.
    package init(_ ip: IPAddress, _ port: UInt16) {
        self.ip = ip
        self.port = port
    }

    /// `192.0.2.1:80` or `[2001:db8::1]:80`.
    package var description: String {
        ip.version == .v4 ? "\(ip):\(port)" : "[\(ip)]:\(port)"
    }
}

/// The transport protocols that sockets and flows are told apart by.
package enum TransportProtocol: String, CaseIterable, Hashable, Sendable {
    case tcp
    case udp
}

/// What a flow is known by: protocol, and the two ends as the first packet named them.
package struct FlowTuple: Hashable, Sendable {
    /// The transport protocol.
    package let transport: TransportProtocol

    /// The sender of the first packet that was seen.
    package let source: SocketAddress

    /// The receiver of the first packet that was seen.
    package let destination: SocketAddress

    /// Creates a tuple.
    package init(_ transport: TransportProtocol, source: SocketAddress, destination: SocketAddress) {
        self.transport = transport
        self.source = source
        self.destination = destination
    }

    /// The same flow, seen from the other end.
    package var reversed: FlowTuple {
        FlowTuple(transport, source: destination, destination: source)
    }
}
