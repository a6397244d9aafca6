import TestSupport
import Testing
import TextExtraction

@Suite("A safetensors file")
struct SafetensorsTests {
    private static func file(_ json: String) -> [UInt8] {
        .little(UInt64(json.utf8.count)) + Array(json.utf8) + [1, 2, 3, 4]
    }

    private static let json = #"""
        {"w":{"dtype":"F32","shape":[1,[]],"data_offsets":[0,4]}, "__metadata__" : {"ss_prompt": "a \"cat\" \u00e9\ud83d\ude00",
        "format":"pt", "empty":""}, "v": {"dtype":"F32","shape":[],"data_offsets":[0,0]}}
        """#

    @Test("gives the texts of its metadata and none of its tensors")
    func metadata() {
        let reading = Reading(Self.file(Self.json), as: .safetensors)
        #expect(reading.texts == ["a \"cat\" é😀", "pt"])
        #expect(reading.units.map(\.field) == ["__metadata__.ss_prompt", "__metadata__.format"])
        #expect(reading.gaps.isEmpty)
    }

    @Test("may be broken anywhere")
    func broken() {
        BrokenBytes.forEach(Self.file(Self.json), keeping: 8) { _ = Reading($0, as: .safetensors) }
        for length in [UInt64.max, 1 << 62, 1 << 33] {
            #expect(!Reading(.little(length) + [0x7B], as: .safetensors).gaps.isEmpty)
        }
        let deep = "{\"a\":" + String(repeating: "[", count: 5_000)
        #expect(Reading(Self.file(deep), as: .safetensors).gaps[.malformed] == 1)
    }
}
