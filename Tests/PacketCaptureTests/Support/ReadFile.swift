import Foundation
import Observation
import PacketCapture

/// All that reading a file came to.
struct ReadFile: Equatable {
    struct Packet: Equatable {
        let record: PacketRecord
        let bytes: [UInt8]
    }

    var packets: [Packet] = []
    var notes: [CaptureFileNote] = []
    var error: CaptureError?
    var summary = CaptureFileSummary()

    /// Reads a file from disk.
    init(path: String, bufferBytes: Int = 262_144) {
        do throws(CaptureError) {
            let file = try CaptureFile(path: path, bufferBytes: bufferBytes)
            defer { summary = file.summary }
            try file.read(notes: { notes.append($0) }) { record, bytes in
                packets.append(Packet(record: record, bytes: (0..<bytes.count).map { bytes[$0] }))
            }
        } catch {
            self.error = error
        }
    }

    /// Parses bytes that come in pieces of a size.
    init(_ bytes: [UInt8], pieces: Int = .max) {
        var parser = CaptureFileParser()
        var have: [UInt8] = []
        var given = 0
        var isBroken = false
        while true {
            var offset = 0
            do throws(CaptureFileFault) {
                while let packet = try parser.next(have.span, at: &offset, notes: { notes.append($0) }) {
                    packets.append(Packet(record: packet.record, bytes: Array(have[packet.range])))
                }
            } catch {
                fault = error
                isBroken = true
            }
            have.removeFirst(offset)
            guard !isBroken, given < bytes.count else { break }
            let count = min(pieces, bytes.count - given)
            have += bytes[given..<given + count]
            given += count
        }
        if !isBroken {
            do throws(CaptureFileFault) { try parser.finish(rest: have.count) } catch { fault = error }
        }
        summary = parser.summary
    }

    var fault: CaptureFileFault?

    var processes: [Int32: CapturedProcess] {
        var table: [Int32: CapturedProcess] = [:]
        for case .process(let place, let process) in notes { table[place] = process }
        return table
    }
}

/// Captures that others made, when they are there.
enum OtherCaptures {
    static let folder: String? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appendingPathComponent("shared/corpora").path
        let folder = (ProcessInfo.processInfo.environment["EARSHOT_CORPORA"] ?? beside) + "/zeek-traces"
        if FileManager.default.fileExists(atPath: folder) { return folder }
        print("skipped: no captures under \(folder); set EARSHOT_CORPORA to where they are")
        return nil
    }()

    static let paths: [String] = {
        guard let folder else { return [] }
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { name in [".pcap", ".pcapng", ".gz"].contains { name.hasSuffix($0) } }.sorted()
            .map { folder + "/" + $0 }
    }()
}

extension OtherCaptures {
    /// Some of them, for programs that take long to start; all when `EARSHOT_ALL_CAPTURES` is set.
    static let sample: [String] = {
        if ProcessInfo.processInfo.environment["EARSHOT_ALL_CAPTURES"] != nil { return paths }
        return paths.enumerated().filter { $0.offset % 12 == 0 || !$0.element.hasSuffix(".pcap") }.map(\.element)
    }()
}

/// Programs of others that read and write captures.
enum Tool {
    static func isThere(_ name: String) -> Bool {
        let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/" + name)
        if !isThere { print("skipped: /usr/bin/\(name) is not installed") }
        return isThere
    }

    /// What a program prints, and whether it succeeded.
    static func run(_ name: String, _ arguments: [String]) throws -> (output: String, succeeded: Bool) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/" + name)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus == 0)
    }

    /// One line of fields for each packet, as tshark sees it.
    static func packets(_ path: String, _ fields: [String], _ more: [String] = []) throws -> [[String]] {
        let arguments = ["-n", "-r", path, "-T", "fields"] + fields.flatMap { ["-e", $0] } + more
        return try run("tshark", arguments).output.split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
}
