import Foundation
import PacketCapture

/// A request over TLS on this host's loopback, captured together with its secrets.
enum TLSConversation {
    /// Another one each run, so that runs side by side don't meet; below those that the kernel hands out.
    static let port = Int.random(in: 20_000..<30_000)

    /// The packets and the key log, or nothing where this cannot be done.
    static func record(in folder: String) throws -> (packets: [ReadFile.Packet], keys: [UInt8])? {
        guard Surroundings.mayCapture, let capture = try? InterfaceCapture(interface: "lo") else { return nil }
        let made = try Tool.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-keyout", folder + "/key.pem", "-out", folder + "/cert.pem",
            ])
        guard made.succeeded else { return nil }
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        server.arguments = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-key", folder + "/key.pem", "-cert", folder + "/cert.pem",
            "-www", "-quiet",
        ]
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
        // Gentler signals are blocked in what threads of tests start.
        defer { kill(server.processIdentifier, SIGKILL) }
        let packets = PacketList()
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            _ = capture.run { record, bytes in
                packets.add(ReadFile.Packet(record: record, bytes: (0..<bytes.count).map { bytes[$0] }))
            }
            done.signal()
        }
        // The server needs a moment before it listens; a refused attempt is repeated.
        let script = """
            for i in 1 2 3 4 5 6 7 8 9 10; do
            printf 'GET /hidden HTTP/1.0\\r\\n\\r\\n' | timeout 5 openssl s_client -connect 127.0.0.1:\(port) \
            -quiet -keylogfile '\(folder)/keys' >/dev/null 2>&1 && test -s '\(folder)/keys' && exit 0
            sleep 0.2
            done
            exit 1
            """
        let asked = try Tool.run("env", ["bash", "-c", script])
        capture.stop()
        done.wait()
        guard asked.succeeded, let keys = FileManager.default.contents(atPath: folder + "/keys") else { return nil }
        return (packets.all.filter { $0.concerns(UInt16(port)) }, [UInt8](keys))
    }
}

extension ReadFile.Packet {
    /// Whether this is a TCP segment over IPv4 on Ethernet from or to a port.
    fileprivate func concerns(_ port: UInt16) -> Bool {
        guard bytes.count > 38, bytes[12] == 8, bytes[13] == 0, bytes[23] == 6 else { return false }
        return [34, 36].contains { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) == port }
    }
}

/// Packets that one thread adds and another takes.
private final class PacketList: @unchecked Sendable {
    private let lock = NSLock()
    private var packets: [ReadFile.Packet] = []

    func add(_ packet: ReadFile.Packet) { lock.withLock { packets.append(packet) } }
    var all: [ReadFile.Packet] { lock.withLock { packets } }
}
