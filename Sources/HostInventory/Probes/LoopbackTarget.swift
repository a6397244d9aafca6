internal import Observation

/// Where a listener is asked: an address of the loopback interface.
struct LoopbackTarget: Hashable, Sendable {
    let address: SocketAddress

    /// The loopback address that reaches a listener; nothing when none does.
    ///
    /// Everything that is not TCP, lives in another network namespace or is bound to another address is not asked.
    init?(_ socket: ListeningSocket) {
        guard socket.transport == .tcp, socket.isInOwnNamespace, socket.address.port != 0 else { return nil }
        let bound = socket.address.ip.unmapped
        switch bound.scope {
        case .loopback: address = SocketAddress(bound, socket.address.port)
        case .unspecified:
            let own = bound.version == .v4 ? IPAddress(v4: 0x7F00_0001) : IPAddress(v6High: 0, low: 1)
            address = SocketAddress(own, socket.address.port)
        default: return nil
        }
    }
}

/// Listeners that are left alone.
enum QuietListeners {
    /// Ports of well-known services that speak something else than HTTP, or print what they are sent.
    private static let ports: Set<UInt16> = [
        21, 22, 23, 25, 53, 88, 110, 111, 135, 139, 143, 179, 389, 427, 445, 465, 515, 587, 631, 636, 853, 873, 993,
        995,
        1433, 1521, 2049, 2181, 3306, 3389, 4369, 5037, 5355, 5432, 5672, 5900, 6000, 6379, 9042, 9092, 9100, 9101,
        11211,
        25672, 27017,
    ]

    /// Programs that speak something else, wherever they listen.
    private static let programs: Set<String> = [
        "sshd", "postgres", "mysqld", "mariadbd", "redis-server", "valkey-server", "mongod", "cupsd", "master", "exim4",
        "dovecot", "named", "unbound", "dnsmasq", "systemd-resolve", "systemd-resolved", "rpcbind", "rpc.statd",
        "rpc.mountd",
        "smbd", "memcached", "chronyd", "ntpd", "Xorg", "Xvnc", "epmd", "gpg-agent",
    ]

    /// Whether a listener is left alone.
    static func contains(_ socket: ListeningSocket, ownPID: Int32) -> Bool {
        ports.contains(socket.address.port)
            || socket.owners.contains {
                $0.pid == ownPID || programs.contains($0.program) || programs.contains($0.name)
            }
    }
}
