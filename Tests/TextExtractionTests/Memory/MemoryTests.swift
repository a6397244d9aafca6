import TestSupport
import Testing

@testable import TextExtraction

@Suite("Memory on disk")
struct MemoryTests {
    private static func wide(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8].little($0) } }

    @Test("gives ASCII, UTF-8 and UTF-16LE runs with the offset of the first in a page, and nothing shorter")
    func runs() {
        let bytes: [UInt8] =
            [0, 1, 2] + Array("secret canary".utf8) + [0, 0xFF] + Array("short".utf8) + [0]
            + [UInt8](repeating: 0, count: 5_000) + Array("ünï 世界!".utf8) + [0, 0, 1] + Self.wide("wide énough") + [
                0, 0, 3,
            ]
        let reading = Reading(bytes, as: .memory)
        #expect(Set(reading.texts) == ["secret canary", "ünï 世界!", "wide énough"])
        #expect(reading.units.contains { $0.locator == "offset 3" && $0.state == .slack })
    }

    @Test("gives a text wherever it lies, also over the border of what is read at once")
    func everywhere() {
        for encoding in [Array("needle-世-4711".utf8), Self.wide("needle-ä-4711")] {
            for offset in 0..<20 {
                let bytes = [UInt8](repeating: 0xFE, count: offset) + encoding + [0xFE, 0xFE, 0xFE]
                for border in 0...bytes.count {
                    var found: [Range<Int>] = []
                    var runs = TextRuns(shortest: 6, longest: 1 << 20)
                    for part in [bytes[..<border], bytes[border...]] {
                        runs.add(Array(part)) { run, offset, _ in found.append(Int(offset)..<Int(offset) + run.count) }
                    }
                    runs.finish { run, offset, _ in found.append(Int(offset)..<Int(offset) + run.count) }
                    #expect(found == [offset..<offset + encoding.count], "at \(offset), border \(border)")
                }
            }
        }
    }

    @Test("finds each run that a reader of one byte after the other finds")
    func naive() {
        var generator = SeededGenerator(seed: 11)
        for round in 0..<400 {
            var bytes: [UInt8] = []
            while bytes.count < 600 {
                bytes +=
                    round % 3 == 0
                    ? generator.bytes(Int.random(in: 1...9, using: &generator))
                    : generator.bytes(Int.random(in: 1...3, using: &generator))
                bytes += generator.bytes(Int.random(in: 0...12, using: &generator), of: "abc €ü")
            }
            let found = Reading(bytes, as: .memory).texts.joined(separator: "\n")
            for run in Self.runs(bytes) where !Array(found.utf8).holds(Array(run.utf8)[...]) {
                Issue.record("round \(round): \(run)")
            }
        }
    }

    @Test("hands out a long text in pieces that lose nothing")
    func long() {
        let text = (0..<45_000).map { "line \($0) of a very long text\n" }.joined()
        let reading = Reading(Array(text.utf8), as: .memory)
        #expect(reading.units.count > 1)
        #expect(reading.texts.joined() == text)
    }

    /// Runs of six and more ASCII characters.
    private static func runs(_ bytes: [UInt8]) -> [String] {
        bytes.split { !((0x20...0x7E).contains($0) || (0x09...0x0D).contains($0)) }.filter { $0.count >= 6 }
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
