internal import Observation

/// The kernel's socket tables of one network namespace, by the best way that is open.
///
/// Not for two threads at once.
final class KernelSockets {
    /// Why the best way is not open; nothing when it is.
    private(set) var reason: String?

    private var diagnosis: SocketDiagnosis?
    private let root: String
    private let process: String
    private var packets: (sockets: [PacketSocket], readAt: Instant)?
    private var text: (sockets: [KernelSocket], readAt: Instant)?

    /// How long tables that were read as text are taken for new, in milliseconds.
    private static let textLifetime: Int64 = 20

    /// Opens the tables.
    ///
    /// - Parameters:
    ///   - diagnosis: an open line to them; without one they are read as text.
    ///   - root: where the process file system is.
    ///   - process: a folder in it whose process is in the namespace.
    init(_ diagnosis: SocketDiagnosis?, root: String = "/proc", process: String = "self") {
        self.root = root
        self.process = process
        self.diagnosis = diagnosis
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

    /// The sockets that send and take packets of a protocol without ports of its own: raw ones, and those of ping.
    ///
    /// - Returns: in the place of the port each has its protocol, or 0 where it is one for echo requests.
    func rawSockets(_ transport: TransportProtocol, on local: IPAddress) -> [KernelSocket] {
        let isEcho = transport == .icmp || transport == .icmp6
        let echo = local.version == .v4 ? "icmp" : "icmp6"
        let raw = local.version == .v4 ? "raw" : "raw6"
        return text(raw).filter { $0.local.port == UInt16(transport.number) || $0.local.port == Self.anyProtocol }
            + (isEcho ? text(echo) : [])
    }

    /// The protocol of a socket that writes the headers of its packets itself.
    private static let anyProtocol: UInt16 = 255

    private func text(_ name: String) -> [KernelSocket] {
        ((try? SocketTable.read(name, of: process, transport: .udp, root: root))?.sockets ?? []).filter {
            $0.inode != 0
        }
    }

    /// The inode of the socket that has an SCTP association between two ports; nothing where the kernel has none.
    func association(localPort: UInt16, remotePort: UInt16) -> UInt64? {
        let bytes = (try? SystemFiles.bytes(of: "\(root)/\(process)/net/sctp/assocs", limit: 8 << 20).bytes) ?? []
        return SCTPTable.associations(in: bytes).first { $0.localPort == localPort && $0.remotePort == remotePort }?
            .inode
    }

    /// The sockets that write whole frames, past every protocol.
    func packetSockets() -> [PacketSocket] {
        let now = Instant.now
        if let packets, now < packets.readAt + Self.textLifetime { return packets.sockets }
        let bytes = (try? SystemFiles.bytes(of: "\(root)/\(process)/net/packet", limit: 1 << 20).bytes) ?? []
        let sockets = bytes[...].lines.compactMap(PacketSocket.init(parsing:))
        packets = (sockets, now)
        return sockets
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
            (try? SocketTable.read(name, of: process, transport: transport, root: root))?.sockets ?? []
        }
        text = (sockets, now)
        return sockets
    }
}

/// A socket for whole frames, as `/proc/net/packet` shows it.
struct PacketSocket: Hashable, Sendable {
    /// Which frames it takes in; 0 for one that only sends.
    let etherType: UInt16
    let inode: UInt64

    /// Reads a line: address, references, type, protocol, interface, running, memory, user, inode.
    init?(parsing line: ArraySlice<UInt8>) {
        let words = line.words
        guard words.count >= 9, let type = words[3].hexadecimal.flatMap(UInt16.init(exactly:)),
            let inode = words[8].decimal
        else { return nil }
        etherType = type
        self.inode = inode
    }
}
