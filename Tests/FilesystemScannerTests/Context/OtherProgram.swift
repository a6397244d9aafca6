import Foundation

/// A program of the machine that knows the answer too, or that makes what is read.
enum OtherProgram {
    /// Whether a program is installed; says so when it is not.
    static func has(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        if folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }) { return true }
        print("skipped a comparison: \(name) is not installed")
        return false
    }

    /// What a program prints; nothing when it cannot run or its exit status is not among those awaited.
    @discardableResult
    static func output(
        _ arguments: [String], in folder: String, input: [UInt8] = [], awaited: [Int32] = [0],
        environment: [String: String] = [:]
    ) -> [UInt8]? {
        let process = Process()
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
        ].merging(environment) { _, new in new }
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let writer = Thread {
            try? standardInput.fileHandleForWriting.write(contentsOf: Data(input))
            try? standardInput.fileHandleForWriting.close()
        }
        writer.start()
        let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return awaited.contains(process.terminationStatus) ? Array(output) : nil
    }
}
