import Foundation

/// A program that runs beside a test and is talked to over its standard streams.
///
/// Nothing waits on a clock but for the limit after which a test fails.
final class Companion {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let complaints = Pipe()
    private var unread: [UInt8] = []

    /// The number of the process.
    var pid: Int32 { process.processIdentifier }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the program and its arguments.
    ///   - isHeard: whether its error stream is read here; otherwise that is thrown away.
    /// - Throws: what keeps it from being started.
    init(_ arguments: [String], isHeard: Bool = false) throws {
        process.executableURL = URL(filePath: Tool.path(of: arguments[0]) ?? arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardInput = input
        process.standardOutput = output
        if isHeard { process.standardError = complaints } else { process.standardError = FileHandle.nullDevice }
        try process.run()
    }

    deinit {
        guard process.isRunning else { return }
        // Test threads block signals, and what they start inherits that; this one can't be blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Sends a line.
    func send(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Tells that nothing more comes.
    func endInput() throws {
        try input.fileHandleForWriting.close()
    }

    /// Waits for the next line that the program writes.
    func nextLine() throws -> String {
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                defer { unread.removeSubrange(...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw ProgramFailure(description: "the program ended early") }
            unread += more
        }
    }

    /// Waits for a line with a text in it.
    func line(with text: String) throws -> String {
        while true {
            let line = try nextLine()
            if line.contains(text) { return line }
        }
    }

    /// The next bytes that the program writes; not to be mixed with lines.
    func someBytes() throws -> Data {
        let bytes = output.fileHandleForReading.availableData
        guard !bytes.isEmpty else { throw ProgramFailure(description: "the program ended early") }
        return bytes
    }

    /// Everything that it still writes until it ends.
    func rest() -> Data {
        Data(unread) + output.fileHandleForReading.readDataToEndOfFile()
    }

    /// Waits for a text on the error stream.
    func waitForComplaint(_ text: String) throws {
        var said = Data()
        while said.range(of: Data(text.utf8)) == nil {
            let more = complaints.fileHandleForReading.availableData
            guard !more.isEmpty else { throw ProgramFailure(description: String(decoding: said, as: UTF8.self)) }
            said += more
        }
    }

    /// What the error stream still says until the program's end.
    func lastComplaints() -> String {
        String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    /// Sends a signal and waits for the end.
    ///
    /// - Returns: the exit status.
    func end(_ number: Int32 = SIGINT) -> Int32 {
        kill(process.processIdentifier, number)
        return wait()
    }

    /// Waits for the end.
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }
}
