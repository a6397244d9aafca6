import TestSupport
import Testing
import TextExtraction

@Suite("Snappy")
struct SnappyTests {
    @Test("unpacks literals and copies of every kind")
    func kinds() throws {
        // 4 literals, a copy of 4 from 4 back, one of 6 from 2 back, one of 3 from 14 back.
        let packed: [UInt8] = [17, 0x0C, 0x61, 0x62, 0x63, 0x64, 0x01, 4, 0x16, 2, 0, 0x0B, 14, 0, 0, 0]
        #expect(try Snappy.unpack(packed, limit: 100) == Array("abcdabcdcdcdcdabc".utf8))
    }

    @Test("stands anything, and gives no more than it may")
    func broken() {
        let packed: [UInt8] = [17, 0x0C, 0x61, 0x62, 0x63, 0x64, 0x01, 4, 0x16, 2, 0, 0x0B, 14, 0, 0, 0]
        for length in 0..<packed.count {
            #expect(throws: ExtractionGap.self) { try Snappy.unpack(Array(packed.prefix(length)), limit: 100) }
        }
        #expect(throws: ExtractionGap.capped("unpacked bytes of a block")) { try Snappy.unpack(packed, limit: 16) }
        BrokenBytes.forEach(packed, keeping: 1) { bytes in
            if let output = try? Snappy.unpack(bytes, limit: 1_000) { #expect(output.count <= 1_000) }
        }
    }
}
