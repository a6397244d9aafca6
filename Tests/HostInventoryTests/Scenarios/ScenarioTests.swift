import Foundation
import Glibc
import Observation
import Testing

@testable import HostInventory

/// The 24 activities of the public attribution benchmark.
///
/// A generator of the project's own makes them between namespaces of the test's own. Whoever attributes runs first, the
/// generators start later; each is a program of its own name. Prints a table. `EARSHOT_SCENARIOS=s01,s19` runs some only.
@Suite(
    "Scenarios of attribution; need root and namespaces", .serialized,
    .enabled(if: ScenarioNetwork.isPossible, "namespaces cannot be made, or there is no C compiler"))
struct ScenarioTests {
    private static let programs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Programs"

    @Test(
        "at least 22 of 24 are given to the right program with programs in the kernel",
        .enabled(if: BoundPrograms.arePermitted, "no eBPF here"))
    func withPrograms() throws {
        try expect(22, named: "ebpf", means: .all)
    }

    @Test("at least 17 of 24 are given to the right program without")
    func withoutPrograms() throws {
        try expect(17, named: "plain", means: [.processEvents, .socketTables])
    }

    private func expect(_ least: Int, named name: String, means: AttributionMeans) throws {
        let results = try run(named: name, means: means)
        let passed = results.count(where: \.isPassed)
        print("\nattribution, \(name): \(passed) of \(results.count)")
        results.forEach { print("  \($0)") }
        #expect(passed >= least - (Scenario.all.count - results.count))
    }

    private func run(named name: String, means: AttributionMeans) throws -> [ScenarioResult] {
        let folder = FileManager.default.temporaryDirectory.path + "/earshot-scenarios-\(getpid())-\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.compile(as: Scenario.all.map(\.name), into: folder)
        let network = try ScenarioNetwork(named: name)
        let host = try network.keep("/bin/sh", ["-c", "echo ready; read line"], in: network.host)
        _ = try network.keep("/bin/sh", ["-c", "echo ready; read line"], in: network.container)
        _ = try network.keep("/usr/bin/python3", [Self.programs + "/peer.py"], in: network.peer)

        let owners = try SocketOwners(networkOf: host, means: means)
        let tap = try PacketTap(insideNetworkOf: host, owners: owners)
        let refresher = Refresher { owners.refresh() }
        defer {
            refresher.stop()
            tap.stop()
        }
        Thread.sleep(forTimeInterval: 0.5)
        let chosen = ProcessInfo.processInfo.environment["EARSHOT_SCENARIOS"]?.split(separator: ",").map(String.init)
        return try Scenario.all.filter { chosen?.contains($0.name) ?? true }.map { scenario in
            _ = tap.take()
            let generator = try network.start(
                "\(folder)/\(scenario.name)",
                [scenario.name, ScenarioNetwork.peerAddress, ScenarioNetwork.peerAddress6, ScenarioNetwork.interface],
                in: scenario.isInContainer ? network.container : network.host)
            generator.waitUntilExit()
            #expect(generator.terminationStatus == 0, "\(scenario)")
            Thread.sleep(forTimeInterval: 0.15)
            var result = ScenarioResult(scenario: scenario)
            for (flow, attribution) in tap.take() where scenario.covers(flow) { result.add(attribution) }
            return result
        }
    }

    /// Makes the generator under some names.
    static func compile(as names: [String], into folder: String) throws {
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: try #require(ScenarioNetwork.compiler))
        compiler.arguments = ["-O1", "-o", folder + "/generator", Self.programs + "/generator.c"]
        try compiler.run()
        compiler.waitUntilExit()
        for name in names {
            try FileManager.default.copyItem(atPath: folder + "/generator", toPath: "\(folder)/\(name)")
        }
    }
}

/// Refreshes as an audit does, until it is stopped.
private final class Refresher: Sendable {
    private let ending = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ action: @escaping @Sendable () -> Void) {
        Thread { [ending, ended] in
            repeat { action() } while ending.wait(timeout: .now() + 0.2) == .timedOut
            ended.signal()
        }.start()
    }

    func stop() {
        ending.signal()
        ended.wait()
    }
}
