import Foundation
import Observation
import PacketCapture
import TestSupport
import Testing

@Suite("Several captures as one")
struct CaptureTimelineTests {
    /// Files with packets at these seconds, each packet's byte telling its file.
    private static func read(_ times: [[Int]], cutLast: Bool = false) throws -> (seen: [[Int]], failed: [Int]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths: [String] = []
        for (index, seconds) in times.enumerated() {
            var file = FileBytes()
            file.isBig = index % 2 == 1
            file.classicHeader(link: 1)
            for second in seconds { file.classicPacket(second, 0, [UInt8(index)]) }
            if cutLast, index == times.count - 1 { file.bytes.removeLast() }
            let url = folder.appendingPathComponent("\(index).pcap")
            try Data(file.bytes).write(to: url)
            paths.append(url.path)
        }
        let timeline = try CaptureTimeline(paths: paths)
        var seen: [[Int]] = []
        let count = timeline.read { file, record, bytes in
            #expect(Int(bytes[0]) == file)
            seen.append([Int(record.timestamp.nanoseconds / 1_000_000_000), file])
        }
        #expect(count == seen.count)
        return (seen, timeline.failures.keys.sorted())
    }

    @Test("packets come in the order of time, and of files where that is the same")
    func order() throws {
        let seen = try Self.read([[1, 4, 4, 9], [], [2, 4, 5], [0, 20]]).seen
        #expect(seen == [[0, 3], [1, 0], [2, 2], [4, 0], [4, 0], [4, 2], [5, 2], [9, 0], [20, 3]])
    }

    @Test("many files in any order give the sorted sequence")
    func many() throws {
        var generator = SeededGenerator(seed: 3)
        let times = (0..<40).map { _ in (0..<30).map { _ in Int.random(in: 0..<500, using: &generator) }.sorted() }
        let expected = times.enumerated().flatMap { file in file.element.map { [$0, file.offset] } }
            .sorted { $0.lexicographicallyPrecedes($1) }
        #expect(try Self.read(times).seen == expected)
    }

    @Test("a file that breaks off ends alone")
    func broken() throws {
        let (seen, failed) = try Self.read([[1, 3], [2, 4]], cutLast: true)
        #expect(seen == [[1, 0], [2, 1], [3, 0]])
        #expect(failed == [1])
    }

    @Test("the order equals that of mergecap", .enabled(if: OtherCaptures.folder != nil && Tool.isThere("mergecap")))
    func mergecap() throws {
        let paths = Array(OtherCaptures.paths.filter { $0.contains("/http/") && $0.hasSuffix(".pcap") }.prefix(6))
        let merged = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: merged) }
        #expect(try Tool.run("mergecap", ["-w", merged] + paths).succeeded)
        let expected = ReadFile(path: merged).packets
        var found: [[UInt8]] = []
        let timeline = try CaptureTimeline(paths: paths)
        timeline.read { _, _, bytes in found.append((0..<bytes.count).map { bytes[$0] }) }
        #expect(found == expected.map(\.bytes))
        #expect(found.count > 100)
    }
}
