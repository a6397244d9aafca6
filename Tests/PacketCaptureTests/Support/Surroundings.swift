import Foundation
import Glibc

/// What this machine lets a test do.
enum Surroundings {
    static let mayCapture: Bool = {
        let may = geteuid() == 0
        if !may { print("skipped: live capture needs root") }
        return may
    }()

    static let mayNotCapture = geteuid() != 0

    static let hasInterfaceTools: Bool = {
        let may =
            geteuid() == 0
            && ["/sbin/ip", "/usr/sbin/ip", "/bin/ip", "/usr/bin/ip"].contains {
                FileManager.default.isExecutableFile(atPath: $0)
            }
        if !may { print("skipped: a network namespace of the test's own needs root and ip(8)") }
        return may
    }()

    /// Runs a command in the calling thread's namespaces and tells whether it succeeded.
    @discardableResult
    static func run(_ command: String) -> Bool {
        system(command + " >/dev/null 2>&1") == 0
    }

    /// Gives the calling thread a network namespace of its own.
    static func leaveNetwork() -> Bool {
        // The call is not in the module that Swift makes of the C library.
        guard let symbol = dlsym(nil, "unshare") else { return false }
        let unshare = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
        return unshare(0x4000_0000) == 0  // CLONE_NEWNET
    }

    /// Writes a file for the time of a test.
    static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pcap")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }
}

/// A UDP socket on 127.0.0.1.
final class LoopbackSocket {
    private let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)

    /// Sends a datagram to a port of this host.
    func send(_ payload: [UInt8], to port: UInt16) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(descriptor, payload, payload.count, 0, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit { close(descriptor) }
}
