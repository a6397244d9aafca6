import TestSupport
import Testing

@testable import TextExtraction

@Suite("A value of Firefox's IndexedDB")
struct MozillaCloneTests {
    private static func word(_ tag: UInt64, _ data: UInt64 = 0) -> [UInt8] { .little(tag << 32 | data) }

    private static func text(_ text: String) -> [UInt8] {
        let isLatin1 = text.unicodeScalars.allSatisfy { $0.value < 256 }
        let bytes = isLatin1 ? text.unicodeScalars.map { UInt8($0.value) } : text.utf16.flatMap { [UInt8].little($0) }
        let count = UInt64(isLatin1 ? bytes.count : bytes.count / 2) | (isLatin1 ? 0x8000_0000 : 0)
        return word(0xFFFF_0004, count) + bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }

    /// {"role": "user", "content": "héllo 世", "n": [1, 2.5, "in list"]}, packed with literals alone.
    private static var packed: [UInt8] {
        let list =
            word(0xFFFF_0007, 3) + word(0xFFFF_0003, 0) + word(0xFFFF_0003, 1) + word(0xFFFF_0003, 1)
            + .little((2.5).bitPattern) + word(0xFFFF_0003, 2) + text("in list") + word(0xFFFF_0013)
        let object =
            word(0xFFF1_0000, 3) + word(0xFFFF_0008) + text("role") + text("user") + text("content") + text("héllo 世")
            + text("n") + list + word(0xFFFF_0013)
        return .variable(UInt64(object.count)) + [61 << 2] + .little(UInt16(object.count - 1)) + object
    }

    @Test("is told by its beginning and gives its texts with their ways")
    func object() {
        #expect(FileFormat(beginning: Self.packed.span, name: "") == .structuredClone)
        let reading = Reading(Self.packed, as: .structuredClone)
        #expect(reading.texts == ["user", "héllo 世", "in list"])
        #expect(reading.units.map(\.locator) == ["$.role", "$.content", "$.n[2]"])
        #expect(reading.units.map(\.role) == ["user", "user", "user"])
        #expect(reading.gaps.isEmpty)
    }

    @Test("may be broken anywhere")
    func broken() {
        BrokenBytes.forEach(Self.packed, keeping: 20) { _ = Reading($0, as: .structuredClone) }
    }
}
