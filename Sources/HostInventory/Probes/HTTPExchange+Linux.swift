internal import Glibc
internal import Observation

/// One GET request over a connection of its own.
///
/// Nothing in it waits longer than its deadline, whatever the other side does.
struct HTTPExchange: Sendable {
    /// Why there is no reply.
    enum Failure: Error, Equatable, Sendable {
        case refused
        case timedOut
        case noHTTP
        case system(Int32)
    }

    /// How long one request may take, connecting included, in milliseconds.
    static let deadline: Int64 = 1_000
    /// How long the first byte of a reply may take, in milliseconds.
    static let firstByteDeadline: Int64 = 600
    /// How many bytes of a reply are taken in.
    static let replyLimit = 64 << 10

    let target: LoopbackTarget

    /// The bytes of a request.
    static func request(_ path: String, to address: SocketAddress, origin: String?) -> [UInt8] {
        var lines = ["GET \(path) HTTP/1.1", "Host: \(address)", "User-Agent: earshot", "Accept: */*"]
        if let origin { lines.append("Origin: \(origin)") }
        return Array((lines + ["Connection: close", "", ""]).joined(separator: "\r\n").utf8)
    }

    /// Asks for a path.
    ///
    /// A reply that is longer than the limit, or that stops in its content, comes without its end.
    ///
    /// - Throws: ``Failure`` when nothing came that reads as a reply.
    func get(_ path: String, origin: String? = nil) throws(Failure) -> HTTPReply {
        let connection = try Connection(to: target.address)
        let start = Instant.now
        let end = start + Self.deadline
        try connection.finishConnecting(by: start + Self.firstByteDeadline)
        try connection.send(Self.request(path, to: target.address, origin: origin), by: start + Self.firstByteDeadline)
        var bytes: [UInt8] = []
        while true {
            let chunk: [UInt8]
            do {
                chunk = try connection.receive(
                    atMost: Self.replyLimit - bytes.count, by: bytes.isEmpty ? start + Self.firstByteDeadline : end)
            } catch {
                // What came before the other side stopped or broke off may say enough.
                guard case .reply(let reply) = HTTPReplyReading(parsing: bytes, isAtEnd: true) else { throw error }
                return HTTPReply(status: reply.status, fields: reply.fields, body: reply.body, isComplete: false)
            }
            bytes += chunk
            switch HTTPReplyReading(parsing: bytes, isAtEnd: chunk.isEmpty) {
            case .malformed: throw .noHTTP
            case .reply(let reply):
                if reply.isComplete || chunk.isEmpty || bytes.count >= Self.replyLimit { return reply }
            case .needsMore:
                if bytes.count >= Self.replyLimit { throw .noHTTP }
            }
        }
    }
}

/// A TCP connection, closed when nobody needs it any more.
private final class Connection {
    private let descriptor: Int32

    /// Begins to connect, without waiting.
    init(to address: SocketAddress) throws(HTTPExchange.Failure) {
        let family = address.ip.version == .v4 ? AF_INET : AF_INET6
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw .system(errno) }
        guard Self.connect(descriptor, to: address) == 0 || errno == EINPROGRESS else {
            throw errno == ECONNREFUSED ? .refused : .system(errno)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private static func connect(_ descriptor: Int32, to address: SocketAddress) -> Int32 {
        if address.ip.version == .v4 {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = address.port.bigEndian
            name.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.ip.low).bigEndian
            return unsafe withUnsafeBytes(of: &name) { bytes in
                unsafe Glibc.connect(
                    descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            }
        }
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_port = address.port.bigEndian
        unsafe withUnsafeMutableBytes(of: &name.sin6_addr) { bytes in
            unsafe bytes.storeBytes(of: address.ip.high.bigEndian, as: UInt64.self)
            unsafe bytes.storeBytes(of: address.ip.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return unsafe withUnsafeBytes(of: &name) { bytes in
            unsafe Glibc.connect(
                descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
    }

    /// Waits until the connection can be used in a direction.
    private func wait(for events: Int32, by end: Instant) throws(HTTPExchange.Failure) {
        while true {
            let left = end.milliseconds - Instant.now.milliseconds
            guard left > 0 else { throw .timedOut }
            var entry = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
            let ready = unsafe poll(&entry, 1, Int32(clamping: left))
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw .system(errno) }
        }
    }

    /// Waits until the other side took the connection.
    func finishConnecting(by end: Instant) throws(HTTPExchange.Failure) {
        try wait(for: Int32(POLLOUT), by: end)
        var problem: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 else { throw .system(errno) }
        guard problem == 0 else { throw problem == ECONNREFUSED ? .refused : .system(problem) }
    }

    /// Sends all of the bytes.
    func send(_ bytes: [UInt8], by end: Instant) throws(HTTPExchange.Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                try wait(for: Int32(POLLOUT), by: end)
            } else if errno != EINTR {
                throw .system(errno)
            }
        }
    }

    /// The next bytes; none when the other side closed.
    func receive(atMost limit: Int, by end: Instant) throws(HTTPExchange.Failure) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: min(max(limit, 1), 16 << 10))
        while true {
            try wait(for: Int32(POLLIN), by: end)
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count >= 0 { return Array(chunk[..<count]) }
            guard errno == EAGAIN || errno == EINTR else { throw .system(errno) }
        }
    }
}
