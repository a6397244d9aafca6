import Foundation

/// Programs that tests run.
enum Tool {
    /// The program under test, as it was built beside the tests.
    static var earshot: String {
        let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appending(path: "earshot").path
    }

    /// Where a tool is installed.
    static func path(of tool: String) -> String? {
        ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(tool)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// A program that failed, and what it said.
struct ProgramFailure: Error, CustomStringConvertible {
    let description: String
}

/// Runs a program to its end.
///
/// - Returns: its exit status and its two outputs.
@discardableResult
func run(
    _ arguments: [String], expecting: Set<Int32> = [0], timeout: TimeInterval = 120
) throws -> (status: Int32, output: String, error: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
    for file in [output, errors] {
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    let process = Process()
    process.executableURL = URL(filePath: Tool.path(of: arguments[0]) ?? arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let watchdog = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeout, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    let said = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    let complained = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    guard expecting.contains(process.terminationStatus) else {
        let words = "\(arguments.joined(separator: " ")) ended with \(process.terminationStatus)"
        throw ProgramFailure(description: "\(words)\n\(said)\n\(complained)")
    }
    return (process.terminationStatus, said, complained)
}

/// Whether a program has a packet socket of this namespace open.
func isWatching(_ pid: Int32) -> Bool {
    let table = (try? String(contentsOfFile: "/proc/net/packet", encoding: .utf8)) ?? ""
    let sockets = Set(table.split(separator: "\n").compactMap { $0.split(separator: " ").last })
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []
    return descriptors.contains { number in
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(number)")
        return sockets.contains { target == "socket:[\($0)]" }
    }
}
