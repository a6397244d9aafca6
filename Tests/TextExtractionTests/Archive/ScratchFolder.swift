import Foundation

/// A folder that is there for one test.
final class ScratchFolder {
    let path = FileManager.default.temporaryDirectory.path + "/earshot-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The bytes of a file in it.
    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path + "/" + name)))
    }

    /// Puts a file into it.
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path + "/" + name))
    }

    /// Runs a program in it.
    ///
    /// - Returns: What it printed; nothing when it is not there or fails.
    func run(_ words: [String]) -> [UInt8]? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? [UInt8](bytes) : nil
    }

    /// Runs Python in it, and says so where it is not there.
    func python(_ script: String) -> Bool {
        if run(["python3", "-c", script]) != nil { return true }
        print("skipped: python3 is not there or lacks a module")
        return false
    }
}
