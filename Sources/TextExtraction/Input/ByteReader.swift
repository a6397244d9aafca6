/// A place in bytes that are in memory, from which numbers are read one after the other.
///
/// Every read throws ``ExtractionGap`` of kind `truncated` where the bytes end.
struct ByteReader {
    let bytes: [UInt8]
    private(set) var offset: Int
    let end: Int

    /// Reads a part of some bytes; what lies outside of them is left out.
    init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        let end = min(max(0, range?.upperBound ?? bytes.count), bytes.count)
        self.end = end
        offset = min(max(0, range?.lowerBound ?? 0), end)
    }

    var left: Int { end - offset }
    var isAtEnd: Bool { offset >= end }

    /// The next byte, which stays the next one.
    var peeked: UInt8? { offset < end ? bytes[offset] : nil }

    mutating func byte() throws(ExtractionGap) -> UInt8 {
        guard offset < end else { throw .truncated }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func skip(_ count: Int) throws(ExtractionGap) {
        guard count >= 0, count <= left else { throw .truncated }
        offset += count
    }

    /// The range of the next bytes.
    mutating func range(_ count: Int) throws(ExtractionGap) -> Range<Int> {
        let start = offset
        try skip(count)
        return start..<offset
    }

    mutating func take(_ count: Int) throws(ExtractionGap) -> [UInt8] { Array(bytes[try range(count)]) }

    /// A number of so many bytes, the lowest first.
    mutating func little(_ count: Int) throws(ExtractionGap) -> UInt64 {
        bytes[try range(count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A number of so many bytes, the highest first.
    mutating func big(_ count: Int) throws(ExtractionGap) -> UInt64 {
        bytes[try range(count)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func little16() throws(ExtractionGap) -> Int { Int(try little(2)) }
    mutating func little32() throws(ExtractionGap) -> Int { Int(try little(4)) }

    /// A number in groups of seven bits, the lowest first, the top bit set on all but the last (LEB128).
    mutating func variable() throws(ExtractionGap) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw .malformed
    }

    /// Bytes behind their own number, which is written in groups of seven bits.
    mutating func counted() throws(ExtractionGap) -> Range<Int> {
        guard let count = Int(exactly: try variable()) else { throw .malformed }
        return try range(count)
    }
}
