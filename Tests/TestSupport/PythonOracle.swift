import Foundation

/// Python's own libraries, asked about what Earshot computes by itself.
///
/// The Python that `EARSHOT_REAL_SOFTWARE` names is asked, because it has packages that the system's has not; else that of
/// the system.
package enum PythonOracle {
    /// Whether `python3` is there and can import a module; says so when it is not.
    package static func canImport(_ module: String) -> Bool {
        if run("import \(module)", input: "") != nil { return true }
        print("skipped a comparison with Python: python3 cannot import \(module)")
        return false
    }

    /// What a script prints for some input; nothing when it cannot run or fails.
    package static func run(_ script: String, input: String) -> String? {
        let process = Process()
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        let named = ProcessInfo.processInfo.environment["EARSHOT_REAL_SOFTWARE"]
        process.executableURL = URL(filePath: named ?? "/usr/bin/env")
        process.arguments = (named == nil ? ["python3"] : []) + ["-c", script]
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        // Written aside, so that neither side waits for the other with full pipes.
        let writer = Thread {
            try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try? standardInput.fileHandleForWriting.close()
        }
        writer.start()
        let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: output, as: UTF8.self) : nil
    }
}
