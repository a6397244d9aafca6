import TestSupport
import Testing
import TextExtraction

@Suite("The metadata of a GGUF file")
struct GGUFTests {
    @Test("are its texts and lists of texts, each with its key")
    func texts() {
        let reading = Reading(TinyVocabulary.gguf(), as: .gguf)
        #expect(
            reading.units.map(\.locator) == [
                "general.architecture", "tokenizer.ggml.model", "general.tags[0]", "general.tags[1]",
            ])
        #expect(reading.units.last?.field == "general.tags[*]")
        #expect(reading.gaps.isEmpty)
    }

    @Test("of a version that is not known are a gap", arguments: [UInt32(1), 4, 0x0300_0000])
    func version(number: UInt32) {
        let reading = Reading(Array("GGUF".utf8) + .little(number) + [UInt8](repeating: 0, count: 16), as: .gguf)
        #expect(reading.gaps.keys.contains { if case .unsupported = $0 { true } else { false } })
    }

    @Test("with counts at their limits end in a gap and take no memory", arguments: [UInt64.max, 1 << 62, 1 << 40])
    func limits(count: UInt64) {
        let start: [UInt8] = Array("GGUF".utf8) + .little(UInt32(3)) + .little(UInt64(0))
        #expect(!Reading(start + .little(count), as: .gguf).gaps.isEmpty)
        #expect(!Reading(start + .little(UInt64(1)) + .little(count), as: .gguf).gaps.isEmpty)
        let list: [UInt8] = .little(UInt64(1)) + [0x61] + .little(UInt32(9))
        for type in [UInt32(4), 8, 9] {
            #expect(
                !Reading(start + .little(UInt64(1)) + list + .little(type) + .little(count), as: .gguf).gaps.isEmpty)
        }
    }
}
