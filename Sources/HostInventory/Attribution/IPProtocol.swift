internal import Observation

/// The number that stands for a protocol in the header of an IP packet.
///
/// Assigned Internet Protocol Numbers, IANA.
struct IPProtocol: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt8

    static let icmp = IPProtocol(rawValue: 1)
    static let tcp = IPProtocol(rawValue: 6)
    static let udp = IPProtocol(rawValue: 17)
    static let dccp = IPProtocol(rawValue: 33)
    static let icmp6 = IPProtocol(rawValue: 58)
    static let sctp = IPProtocol(rawValue: 132)
    static let udpLite = IPProtocol(rawValue: 136)

    /// Whether its packets begin with two ports.
    var hasPorts: Bool {
        [.tcp, .udp, .dccp, .sctp, .udpLite].contains(self)
    }

    /// The address with its port, or with none where the protocol has none.
    func end(_ address: SocketAddress) -> SocketAddress {
        hasPorts ? address : SocketAddress(address.ip, 0)
    }
}

extension IPProtocol {
    /// The protocol that flows and sockets of a transport have.
    init(_ transport: TransportProtocol) {
        switch transport {
        case .tcp: self = .tcp
        case .udp: self = .udp
        }
    }
}
