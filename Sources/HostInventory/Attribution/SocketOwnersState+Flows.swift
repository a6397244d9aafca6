internal import Observation

extension SocketOwnersState {
    /// The most sockets of one port whose processes are counted.
    private static let candidateLimit = 64

    static let byListener = "by its listening socket"
    static let closed = "the socket was closed before it could be asked for"

    /// Whose one end of a flow is; nothing when that end is not on this host.
    ///
    /// - Parameters:
    ///   - transport: the protocol of the flow.
    ///   - local: the end.
    ///   - remote: the other end.
    ///   - isSender: whether the packet that is asked about came from this end.
    ///   - time: when that packet was seen.
    /// - Returns: the owner, also where its process is not known.
    mutating func owner(
        of transport: TransportProtocol, local: SocketAddress, remote: SocketAddress, isSender: Bool, at time: Timestamp
    ) -> EndOwner? {
        let isHere = here.has(local.ip)
        var isFromSocket = false
        for place in isHere ? [RecentOwners.Place.here] : [.here, .elsewhere] {
            let sighting = recent.exactSighting(transport, local: local, remote: remote, in: place, at: time)
            guard let sighting, sighting.evidence == .told else { continue }
            isFromSocket = true
            guard !sighting.processes.isEmpty else { continue }
            let told = owner(among: sighting.processes, quality: .socket, reason: nil)
            let end = FlowEnd(transport: transport, local: local, remote: remote, mayBeFrame: false, seenAt: time)
            return lookThrough(told, of: end, in: here)
        }
        let end = FlowEnd(
            transport: transport, local: local, remote: remote, mayBeFrame: isSender && !isFromSocket, seenAt: time)
        if let owner = owner(of: end, in: here) { return owner }
        // Two namespaces may have the same address.
        var unknown: EndOwner?
        for view in elsewhere.values where view.addresses.contains(local.ip) {
            guard let owner = owner(of: end, in: view) else { continue }
            guard owner.process == nil else { return owner }
            unknown = owner
        }
        return unknown
    }

    private mutating func owner(of end: FlowEnd, in view: NetworkView) -> EndOwner? {
        guard end.local.ip.version == end.remote.ip.version, end.local.port != 0 || !end.transport.hasPorts else {
            return view.has(end.local.ip) ? .unknown("the flow has no ports") : nil
        }
        let found =
            switch end.transport {
            case .tcp: connectionOwner(of: end, in: view)
            case .udp: datagramOwner(of: end, in: view)
            default: rawOwner(of: end, in: view)
            }
        guard let found, found.process == nil else { return found.map { lookThrough($0, of: end, in: view) } }
        return end.mayBeFrame ? packetOwner(of: end, in: view) ?? found : found
    }

    func place(of view: NetworkView) -> RecentOwners.Place { view === here ? .here : .elsewhere }

    // MARK: TCP

    private mutating func connectionOwner(of end: FlowEnd, in view: NetworkView) -> EndOwner? {
        let socket = connection(of: end, in: view)
        guard view.has(end.local.ip) || socket?.local == end.local else { return nil }
        if let socket, !socket.isListening, socket.inode != 0 {
            let found =
                claimant(of: socket).map { [$0] }
                ?? processes(holding: socket.inode, in: view) { state in
                    state.connection(of: end, in: view)?.inode == socket.inode
                }
            note(found, of: end, in: view)
            let isGone = found.isEmpty && connection(of: end, in: view)?.inode != socket.inode
            return isGone ? .unknown(Self.closed) : owner(among: found, quality: .socket, reason: view.sockets.reason)
        }
        // What is left: nothing, a socket that nobody has accepted yet, one that is closed, or the one that listens.
        let sighting = recent.sighting(
            .tcp, local: end.local, remote: end.remote, in: place(of: view), at: end.seenAt)
        if let sighting, sighting.evidence == .held { return owner(of: sighting, in: view) }
        let listener = socket?.isListening == true ? socket : listener(on: end.local, in: view)
        if let listener, listener.inode != 0 {
            let holders = processes(holding: listener.inode, in: view)
            let found = holders.isEmpty ? claimant(of: listener).map { [$0] } ?? [] : holders
            return owner(among: found, quality: .socket, reason: Self.byListener, view.sockets.reason)
        }
        guard let sighting else { return .unknown(Self.closed) }
        if sighting.evidence == .toldAnswer {
            return owner(among: sighting.processes, quality: .socket, reason: Self.byListener)
        }
        return owner(of: sighting, in: view)
    }

