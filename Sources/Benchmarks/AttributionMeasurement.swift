internal import Glibc

/// How many connections of a known life on loopback an audit attributes at which quality.
///
/// A shell opens each, sends a few bytes, holds it and closes it; the kernel answers for a server that never accepts.
enum AttributionMeasurement {
    private static let connections = 40
    private static let holdMilliseconds = [0, 1, 10, 50]
    private static let shell = "/bin/bash"

    /// What a row is about.
    private struct Load {
        let name: String
        let commands: [[String]]
        let server: LoopbackServer
    }

    /// Measures and prints.
    static func run(earshot: String) {
        guard isCaptureAllowed() else { return print("attribution: skipped, needs root or cap_net_raw") }
        guard unsafe access(shell, X_OK) == 0 else { return print("attribution: skipped, no \(shell)") }
        guard let folder = TemporaryFolder() else {
            return print("attribution: skipped, no temporary folder could be made")
        }
        let report = folder.path + "/report.ndjson"
        defer {
            _ = unsafe unlink(report)
            folder.remove()
        }
        let loads = [true, false].flatMap { isOne in
            holdMilliseconds.compactMap { load(isOne: isOne, holdMilliseconds: $0) }
        }
        guard let lines = watch(loads, earshot, [folder.path, report]) else {
            return print("attribution: the audit did not run")
        }
        for load in loads {
            print("\(load.name): \(qualities(of: load.server.port, in: lines))")
        }
    }

    private static func load(isOne: Bool, holdMilliseconds: Int) -> Load? {
        guard let server = LoopbackServer() else { return nil }
        let hold = holdMilliseconds == 0 ? "0" : "0.\(String(1_000 + holdMilliseconds).dropFirst())"
        let connection =
            "exec 3<>/dev/tcp/127.0.0.1/\(server.port); printf hello >&3; read -r -t \(hold) -u 3; exec 3>&-"
        let pause = "sleep 0.03"
        let name = "\(connections) connections of \(holdMilliseconds) ms, "
        guard isOne else {
            let each = [shell, "-c", connection + "; " + pause]
            return Load(
                name: name + "each by a process of its own", commands: Array(repeating: each, count: connections),
                server: server)
        }
        let all = [shell, "-c", "for _ in {1..\(connections)}; do \(connection); \(pause); done"]
        return Load(name: name + "all by one process", commands: [all], server: server)
    }

    /// Puts the loads on loopback while an audit watches it, and gives the lines of its report.
    private static func watch(_ loads: [Load], _ earshot: String, _ places: [String]) -> [Substring]? {
        let audit = [
            earshot, "audit", "--interface", "lo", "--duration", "120s", "--no-scan", "--no-probe", "--home", places[0],
            "--format", "ndjson", "--output", places[1],
        ]
        guard let pid = MeasuredProcess.start(audit) else { return nil }
        // The program says nothing when it begins to watch.
        sleep(2)
        for command in loads.flatMap(\.commands) {
            _ = MeasuredProcess.run(command)
        }
        kill(pid, SIGINT)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
        return TextFile.read(places[1])?.split(separator: "\n")
    }

    /// The number of connections to a port at each quality, the most frequent first.
    private static func qualities(of port: UInt16, in lines: [Substring]) -> String {
        var counts: [Substring: Int] = [:]
        for line in lines where line.contains("\"event.category\":\"network_connection\"") {
            // Another audit of this machine may ask the server over HTTP meanwhile.
            guard line.contains("\"destination.port\":\(port),"), !line.contains("\"network.protocol\":\"http\"")
            else { continue }
            let parts = line.split(separator: "\"attribution.quality\":\"", maxSplits: 1)
            let quality = parts.count == 2 ? parts[1].prefix { $0 != "\"" } : "not said"
            counts[quality, default: 0] += 1
        }
        let missing = connections - counts.values.reduce(0, +)
        if missing > 0 { counts["not seen"] = missing }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", ")
    }

    private static func isCaptureAllowed() -> Bool {
        let descriptor = Glibc.socket(AF_PACKET, Int32(SOCK_RAW.rawValue), 0)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}
