internal import Observation

/// Protocols whose sockets differ from those of TCP and UDP.
extension TransportProtocol {
    static let icmp = TransportProtocol(number: 1)
    static let dccp = TransportProtocol(number: 33)
    static let icmp6 = TransportProtocol(number: 58)
    static let sctp = TransportProtocol(number: 132)
    static let udpLite = TransportProtocol(number: 136)

    /// Whether its packets begin with two ports.
    var hasPorts: Bool {
        [.tcp, .udp, .dccp, .sctp, .udpLite].contains(self)
    }

    /// The address with its port, or with none where the protocol has none.
    func end(_ address: SocketAddress) -> SocketAddress {
        hasPorts ? address : SocketAddress(address.ip, 0)
    }
}
