internal import Observation

/// Whose sockets were seen lately, for packets that arrive after their socket is gone.
///
/// Two generations are kept: when the younger is full or old it becomes the older one, and the older one is dropped. So
/// memory is bounded and nothing is ever searched for what has to go.
struct RecentOwners: Sendable {
    /// How long a socket is remembered, in nanoseconds.
    static let lifetime: Int64 = 60_000_000_000

    /// The most that one generation holds.
    static let limit = 1 << 15

    /// A socket that was seen.
    struct Sighting: Hashable, Sendable {
        let processes: [ProcessIdentity]
        let seenAt: Timestamp
        let evidence: Evidence

        /// Whether it was the socket of this very connection, and not another one of the same port.
        var isExact: Bool { evidence != .port }
    }

    /// What tells that a socket was the processes'.
    enum Evidence: Hashable, Sendable {
        /// The kernel told so when the first packet left the socket.
        case told
        /// The kernel told that the socket that listened answered.
        case toldAnswer
        /// They had the socket open.
        case held
        /// They had another socket of the same port.
        case port
    }

    /// Where a socket lives.
    enum Place: Hashable, Sendable {
        /// In the network namespace that is looked at.
        case here
        /// In any other one: addresses may mean several machines there, and the latest counts.
        case elsewhere
    }

    private struct Key: Hashable {
        let transport: TransportProtocol
        let place: Place
        let local: SocketAddress
        let remote: SocketAddress?
    }

    private var younger: [Key: Sighting] = [:]
    private var older: [Key: Sighting] = [:]
    private var bornAt: Timestamp?

    /// Notes who has a socket.
    mutating func note(
        _ socket: KernelSocket, processes: [ProcessIdentity], in place: Place = .here, at time: Timestamp
    ) {
        guard !processes.isEmpty else { return }
        let remote = socket.remote.port == 0 ? nil : socket.remote
        note(
            socket.transport, local: socket.local, remote: remote, processes: processes, in: place, at: time
        )
    }

    /// Notes who has the socket of a connection; without another end, of whoever asks.
    mutating func note(
        _ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress?, processes: [ProcessIdentity],
        evidence: Evidence = .held, in place: Place = .here, at time: Timestamp
    ) {
        rotate(at: time)
        let (local, remote) = (transport.end(local), remote.map(transport.end))
        if let remote {
            younger[Key(transport: transport, place: place, local: local, remote: remote)] = Sighting(
                processes: processes, seenAt: time, evidence: evidence)
        }
        // That a socket has sent something, and nobody knows whose, says nothing of its port.
        guard !processes.isEmpty else { return }
        younger[Key(transport: transport, place: place, local: local, remote: nil)] = Sighting(
            processes: processes, seenAt: time, evidence: .port)
    }

    /// The latest socket that took the packets of a connection within the last minute.
    ///
    /// - Parameters:
    ///   - transport: the protocol.
    ///   - local: the end whose socket is looked for.
    ///   - remote: the other end.
    ///   - place: where the socket lives.
    ///   - time: when the packet was seen.
    /// - Returns: the socket of that connection if it was seen, or else another one of the same port.
    func sighting(
        _ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress, in place: Place = .here,
        at time: Timestamp
    ) -> Sighting? {
        let exact = exactSighting(transport, local: local, remote: remote, in: place, at: time)
        if let exact, !exact.processes.isEmpty { return exact }
        let local = transport.end(local)
        let anyV6 = IPAddress(v6High: 0, low: 0)
        let anyone = local.ip.version == .v4 ? [local.ip, IPAddress(v4: 0), anyV6] : [local.ip, anyV6]
        for address in anyone {
            let end = SocketAddress(address, local.port)
            let key = Key(transport: transport, place: place, local: end, remote: nil)
            if let sighting = sighting(key, at: time) { return sighting }
        }
        return nil
    }

    /// The latest socket of exactly that connection within the last minute.
    func exactSighting(
        _ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress, in place: Place = .here,
        at time: Timestamp
    ) -> Sighting? {
        let key = Key(
            transport: transport, place: place, local: transport.end(local), remote: transport.end(remote))
        return sighting(key, at: time)
    }

    private func sighting(_ key: Key, at time: Timestamp) -> Sighting? {
        guard let sighting = younger[key] ?? older[key] else { return nil }
        let (age, overflows) = time.nanoseconds.subtractingReportingOverflow(sighting.seenAt.nanoseconds)
        return !overflows && age <= Self.lifetime && age >= -Self.lifetime ? sighting : nil
    }

    private mutating func rotate(at time: Timestamp) {
        let (age, overflows) = time.nanoseconds.subtractingReportingOverflow(bornAt?.nanoseconds ?? time.nanoseconds)
        guard bornAt != nil, younger.count < Self.limit, !overflows, age < Self.lifetime else {
            older = younger
            younger = [:]
            bornAt = time
            return
        }
    }
}
