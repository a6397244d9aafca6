import Foundation

/// What the tests against real software need, and whether it is here.
enum RealSoftware {
    /// The Python that has xllamacpp, gguf and numpy.
    static var python: String? { ProcessInfo.processInfo.environment["EARSHOT_REAL_SOFTWARE"] }

    /// Why the tests can't run, or nothing when they can.
    static var obstacle: String? {
        guard let python, FileManager.default.isExecutableFile(atPath: python) else {
            return "EARSHOT_REAL_SOFTWARE names no Python with xllamacpp, gguf and numpy"
        }
        guard geteuid() == 0 else { return "network namespaces need root" }
        for tool in ["ip", "setpriv", "openssl"] where path(of: tool) == nil {
            return "\(tool) is not installed"
        }
        return nil
    }

    /// Where the test's own programs lie.
    static let programs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs")

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
        FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    let process = Process()
    process.executableURL = URL(filePath: RealSoftware.path(of: arguments[0]) ?? arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let watchdog = DispatchWorkItem { process.terminate() }
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
