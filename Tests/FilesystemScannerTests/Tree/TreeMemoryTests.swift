import Foundation
import Glibc
import Observation
import Synchronization
import TestSupport
import Testing

@testable import FilesystemScanner

@Suite("What a scan of trees remembers")
struct TreeMemoryTests {
    /// A memory that lives as long as the test.
    private final class Notes: Sendable {
        let folders = Mutex<[CleanMemory.Folder: [UInt64]]>([:])

        func options(settling: Int64 = -1_000, key: UInt64 = 1) -> TreeOptions {
            var options = TreeOptions()
            options.memory = CleanMemory(
                key: SipHash.Key(key, 2), settlingSeconds: settling,
                recall: { folder in self.folders.withLock { $0[folder] ?? [] } },
                remember: { folder, numbers in self.folders.withLock { $0[folder] = numbers } })
            return options
        }
    }

    @Test("clean files are not read again while they stay as they are; what was told is told again")
    func rescan() throws {
        let tree = try TemporaryTree()
        for index in 0..<100 { try tree.write("d\(index % 5)/f\(index)", index == 7 ? "NEEDLE" : "hay") }
        let notes = Notes()
        #expect(TreeRun([tree.path], notes.options()).examined.count == 100)
        let again = TreeRun([tree.path], notes.options())
        #expect(again.names(below: tree.path) == ["d2/f7"])
        #expect(again.counter(.filesUnchanged) == 99)
        #expect(again.events.count == 1)
        try tree.write("d0/f0", "NEEDLE")
        try tree.write("new", "hay")
        rename(tree.path + "/d1/f1", tree.path + "/d1/renamed")
        try FileManager.default.removeItem(atPath: tree.path + "/d3/f3")
        let changed = TreeRun([tree.path], notes.options())
        #expect(changed.events.compactMap { $0.string(.filePath) } == [tree.path + "/d0/f0", tree.path + "/d2/f7"])
        #expect(Set(changed.names(below: tree.path)) == ["d0/f0", "d1/renamed", "d2/f7", "new"])
        #expect(TreeRun([tree.path], notes.options()).examined.count == 2)
        #expect(TreeRun([tree.path], notes.options(key: 9)).examined.count == 100)
    }

    @Test("a change that keeps size and time of modification is seen")
    func hiddenChange() throws {
        let tree = try TemporaryTree()
        try tree.write("file", "hay, hay")
        let notes = Notes()
        _ = TreeRun([tree.path], notes.options())
        var status = stat()
        stat(tree.path + "/file", &status)
        usleep(20_000)
        let descriptor = open(tree.path + "/file", O_WRONLY)
        write(descriptor, "a NEEDLE", 8)
        close(descriptor)
        var times = [status.st_atim, status.st_mtim]
        utimensat(AT_FDCWD, tree.path + "/file", &times, 0)
        #expect(TreeRun([tree.path], notes.options()).events.count == 1)
    }

    @Test("what changed just before it was read is not remembered")
    func unsettled() throws {
        let tree = try TemporaryTree()
        try tree.write("file", "hay")
        let notes = Notes()
        _ = TreeRun([tree.path], notes.options(settling: 1_000))
        #expect(TreeRun([tree.path], notes.options(settling: 1_000)).examined.count == 1)
        #expect(notes.folders.withLock { $0.values.allSatisfy(\.isEmpty) })
    }

    @Test("files that are larger than the first read are not taken for clean unless they were read to the end")
    func incomplete() throws {
        let tree = try TemporaryTree()
        try tree.write("large", [UInt8](repeating: 0x61, count: 300_000))
        let notes = Notes()
        _ = TreeRun([tree.path], notes.options())
        #expect(TreeRun([tree.path], notes.options()).examined.count == 1)
    }

    @Test("a scan of what changed since keeps what is known of the rest")
    func changedSince() throws {
        let tree = try TemporaryTree()
        for index in 0..<10 { try tree.write("f\(index)", "hay") }
        let notes = Notes()
        _ = TreeRun([tree.path], notes.options())
        var options = notes.options()
        options.changedSince = Timestamp(seconds: Int64(time(nil)) + 1_000)
        #expect(TreeRun([tree.path], options).examined.isEmpty)
        #expect(TreeRun([tree.path], notes.options()).examined.isEmpty)
    }

    @Test("the hash is SipHash-2-4, as OpenSSL has it")
    func hash() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") else {
            return print("skipped: no openssl")
        }
        var generator = SeededGenerator(seed: 4)
        for count in 0..<6 {
            let words = (0..<count).map { _ in generator.next() }
            let (low, high) = (generator.next(), generator.next())
            var hash = SipHash(SipHash.Key(low, high))
            for word in words { hash.add(word) }
            let own = hash.finish()
            let input = URL(filePath: "/tmp/scanner-test-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: input) }
            try Data(words.flatMap { Self.bytes($0) }).write(to: input)
            let key = (Self.bytes(low) + Self.bytes(high)).map { Self.hex($0) }.joined()
            let (process, output) = (Process(), Pipe())
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = ["mac", "-macopt", "hexkey:\(key)", "-macopt", "size:8", "-in", input.path, "SIPHASH"]
            process.standardOutput = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(
                text.lowercased().hasPrefix(Self.bytes(own).map { Self.hex($0) }.joined()), "\(count) words: \(text)")
        }
    }

    private static func bytes(_ word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
