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

    @Test("a pipe is read to its end, and what came before a break is kept", arguments: [44, 60, 61])
    func pipe(length: Int) throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(Self.file(magic: 0xA1B2_C3D4).prefix(length)))
        try pipe.fileHandleForWriting.close()
        let read = ReadFile(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        #expect(read.packets.count == (length >= 61 ? 2 : 1))
        #expect(read.error?.kind == (length == 61 ? nil : .truncatedFile))
    }

    @Test("workers read one file at the same time, each by itself")
    func workers() throws {
        let bytes = PcapngTests.everything().bytes
        try Surroundings.withFile(bytes) { path in
            #expect(CaptureFile.isRepeatable(path) && !CaptureFile.isRepeatable("-"))
            let expected = ReadFile(bytes).packets
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                #expect(ReadFile(path: path).packets == expected)
            }
        }
    }

    @Test("a packet may be looked at before it is taken")
    func peek() throws {
        try Surroundings.withFile(Self.file(magic: 0xA1B2_C3D4)) { path in
            let file = try CaptureFile(path: path)
            let first = try file.peek()
            #expect(try file.peek() == first)
            file.take { record, bytes in #expect(record == first && bytes.count == 3) }
            file.take { _, _ in Issue.record("a packet was taken twice") }
            #expect(try file.peek()?.originalLength == 99)
            var rest = 0
            #expect(try file.read { _, _ in rest += 1 } == 1)
            #expect(rest == 1)
            #expect(try file.peek() == nil)
        }
    }

    @Test("a file compressed elsewhere is named as what it is")
    func compressedOtherwise() throws {
        try Surroundings.withFile([0x28, 0xB5, 0x2F, 0xFD, 0, 0]) { path in
            #expect(ReadFile(path: path).error?.description.contains("zstd") == true)
        }
    }
}
