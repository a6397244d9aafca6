import Foundation

/// A shell that runs a line, and then waits for its input to end.
final class Shell {
    static let isThere = FileManager.default.isExecutableFile(atPath: "/bin/bash")

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts it, and returns once the line has run.
    init(_ line: String) throws {
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "\(line); echo ready; read -r"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        _ = output.fileHandleForReading.availableData
    }

    deinit { end() }

    var pid: Int32 { process.processIdentifier }

    /// Ends it, and returns when it is gone.
    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
