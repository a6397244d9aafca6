internal import Observation

/// The kernel's socket tables of Earshot's own network namespace, by the best way that is open.
///
/// Not for two threads at once.
final class KernelSockets {
    /// Why the best way is not open; nothing when it is.
    private(set) var reason: String?

    private var diagnosis: SocketDiagnosis?
    private let root: String
    private var text: (sockets: [KernelSocket], readAt: Instant)?

    /// How long tables that were read as text are taken for new, in milliseconds.
    private static let textLifetime: Int64 = 20

    /// Opens the tables.
    ///
    /// - Parameters:
    ///   - asksKernel: whether to ask by netlink; otherwise the tables are read as text.
    ///   - root: where the process file system is.
    init(asksKernel: Bool = true, root: String = "/proc") {
        self.root = root
        if asksKernel { diagnosis = try? SocketDiagnosis() }
        if diagnosis == nil { giveUp() }
    }

    /// The socket that takes the packets of one connection: its own, or else the one that listens there.
    func socket(_ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress) -> KernelSocket? {
        if let diagnosis {
            do {
                for version in Self.versions(of: local.ip) {
                    let found = try diagnosis.socket(transport, local: local, remote: remote, in: version)
                    if let found { return found }
                }
                return nil
            } catch {
                giveUp()
            }
        }
        let candidates = tables().filter { $0.transport == transport && $0.local.port == local.port }
        return candidates.first { $0.local == local && $0.remote == remote }
            ?? candidates.first { $0.local == local && $0.isListening }
            ?? candidates.first { $0.local.ip.isUnspecified && $0.isListening }
    }

    /// Every socket that is bound to a port and may see packets of an address, with those of dual-stack sockets.
    func sockets(_ transport: TransportProtocol, on local: SocketAddress) -> [KernelSocket] {
        if let diagnosis {
            do {
                return try Self.versions(of: local.ip).flatMap {
                    try diagnosis.sockets(transport, localPort: local.port, in: $0)
                }
            } catch {
                giveUp()
            }
        }
        return tables().filter { $0.transport == transport && $0.local.port == local.port }
    }

    /// Every socket that a process may have open and that is in use: connections, and bound UDP sockets.
    func socketsInUse() -> [KernelSocket] {
        let states = UInt32.max & ~(1 << KernelSocket.State.listening) & ~(1 << KernelSocket.State.timeWait)
        if let diagnosis {
            do {
                return try TransportProtocol.withSockets.flatMap { transport in
                    try [IPAddress.Version.v4, .v6].flatMap {
                        try diagnosis.sockets(transport, localPort: 0, in: $0, states: states)
                    }
                }.filter { $0.inode != 0 && $0.local.port != 0 }
            } catch {
                giveUp()
            }
        }
        return tables().filter { $0.inode != 0 && $0.state < 32 && states & (1 << UInt32($0.state)) != 0 }
    }

    /// The tables to look into: IPv4 packets may belong to an IPv6 socket, and not the other way around.
    private static func versions(of address: IPAddress) -> [IPAddress.Version] {
        address.version == .v4 ? [.v4, .v6] : [.v6]
    }

    private func giveUp() {
        diagnosis = nil
        reason = "the kernel's socket tables were read as text, because netlink was refused"
    }

    private func tables() -> [KernelSocket] {
        let now = Instant.now
        if let text, now < text.readAt + Self.textLifetime { return text.sockets }
        let sockets = SocketTable.files.flatMap { name, transport in
            (try? SocketTable.read(name, of: "self", transport: transport, root: root))?.sockets ?? []
        }
        text = (sockets, now)
        return sockets
    }
}
