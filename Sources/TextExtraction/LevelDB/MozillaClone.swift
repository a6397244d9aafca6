/// A value as Firefox serialises it for IndexedDB: words of eight bytes, the kind of a value in the upper half.
///
/// Layout: SpiderMonkey's `StructuredClone.cpp`. In IndexedDB's databases the whole is packed by Snappy.
struct MozillaClone {
    private static let depthLimit = 100
    private static let valueLimit = 500_000
    private static let headerTag: UInt64 = 0xFFF1_0000
    private static let endOfKeys: UInt64 = 0xFFFF_0013

    private var reader: ByteReader
    private var valueCount = 0

    /// - Parameter bytes: The value, unpacked.
    init(_ bytes: [UInt8]) {
        reader = ByteReader(bytes)
    }

    /// Whether bytes begin as a value that is packed does: a length, then a literal with the header word in it.
    static func beginsPacked(_ bytes: Span<UInt8>) -> Bool {
        var start = 0
        while start < min(bytes.count, 5), bytes[start] >= 0x80 { start += 1 }
        guard start + 1 < bytes.count, bytes[start + 1] & 3 == 0 else { return false }
        let length = Int(bytes[start + 1] >> 2)
        start += length < 60 ? 2 : length - 57
        guard bytes.count >= start + 8 else { return false }
        return bytes[start + 4] == 0 && bytes[start + 5] == 0 && bytes[start + 6] == 0xF1 && bytes[start + 7] == 0xFF
    }

    /// The value.
    ///
    /// - Throws: ``ExtractionGap`` where it can't be read to its end.
    mutating func value() throws(ExtractionGap) -> StoredValue {
        let header = try reader.little(8)
        guard header >> 32 == Self.headerTag else { throw .malformed }
        return try next(depth: 0)
    }

    private mutating func next(depth: Int) throws(ExtractionGap) -> StoredValue {
        guard depth < Self.depthLimit else { throw .capped("values in one another") }
        valueCount += 1
        guard valueCount <= Self.valueLimit else { throw .capped("values of one document") }
        let word = try reader.little(8)
        let (tag, data) = (word >> 32, word & 0xFFFF_FFFF)
        switch tag {
        case 0xFFFF_0003: return .number(Int64(Int32(truncatingIfNeeded: data)))
        case 0xFFFF_0004, 0xFFFF_000B: return .text(try text(data))
        case 0xFFFF_0006:
            return try next(depth: depth + 1)
        case 0xFFFF_0005, 0xFFFF_000C:
            try reader.skip(8)
            return .nothing
        case 0xFFFF_0007, 0xFFFF_0008, 0xFFFF_0011, 0xFFFF_0012: return try pairs(depth, isSet: tag == 0xFFFF_0012)
        case 0xFFFF_0000, 0xFFFF_0001, 0xFFFF_0002, 0xFFFF_000A, 0xFFFF_000D: return .nothing
        case 0..<0xFFF0_0000:
            return Int64(exactly: Double(bitPattern: word)).map { .number($0) } ?? .nothing
        default: throw .unsupported("object of a browser in a structured clone")
        }
    }

    private mutating func pairs(_ depth: Int, isSet: Bool) throws(ExtractionGap) -> StoredValue {
        var pairs: [StoredPair] = []
        while try !endsKeys() {
            let key = try next(depth: depth + 1)
            if isSet {
                pairs.append(StoredPair(key: .number(Int64(pairs.count)), value: key))
            } else {
                pairs.append(StoredPair(key: key, value: try next(depth: depth + 1)))
            }
        }
        return .dictionary(pairs)
    }

    private mutating func endsKeys() throws(ExtractionGap) -> Bool {
        var ahead = reader
        guard try ahead.little(8) >> 32 == Self.endOfKeys else { return false }
        reader = ahead
        return true
    }

    private mutating func text(_ data: UInt64) throws(ExtractionGap) -> [UInt8] {
        let isLatin1 = data & 0x8000_0000 != 0
        let count = Int(data & 0x7FFF_FFFF) * (isLatin1 ? 1 : 2)
        let range = try reader.range(count)
        try reader.skip(min(reader.left, (8 - count % 8) % 8))
        return isLatin1 ? StoredText.fromLatin1(reader.bytes[range]) : StoredText.fromUTF16Little(reader.bytes[range])
    }
}
