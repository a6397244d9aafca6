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
        /// Whether it was the socket of this very connection, and not another one of the same port.
        let isExact: Bool
    }

    private struct Key: Hashable {
        let transport: TransportProtocol
        let local: SocketAddress
        let remote: SocketAddress?
    }

    private var younger: [Key: Sighting] = [:]
    private var older: [Key: Sighting] = [:]
    private var bornAt: Timestamp?

    /// Notes who has a socket.
    mutating func note(_ socket: KernelSocket, processes: [ProcessIdentity], at time: Timestamp) {
        guard !processes.isEmpty else { return }
        let remote = socket.remote.port == 0 ? nil : socket.remote
        note(socket.transport, local: socket.local, remote: remote, processes: processes, at: time)
    }

    /// Notes who has the socket of a connection; without another end, of whoever asks.
    mutating func note(
        _ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress?, processes: [ProcessIdentity],
        at time: Timestamp
    ) {
        rotate(at: time)
        let sighting = Sighting(processes: processes, seenAt: time, isExact: true)
        if remote != nil { younger[Key(transport: transport, local: local, remote: remote)] = sighting }
        younger[Key(transport: transport, local: local, remote: nil)] = Sighting(
            processes: processes, seenAt: time, isExact: false)
    }

    /// The latest socket that took the packets of a connection within the last minute.
    ///
    /// - Parameters:
    ///   - transport: the protocol.
    ///   - local: the end whose socket is looked for.
    ///   - remote: the other end.
    ///   - time: when the packet was seen.
    /// - Returns: the socket of that connection if it was seen, or else another one of the same port.
    func sighting(
        _ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress, at time: Timestamp
    ) -> Sighting? {
        let anyV6 = IPAddress(v6High: 0, low: 0)
        let anyone = local.ip.version == .v4 ? [local.ip, IPAddress(v4: 0), anyV6] : [local.ip, anyV6]
        let keys =
            [Key(transport: transport, local: local, remote: remote)]
            + anyone.map { Key(transport: transport, local: SocketAddress($0, local.port), remote: nil) }
        for key in keys {
            guard let sighting = younger[key] ?? older[key] else { continue }
            let (age, overflows) = time.nanoseconds.subtractingReportingOverflow(sighting.seenAt.nanoseconds)
            if !overflows, age <= Self.lifetime, age >= -Self.lifetime { return sighting }
        }
        return nil
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
