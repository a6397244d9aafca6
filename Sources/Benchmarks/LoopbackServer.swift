internal import Glibc

/// A socket that listens on loopback and never accepts, so that the kernel completes the connections.
final class LoopbackServer {
    /// Its port, in host byte order.
    let port: UInt16

    private let descriptor: Int32

    /// Listens on a port that the kernel chooses.
    init?() {
        descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let fd = descriptor
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(fd, address, length) == 0 && listen(fd, 128) == 0 && getsockname(fd, address, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard descriptor >= 0, isBound else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}

/// A file that is read at once.
enum TextFile {
    /// The whole text; nothing when the file cannot be opened.
    static func read(_ path: String) -> String? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }
}
