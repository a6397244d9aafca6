import Glibc
import Observation

/// A socket of the test's own, on the loopback network, closed with its last reference.
final class LoopbackSocket {
    let descriptor: Int32
    let transport: TransportProtocol

    struct Failure: Error {
        let number = errno
    }

    init(_ transport: TransportProtocol, version: IPAddress.Version) throws {
        self.transport = transport
        let type = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
        descriptor = socket(version == .v4 ? AF_INET : AF_INET6, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if descriptor < 0 { throw Failure() }
    }

    private init(accepted descriptor: Int32) throws {
        self.descriptor = descriptor
        transport = .tcp
        // A shell that another test starts must not inherit it.
        if fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0 { throw Failure() }
    }

    deinit { close(descriptor) }

    /// Listens on a port that the kernel chooses; the unspecified IPv6 address takes IPv4 too.
    static func listening(on address: IPAddress) throws -> LoopbackSocket {
        let socket = try LoopbackSocket(.tcp, version: address.version)
        try socket.bind(to: SocketAddress(address, 0))
        if listen(socket.descriptor, 8) != 0 { throw Failure() }
        return socket
    }

    func bind(to address: SocketAddress) throws {
        let result = Self.withAddress(address) { Glibc.bind(descriptor, $0, $1) }
        if result != 0 { throw Failure() }
    }

    func connect(to address: SocketAddress) throws {
        let result = Self.withAddress(address) { Glibc.connect(descriptor, $0, $1) }
        if result != 0 { throw Failure() }
    }

    func accept() throws -> LoopbackSocket {
        try LoopbackSocket(accepted: Glibc.accept(descriptor, nil, nil))
    }

    /// The port that the kernel gave it.
    var port: UInt16 { port(of: getsockname) }

    /// The port of the other end.
    var peerPort: UInt16 { port(of: getpeername) }

    private func port(
        of end: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutableBytes(of: &storage) { bytes in
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return }
            _ = end(descriptor, address, &length)
        }
        // The port stands at the same place in both families' addresses.
        return withUnsafeBytes(of: storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    }

    /// The kernel's number for it.
    var inode: UInt64 {
        var status = stat()
        fstat(descriptor, &status)
        return UInt64(status.st_ino)
    }

    private static func withAddress(
        _ address: SocketAddress, _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) -> Int32 {
        var bytes: [UInt8]
        let family = UInt16(address.ip.version == .v4 ? AF_INET : AF_INET6)
        bytes = withUnsafeBytes(of: family) { Array($0) } + [UInt8(address.port >> 8), UInt8(address.port & 0xFF)]
        func append(_ number: some FixedWidthInteger) {
            bytes += withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }
        if address.ip.version == .v4 {
            append(UInt32(truncatingIfNeeded: address.ip.low))
            append(UInt64(0))
        } else {
            append(UInt32(0))
            append(address.ip.high)
            append(address.ip.low)
            append(UInt32(0))
        }
        return bytes.withUnsafeBytes {
            body($0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
    }
}

let loopback = IPAddress(v4: 0x7F00_0001)
let loopback6 = IPAddress(v6High: 0, low: 1)
let anyone = IPAddress(v4: 0)
let anyone6 = IPAddress(v6High: 0, low: 0)
