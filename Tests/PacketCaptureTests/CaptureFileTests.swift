import Foundation
import Observation
import PacketCapture
import Testing

@Suite("Saved captures")
struct CaptureFileTests {
    private static func little(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }

    /// A file of two packets, of which the second was cut off.
    private static func file(magic: Int) -> [UInt8] {
        little(magic) + [2, 0, 4, 0] + little(0) + little(0) + little(65_535) + little(113)  // Linux cooked
            + little(1_700_000_000) + little(5) + little(3) + little(3) + [1, 2, 3]
            + little(1_700_000_001) + little(6) + little(2) + little(99) + [4, 5]
    }

    private struct Seen: Equatable {
        var record: PacketRecord
        var bytes: [UInt8]
    }

    private static func read(_ path: String, into seen: inout [Seen]) throws {
        let file = try CaptureFile(path: path)
        try file.read { record, bytes in
            seen.append(Seen(record: record, bytes: (0..<bytes.count).map { bytes[$0] }))
        }
    }

    @Test("packets come with time, link type and both lengths", arguments: [(0xA1B2_C3D4, 1_000), (0xA1B2_3C4D, 1)])
    func reads(magic: Int, scale: Int64) throws {
        var seen: [Seen] = []
        try Surroundings.withFile(Self.file(magic: magic)) { try Self.read($0, into: &seen) }
        #expect(seen.map(\.bytes) == [[1, 2, 3], [4, 5]])
        #expect(seen.map(\.record.originalLength) == [3, 99])
        #expect(seen.map(\.record.dataLink) == [113, 113])
        #expect(seen.first?.record.timestamp == Timestamp(seconds: 1_700_000_000, nanoseconds: 5 * scale))
    }

    @Test("every shorter file is an error, or ends between two packets", arguments: 0..<61)
    func prefixes(length: Int) throws {
        let bytes = Array(Self.file(magic: 0xA1B2_C3D4).prefix(length))
        var seen: [Seen] = []
        try Surroundings.withFile(bytes) { path in
            if length == 24 || length == 43 {
                try Self.read(path, into: &seen)
            } else {
                #expect(throws: CaptureError.self) { try Self.read(path, into: &seen) }
            }
        }
        #expect(seen.count == (length >= 43 ? 1 : 0))
    }

    @Test("a file that is not there and one that is no capture are told apart, and the text names neither")
    func errors() throws {
        do {
            _ = try CaptureFile(path: "/nonexistent/secret.pcap")
            Issue.record("a missing file was opened")
        } catch {
            #expect(error.kind == .unreadableFile)
            #expect(error.subject == "/nonexistent/secret.pcap")
            #expect(!error.description.contains("secret"))
        }
        try Surroundings.withFile(Array("this is no capture at all, not even a bit".utf8)) { path in
            do {
                _ = try CaptureFile(path: path)
                Issue.record("a text was opened as a capture")
            } catch let error as CaptureError {
                #expect(error.kind == .malformedFile)
            }
        }
    }

    @Test("captures that others made are read, or end in an error", .enabled(if: Self.folder != nil))
    func corpora() throws {
        let folder = try #require(Self.folder)
        var packets = 0
        var unreadable = 0
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in names where name.hasSuffix(".pcap") || name.hasSuffix(".pcapng") {
            do {
                packets += try CaptureFile(path: folder + "/" + name).read { record, bytes in
                    #expect(record.originalLength >= 0 && bytes.count <= 262_144)
                }
            } catch {
                unreadable += 1
            }
        }
        #expect(packets > 10_000)
        #expect(unreadable < names.count / 10)
    }

    private static let folder: String? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appendingPathComponent("shared/corpora").path
        let folder = (ProcessInfo.processInfo.environment["EARSHOT_CORPORA"] ?? beside) + "/zeek-traces"
        if FileManager.default.fileExists(atPath: folder) { return folder }
        print("skipped: no captures under \(folder); set EARSHOT_CORPORA to where they are")
        return nil
    }()
}
