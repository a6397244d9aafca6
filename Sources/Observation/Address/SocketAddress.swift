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

/// The protocols above IP that sockets and flows are told apart by.
package enum TransportProtocol: Hashable, Sendable {
    case tcp
    case udp
    /// Any other one, by IANA's number: 1 is ICMP, 132 is SCTP.
    case other(UInt8)

    /// Those whose sockets the kernel lists with both ends.
    package static let withSockets: [TransportProtocol] = [.tcp, .udp]

    /// The protocol of a number, as IANA assigns them.
    package init(number: UInt8) {
        switch number {
        case 6: self = .tcp
        case 17: self = .udp
        default: self = .other(number)
        }
    }

    /// The protocol's number, as IANA assigns them.
    package var number: UInt8 {
        switch self {
        case .tcp: 6
        case .udp: 17
        case .other(let number): number
        }
    }

    /// IANA's keyword for it in lower case, and the number where no keyword is well known.
    package var rawValue: String {
        switch self {
        case .tcp: "tcp"
        case .udp: "udp"
        case .other(let number): Self.keywords[number] ?? String(number)
        }
    }

    private static let keywords: [UInt8: String] = [
        0: "hopopt", 1: "icmp", 2: "igmp", 4: "ipv4", 33: "dccp", 41: "ipv6", 44: "ipv6-frag", 46: "rsvp", 47: "gre",
        50: "esp", 51: "ah", 58: "ipv6-icmp", 59: "ipv6-nonxt", 88: "eigrp", 89: "ospf", 97: "etherip", 103: "pim",
        112: "vrrp", 115: "l2tp", 132: "sctp", 136: "udplite", 137: "mpls-in-ip",
    ]
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
