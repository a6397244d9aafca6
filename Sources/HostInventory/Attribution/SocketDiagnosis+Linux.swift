internal import CLinux
internal import Glibc
internal import Observation

/// An open line to the kernel's socket tables.
///
/// Not for two threads at once.
final class SocketDiagnosis {
    /// The most sockets that are taken in for one question.
    static let limit = 1 << 16

    private let descriptor: Int32
    private var sequence: UInt32 = 0
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    /// Opens the line.
    ///
    /// - Throws: ``ReadFailure`` when the kernel has no such tables, or a sandbox forbids them.
    convenience init() throws(ReadFailure) {
        let line = Self.open()
        guard line >= 0 else { throw ReadFailure(errorNumber: 0 &- line) }
        try self.init(descriptor: line)
    }

    /// Opens the line, in the network namespace of the calling thread.
    ///
    /// - Returns: a descriptor, or the negated error number.
    static func open() -> Int32 {
        let type = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let line = Glibc.socket(AF_NETLINK, type, clinux_netlink_sock_diag)
        return line < 0 ? -errno : line
    }

    /// Takes over an open line, which stays in the network namespace it was opened in.
    init(descriptor: Int32) throws(ReadFailure) {
        self.descriptor = descriptor
        // The kernel answers before the question returns; the limit is for a sandbox that swallows it.
        var patience = timeval(tv_sec: 0, tv_usec: 200_000)
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        // A kernel may have one transport's tables and not the other's.
        for transport in TransportProtocol.withSockets {
            _ = try sockets(transport, localPort: 1, in: .v4)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The kernel's number for the network namespace; 0 before Linux 5.14.
    var network: UInt64 { clinux_network_of_socket(descriptor) }

    /// The socket that takes the packets of one connection; nothing when there is none.
    func socket(
        _ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress, in version: IPAddress.Version
    ) throws(ReadFailure) -> KernelSocket? {
        sequence &+= 1
        try send(
            SocketQuestion.one(transport, local: local, remote: remote, in: version, sequence: sequence))
        while true {
            for message in try receive(transport) {
                switch message {
                case .socket(let socket): return socket
                // A kernel without IPv6 calls a question about it invalid.
                case .failure(ENOENT), .failure(EINVAL), .done: return nil
                case .failure(let number): throw ReadFailure(errorNumber: number)
                }
            }
        }
    }

    /// Every socket in some states, up to ``limit``.
    ///
    /// - Parameters:
    ///   - transport: the protocol, and so the table.
    ///   - localPort: the port they are bound to; 0 for any.
    ///   - version: the table to look into.
    ///   - states: a bit for each state that is asked for.
    /// - Returns: the sockets, in no order.
    /// - Throws: ``ReadFailure`` when the kernel refuses, or does not answer within 200 milliseconds.
    func sockets(
        _ transport: TransportProtocol, localPort: UInt16, in version: IPAddress.Version, states: UInt32 = .max
    ) throws(ReadFailure) -> [KernelSocket] {
        sequence &+= 1
        try send(
            SocketQuestion.all(transport, localPort: localPort, in: version, states: states, sequence: sequence))
        var sockets: [KernelSocket] = []
        // What comes beyond the limit is read to its end, or the kernel would take the next question for a second one.
        while true {
            for message in try receive(transport) {
                switch message {
                case .socket(let socket):
                    if sockets.count < Self.limit { sockets.append(socket) }
                case .failure(let number): throw ReadFailure(errorNumber: number)
                case .done: return sockets
                }
            }
        }
    }

    private func send(_ question: [UInt8]) throws(ReadFailure) {
        let sent = unsafe question.withUnsafeBytes { question in
            unsafe Glibc.send(descriptor, question.baseAddress, question.count, 0)
        }
        guard sent == question.count else { throw ReadFailure(errorNumber: errno) }
    }

    private func receive(_ transport: TransportProtocol) throws(ReadFailure) -> [SocketAnswer] {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
            }
            if count > 0 {
                return SocketAnswer.messages(in: buffer, count: count, transport: transport, sequence: sequence)
            }
            guard count < 0, errno == EINTR else { throw ReadFailure(errorNumber: count == 0 ? EPIPE : errno) }
        }
    }
}