    private func connection(of end: FlowEnd, in view: NetworkView) -> KernelSocket? {
        let (local, remote) = (end.local, end.remote)
        if let socket = view.sockets.socket(.tcp, local: local, remote: remote) { return socket }
        // A socket of a link-local address is bound to its interface, which a packet's addresses do not tell.
        guard local.ip.scope == .linkLocal, local.ip.version == .v6 else { return nil }
        return view.sockets.sockets(.tcp, on: local).first { $0.local == local && $0.remote == remote }
    }

    private func listener(on local: SocketAddress, in view: NetworkView) -> KernelSocket? {
        let nobody = local.ip.version == .v4 ? IPAddress(v4: 0) : IPAddress(v6High: 0, low: 0)
        let socket = view.sockets.socket(.tcp, local: local, remote: SocketAddress(nobody, 0))
        return socket?.isListening == true ? socket : nil
    }

    // MARK: UDP

    private mutating func datagramOwner(of end: FlowEnd, in view: NetworkView) -> EndOwner? {
        let (local, remote) = (end.local, end.remote)
        let best = view.sockets.socket(.udp, local: local, remote: remote)
        if let best, best.local == local, best.remote == remote, best.inode != 0 {
            let found = claimant(of: best).map { [$0] } ?? processes(holding: best.inode, in: view)
            note(found, of: end, in: view)
            return owner(among: found, quality: .socket, reason: view.sockets.reason)
        }
        let candidates = view.sockets.sockets(.udp, on: local).filter { socket in
            (socket.remote.port == 0 || socket.remote == remote)
                && (socket.local.ip.isUnspecified || socket.local.ip == local.ip) && socket.inode != 0
        }
        guard view.has(local.ip) || candidates.contains(where: { $0.local.ip == local.ip }) else { return nil }
        guard let first = candidates.first(where: { $0.inode == best?.inode }) ?? candidates.first else {
            let sighting = recent.sighting(.udp, local: local, remote: remote, in: place(of: view), at: end.seenAt)
            return sighting.map { owner(of: $0, in: view) } ?? .unknown(Self.closed)
        }
        let holders = processes(holding: first.inode, in: view)
        let found = holders.isEmpty ? claimant(of: first).map { [$0] } ?? [] : holders
        let others = Set(candidates.prefix(Self.candidateLimit).map(\.inode)).subtracting([first.inode])
            .reduce(into: Set<ProcessIdentity>()) { $0.formUnion(processes(holding: $1, in: view)) }.subtracting(found)
        recent.note(.udp, local: local, remote: nil, processes: found, in: place(of: view), at: end.seenAt)
        if first.remote == remote { return owner(among: found, quality: .socket, reason: view.sockets.reason) }
        let reason = "the socket is not connected, so the port is all that tells"
        return owner(
            among: found, quality: .port, reason: others.isEmpty ? reason : reason + "; \(others.count) more share it",
            view.sockets.reason)
    }

    // MARK: The answer

    private mutating func note(_ processes: [ProcessIdentity], of end: FlowEnd, in view: NetworkView) {
        recent.note(
            end.transport, local: end.local, remote: end.remote, processes: processes, in: place(of: view),
            at: end.seenAt)
    }

    mutating func owner(of sighting: RecentOwners.Sighting, in view: NetworkView) -> EndOwner {
        let reason =
            sighting.isExact ? Self.closed : Self.closed + "; this process had the last one seen on its port"
        return owner(among: sighting.processes, quality: .recent, reason: reason, view.sockets.reason)
    }

    mutating func owner(
        among processes: [ProcessIdentity], quality: AttributionQuality, reason: String?, _ more: String? = nil
    ) -> EndOwner {
        let now = Instant.now
        var records: [ProcessRecord] = []
        for process in processes.prefix(64) {
            if let record = memory.record(of: process, now: now) { records.append(record) }
        }
        guard let first = ListeningSocket.childrenFirst(records).first else { return .unknown(whyNobody(processes)) }
        let shared = processes.count > 1 ? "\(processes.count) processes have the socket open" : nil
        let reasons = [reason, shared, more].compactMap(\.self)
        return EndOwner(
            process: first, quality: quality, reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
    }

    private func whyNobody(_ processes: [ProcessIdentity]) -> String {
        if !processes.isEmpty { return "its process ended before it could be read" }
        return HolderGap.reason(tablesUnreadable: holders.tablesUnreadable)
    }
}
