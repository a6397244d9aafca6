internal import Glibc
internal import Observation

/// Packets that come from no socket with a port: ICMP, SCTP, every other protocol, and frames past all of them.
extension SocketOwnersState {
    private static let ownProcess = getpid()

    mutating func rawOwner(of end: FlowEnd, in view: NetworkView) -> EndOwner? {
        guard view.has(end.local.ip) else { return nil }
        if end.transport == .sctp,
            let inode = view.sockets.association(localPort: end.local.port, remotePort: end.remote.port)
        {
            return owner(among: processes(holding: inode, in: view), quality: .socket, reason: nil)
        }
        let candidates = view.sockets.rawSockets(end.transport, on: end.local.ip).filter { socket in
            (socket.local.ip.isUnspecified || socket.local.ip == end.local.ip)
                && (socket.remote.ip.isUnspecified || socket.remote.ip == end.remote.ip)
        }
        var found: [ProcessIdentity] = []
        for socket in candidates.prefix(8) {
            found += processes(holding: socket.inode, in: view).filter { !found.contains($0) }
        }
        guard !found.isEmpty else {
            let sighting = recent.sighting(
                end.transport, local: end.local, remote: end.remote, in: place(of: view), at: end.seenAt)
            if let sighting { return owner(of: sighting, in: view) }
            let isICMP = end.transport == .icmp || end.transport == .icmp6
            return .unknown(
                isICMP ? "the kernel sends such packets by itself, and no socket for them is there" : Self.closed)
        }
        recent.note(
            end.transport, local: end.local, remote: nil, processes: found, in: place(of: view), at: end.seenAt)
        let reason = "the protocol has no ports, so that it is the only socket for it is all that tells"
        guard candidates.count == 1 else {
            return owner(
                among: found, quality: .port,
                reason: "the protocol has no ports, and \(candidates.count) sockets are for it")
        }
        return owner(among: found, quality: .port, reason: reason)
    }

    /// Who may have written a packet that came from no socket that is known: whoever has a socket for whole frames.
    ///
    /// Many programs only read from such sockets. One that takes in no frames at all is there for sending. Where the
    /// kernel tells of every packet that leaves a socket, and did not tell of this one, any of them may be meant; of TCP
    /// it tells when a connection opens only.
    mutating func packetOwner(of end: FlowEnd, in view: NetworkView) -> EndOwner? {
        let isTold = programs != nil && end.transport != .tcp
        let sockets = view.sockets.packetSockets().prefix(16)
        // One that only sends is likelier than one that reads too.
        var found = packetHolders(of: sockets.filter { $0.etherType == 0 }, in: view)
        if found.isEmpty, isTold { found = packetHolders(of: sockets.filter { $0.etherType != 0 }, in: view) }
        if let process = found.first {
            packetSenders[place(of: view)] = (Array(found), .now)
            guard found.count == 1 else {
                return .unknown(
                    "no socket has sent it; \(found.count) processes have sockets for whole frames (AF_PACKET)")
            }
            return owner(
                among: [process], quality: .port,
                reason: "no socket has sent it, and this process has one for whole frames (AF_PACKET)")
        }
        guard isTold, let last = packetSenders[place(of: view)], last.at + 5_000 >= .now, last.processes.count == 1
        else {
            return nil
        }
        return owner(
            among: last.processes, quality: .recent,
            reason: "no socket has sent it, and this process lately had one for whole frames (AF_PACKET)")
    }

    private mutating func packetHolders(of sockets: [PacketSocket], in view: NetworkView) -> Set<ProcessIdentity> {
        var found: Set<ProcessIdentity> = []
        for socket in sockets {
            let holders = processes(holding: socket.inode, in: view)
            // Earshot's own is for reading, also while a process that it starts still has it.
            guard !holders.contains(where: { $0.pid == Self.ownProcess }) else { continue }
            found.formUnion(holders)
        }
        return found
    }
}
