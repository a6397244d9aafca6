import Foundation
import Glibc
import Observation

/// Three network namespaces of the test's own: the host under audit, a peer, and a container behind the host.
final class ScenarioNetwork {
    static let interface = "host0"
    static let hostAddress = "10.77.0.1"
    static let peerAddress = "10.77.0.2"
    static let peerAddress6 = "fd77::2"
    static let containerAddress = "10.78.0.2"

    private static let ip = "/usr/sbin/ip"

    /// Whether namespaces can be made here, and the generator be compiled.
    static let isPossible =
        geteuid() == 0 && FileManager.default.isExecutableFile(atPath: ip) && compiler != nil
        && (try? ScenarioNetwork(named: "probe")) != nil

    static let compiler = ["cc", "gcc", "clang"].lazy.flatMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    let host: String
    let peer: String
    let container: String
    private var idle: [Process] = []

    init(named name: String) throws {
        let prefix = "earshot-\(getpid())-\(name)"
        (host, peer, container) = (prefix + "-host", prefix + "-peer", prefix + "-container")
        let (host, peer, container) = (host, peer, container)
        for namespace in [host, peer, container] { try Self.run(["netns", "add", namespace]) }
        let commands = [
            "link add host0 netns \(host) type veth peer name peer0 netns \(peer)",
            "link add host1 netns \(host) type veth peer name eth0 netns \(container)",
            "-n \(host) addr add 10.77.0.1/24 dev host0", "-n \(peer) addr add 10.77.0.2/24 dev peer0",
            "-n \(host) addr add fd77::1/64 dev host0 nodad", "-n \(peer) addr add fd77::2/64 dev peer0 nodad",
            "-n \(host) addr add 10.78.0.1/24 dev host1", "-n \(container) addr add 10.78.0.2/24 dev eth0",
            "-n \(host) link set lo up", "-n \(host) link set host0 up", "-n \(host) link set host1 up",
            "-n \(peer) link set peer0 up", "-n \(container) link set eth0 up",
            "-n \(container) route add default via 10.78.0.1", "-n \(peer) route add 10.78.0.0/24 via 10.77.0.1",
        ]
        for command in commands { try Self.run(command.split(separator: " ").map(String.init)) }
        try Self.run(["netns", "exec", host, "/bin/sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"])
    }

    deinit {
        for process in idle {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        for namespace in [host, peer, container] { try? Self.run(["netns", "del", namespace]) }
    }

    /// Starts a program in a namespace.
    func start(
        _ program: String, _ arguments: [String], in namespace: String, input: Any? = nil, output: Any? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.ip)
        process.arguments = ["netns", "exec", namespace, program] + arguments
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Starts a program that runs until the namespaces are removed, and waits for its first line.
    func keep(_ program: String, _ arguments: [String], in namespace: String) throws -> Int32 {
        let output = Pipe()
        let process = try start(program, arguments, in: namespace, input: Pipe(), output: output)
        idle.append(process)
        _ = output.fileHandleForReading.availableData
        return process.processIdentifier
    }

    struct Failure: Error {
        let command: String
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ip)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: arguments.joined(separator: " ")) }
    }
}
