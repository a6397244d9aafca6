internal import Observation

/// One socket, as the kernel's tables show it.
struct KernelSocket: Hashable, Sendable {
    /// The states that tell a socket's part in a connection, numbered as in the kernel's `tcp_states.h`.
    enum State {
        static let synReceived: UInt8 = 3
        static let timeWait: UInt8 = 6
        static let closed: UInt8 = 7
        static let listening: UInt8 = 10
    }

    let transport: TransportProtocol
    /// The address it is bound to; an IPv4-mapped IPv6 address as the IPv4 address.
    let local: SocketAddress
    /// The other end; port 0 where there is none.
    let remote: SocketAddress
    let state: UInt8
    let userID: UInt32
    /// 0 for a socket that no process has open: one not yet accepted, or one that was closed.
    let inode: UInt64
    /// The kernel's other number for it, which no text shows.
    var cookie: UInt64?

    /// Whether it waits for connections or datagrams of anyone.
    var isListening: Bool {
        switch transport {
        case .tcp: state == State.listening
        case .udp: state == State.closed && remote.port == 0 && local.port != 0
        case .other: false
        }
    }
}

/// The kernel's tables of sockets as text: `/proc/PID/net/tcp`, `tcp6`, `udp`, `udp6`.
///
/// Layout: proc_pid_net(5). Each address is the memory of an `in_addr` or `in6_addr`, printed as 32-bit words in the byte
/// order of the machine.
enum SocketTable {
    /// The most that is read of one table: about 400,000 sockets.
    static let byteLimit = 64 << 20

    /// The four tables.
    static let files: [(name: String, transport: TransportProtocol)] = [
        ("tcp", .tcp), ("tcp6", .tcp), ("udp", .udp), ("udp6", .udp),
    ]

    /// Reads one table of the network namespace that a process is in.
    static func read(
        _ name: String, of process: String, transport: TransportProtocol, root: String
    ) throws(ReadFailure) -> (sockets: [KernelSocket], isComplete: Bool) {
        let (bytes, isComplete) = try SystemFiles.bytes(of: "\(root)/\(process)/net/\(name)", limit: byteLimit)
        return (sockets(in: bytes, transport: transport), isComplete)
    }

    /// The sockets in a table; lines that do not read as such are passed over, the first, of titles, among them.
    static func sockets(in bytes: [UInt8], transport: TransportProtocol) -> [KernelSocket] {
        bytes[...].lines.compactMap { socket(in: $0, transport: transport) }
    }

    /// Reads one line: number, own address, other address, state, queues, timer, retransmissions, user, timeout, inode.
    static func socket(in line: ArraySlice<UInt8>, transport: TransportProtocol) -> KernelSocket? {
        let words = line.words
        guard words.count >= 10, words[0].last == UInt8(ascii: ":"),
            let local = address(words[1]), let remote = address(words[2]),
            words[3].count == 2, let state = words[3].hexadecimal,
            let userID = words[7].decimal.flatMap(UInt32.init(exactly:)), let inode = words[9].decimal
        else { return nil }
        return KernelSocket(
            transport: transport, local: local, remote: remote, state: UInt8(truncatingIfNeeded: state), userID: userID,
            inode: inode)
    }

    private static func address(_ word: ArraySlice<UInt8>) -> SocketAddress? {
        let parts = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 4, let port = parts[1].hexadecimal,
            parts[0].count == 8 || parts[0].count == 32
        else { return nil }
        var words: [UInt32] = []
        for start in stride(from: parts[0].startIndex, to: parts[0].endIndex, by: 8) {
            guard let bits = parts[0][start..<(start + 8)].hexadecimal else { return nil }
            words.append(UInt32(bigEndian: UInt32(truncatingIfNeeded: bits)))
        }
        return SocketAddress(IPAddress(words: words).unmapped, UInt16(truncatingIfNeeded: port))
    }
}

extension IPAddress {
    /// Creates an address from one word of 32 bits, or from four, the first in network order first, each in host order.
    ///
    /// Any other number of words gives the unspecified address.
    init(words: [UInt32]) {
        if words.count == 1 {
            self.init(v4: words[0])
        } else if words.count == 4 {
            self.init(
                v6High: UInt64(words[0]) << 32 | UInt64(words[1]), low: UInt64(words[2]) << 32 | UInt64(words[3]))
        } else {
            self.init(v6High: 0, low: 0)
        }
    }

    /// The address as four words of 32 bits in host order; an IPv4 address is the first and the others are zero.
    var words: [UInt32] {
        switch version {
        case .v4: [UInt32(truncatingIfNeeded: low), 0, 0, 0]
        case .v6: [high >> 32, high, low >> 32, low].map { UInt32(truncatingIfNeeded: $0) }
        }
    }
}
