import Foundation
import Observation
import PacketCapture
import TestSupport
import Testing

@Suite("Compressed captures")
struct CompressedCaptureTests {
    private static let plain = PcapngTests.everything().bytes

    /// Bytes as gzip writes them, by Python, in so many members.
    private static func compressed(_ bytes: [UInt8], members: Int = 1) throws -> [UInt8] {
        let script = """
            import sys, gzip, base64
            data = base64.b64decode(sys.stdin.read()); n = \(members); size = -(-len(data) // n) or 1
            out = b''.join(gzip.compress(data[i * size:(i + 1) * size]) for i in range(n))
            print(base64.b64encode(out).decode())
            """
        let text = try #require(PythonOracle.run(script, input: Data(bytes).base64EncodedString()))
        let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines))
        return [UInt8](try #require(data))
    }

    private static func read(_ bytes: [UInt8]) throws -> ReadFile {
        try Surroundings.withFile(bytes) { ReadFile(path: $0) }
    }

    @Test("members follow one another, and what stands behind the last is no error", arguments: [1, 2, 5])
    func members(count: Int) throws {
        let bytes = try Self.compressed(Self.plain, members: count)
        for padding in [[], [UInt8](repeating: 0, count: 700)] {
            let read = try Self.read(bytes + padding)
            #expect(read.error == nil)
            #expect(read.packets == ReadFile(Self.plain).packets)
        }
    }

    @Test("every shorter prefix keeps its whole packets and ends in an error")
    func prefixes() throws {
        let bytes = try Self.compressed(Self.plain)
        let whole = ReadFile(Self.plain).packets
        for length in stride(from: 0, to: bytes.count, by: 7) {
            let read = try Self.read(Array(bytes.prefix(length)))
            #expect(read.error != nil)
            #expect(read.packets == Array(whole.prefix(read.packets.count)))
        }
    }

    @Test("changed bytes are an error or change nothing")
    func corruption() throws {
        var generator = SeededGenerator(seed: 2)
        let bytes = try Self.compressed(Self.plain)
        for _ in 0..<200 {
            var changed = bytes
            changed[Int.random(in: 10..<bytes.count, using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            #expect(try Self.read(changed).packets.count <= 1_000)
        }
    }

    @Test("a file that expands a thousandfold takes no more memory than another")
    func bomb() throws {
        // 64 MiB of empty packets in some 65 KB.
        var file = FileBytes()
        file.classicHeader(link: 1)
        let script = """
            import sys, zlib, base64
            c = zlib.compressobj(9, 8, 31); head = base64.b64decode(sys.stdin.read())
            out = [c.compress(head)]
            for i in range(64): out.append(c.compress(bytes(1 << 20)))
            out.append(c.flush()); print(base64.b64encode(b''.join(out)).decode())
            """
        let text = try #require(PythonOracle.run(script, input: Data(file.bytes).base64EncodedString()))
        let bytes = try #require(Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(bytes.count < 100_000)
        try Surroundings.withFile([UInt8](bytes)) { path in
            let before = Self.residentBytes()
            let count = try CaptureFile(path: path).read { _, _ in }
            #expect(count == 64 << 16)
            #expect(Self.residentBytes() - before < 48 << 20)
        }
    }

    private static func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4_096
    }
}
