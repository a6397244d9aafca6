internal import Observation

extension SocketOwnersState {
    /// The most sockets of one port whose processes are counted.
    private static let candidateLimit = 64

    private static let closed = "the socket was closed before it could be asked for"

    /// Whose one end of a flow is; nothing when that end is not on this host.
    mutating func owner(
        of transport: TransportProtocol, local: SocketAddress, remote: SocketAddress, at time: Timestamp
    ) -> EndOwner? {
        if case .other = transport {
            return isLocal(local.ip) ? .unknown("the kernel does not tell whose sockets send this protocol") : nil
        }
        guard local.ip.version == remote.ip.version, local.port != 0 else {
            return isLocal(local.ip) ? .unknown("the flow has no ports") : nil
        }
        return switch transport {
        case .tcp: connectionOwner(local: local, remote: remote, at: time)
        case .udp: datagramOwner(local: local, remote: remote, at: time)
        case .other: nil
        }
    }

    // MARK: TCP

    private mutating func connectionOwner(
        local: SocketAddress, remote: SocketAddress, at time: Timestamp
    ) -> EndOwner? {
        let socket = connection(local: local, remote: remote)
        guard isLocal(local.ip) || socket?.local == local else { return nil }
        if let socket, !socket.isListening, socket.inode != 0 {
            let found = processes(holding: socket.inode) { state in
                state.connection(local: local, remote: remote)?.inode == socket.inode
            }
            recent.note(.tcp, local: local, remote: remote, processes: found, at: time)
            return owner(among: found, quality: .socket, reason: nil)
        }
        // What is left: nothing, a socket that nobody has accepted yet, one that is closed, or the one that listens.
        let sighting = recent.sighting(.tcp, local: local, remote: remote, at: time)
        if let sighting, sighting.isExact { return owner(of: sighting) }
        let listener = socket?.isListening == true ? socket : listener(on: local)
        if let listener, listener.inode != 0 {
            let found = processes(holding: listener.inode)
            return owner(among: found, quality: .socket, reason: "by its listening socket")
        }
        return sighting.map { owner(of: $0) } ?? .unknown(Self.closed)
    }

    private func connection(local: SocketAddress, remote: SocketAddress) -> KernelSocket? {
        if let socket = kernel.socket(.tcp, local: local, remote: remote) { return socket }
        // A socket of a link-local address is bound to its interface, which a packet's addresses do not tell.
        guard local.ip.scope == .linkLocal, local.ip.version == .v6 else { return nil }
        return kernel.sockets(.tcp, on: local).first { $0.local == local && $0.remote == remote }
    }

    private func listener(on local: SocketAddress) -> KernelSocket? {
        let nobody = local.ip.version == .v4 ? IPAddress(v4: 0) : IPAddress(v6High: 0, low: 0)
        let socket = kernel.socket(.tcp, local: local, remote: SocketAddress(nobody, 0))
        return socket?.isListening == true ? socket : nil
    }

    // MARK: UDP

    private mutating func datagramOwner(
        local: SocketAddress, remote: SocketAddress, at time: Timestamp
    ) -> EndOwner? {
        let best = kernel.socket(.udp, local: local, remote: remote)
        if let best, best.local == local, best.remote == remote, best.inode != 0 {
            let found = processes(holding: best.inode)
            recent.note(.udp, local: local, remote: remote, processes: found, at: time)
            return owner(among: found, quality: .socket, reason: nil)
        }
        let candidates = kernel.sockets(.udp, on: local).filter { socket in
            (socket.remote.port == 0 || socket.remote == remote)
                && (socket.local.ip.isUnspecified || socket.local.ip == local.ip) && socket.inode != 0
        }
        guard isLocal(local.ip) || candidates.contains(where: { $0.local.ip == local.ip }) else { return nil }
        guard let first = candidates.first(where: { $0.inode == best?.inode }) ?? candidates.first else {
            let sighting = recent.sighting(.udp, local: local, remote: remote, at: time)
            return sighting.map { owner(of: $0) } ?? .unknown(Self.closed)
        }
        let found = processes(holding: first.inode)
        let others = Set(candidates.prefix(Self.candidateLimit).map(\.inode)).subtracting([first.inode])
            .reduce(into: Set<ProcessIdentity>()) { $0.formUnion(processes(holding: $1)) }.subtracting(found)
        recent.note(.udp, local: local, remote: nil, processes: found, at: time)
        if first.remote == remote { return owner(among: found, quality: .socket, reason: nil) }
        let reason = "the socket is not connected, so the port is all that tells"
        guard others.isEmpty else {
            return owner(among: found, quality: .port, reason: reason + "; \(others.count) more share it")
        }
        return owner(among: found, quality: .port, reason: reason)
    }

    // MARK: The answer

    private mutating func owner(of sighting: RecentOwners.Sighting) -> EndOwner {
        let reason =
            sighting.isExact ? Self.closed : Self.closed + "; this process had the last one seen on its port"
        return owner(among: sighting.processes, quality: .recent, reason: reason)
    }

    private mutating func owner(
        among processes: [ProcessIdentity], quality: AttributionQuality, reason: String?
    ) -> EndOwner {
        let now = Instant.now
        var records: [ProcessRecord] = []
        for process in processes.prefix(64) {
            if let record = memory.record(of: process, now: now) { records.append(record) }
        }
        guard let first = ListeningSocket.childrenFirst(records).first else { return .unknown(whyNobody(processes)) }
        let shared = processes.count > 1 ? "\(processes.count) processes have the socket open" : nil
        let reasons = [reason, shared, kernel.reason].compactMap(\.self)
        return EndOwner(
            process: first, quality: quality, reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
    }

    private func whyNobody(_ processes: [ProcessIdentity]) -> String {
        if !processes.isEmpty { return "its process ended before it could be read" }
        return HolderGap.reason(tablesUnreadable: holders.tablesUnreadable)
    }
}
