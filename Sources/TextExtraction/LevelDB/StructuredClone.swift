/// A value as V8 and Blink serialise it for IndexedDB, history state and messages.
///
/// Layout: V8's `value-serializer.cc` and Blink's `serialization_tag.h`, versions up to those of 2026. Objects of Blink's
/// own other than files and blobs end the reading.
struct StructuredClone {
    private static let depthLimit = 100
    private static let valueLimit = 500_000

    private var reader: ByteReader
    private var version: UInt64 = 0
    private var valueCount = 0

    /// - Parameters:
    ///   - bytes: The serialised value, from the byte 0xFF on.
    ///   - limit: The most bytes that are looked at.
    init(_ bytes: [UInt8], limit: Int) {
        reader = ByteReader(bytes, 0..<min(limit, bytes.count))
    }

    /// Whether bytes begin as a value does: Blink's version and V8's, or V8's alone, and an object or a list.
    static func begins(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 5, bytes[0] == 0xFF, (9...64).contains(bytes[1]) else { return false }
        let content: Int
        if bytes[2] == 0xFF {
            content = 4
        } else if bytes[2] == 0xFE {
            content = 17
        } else {
            content = 2
        }
        guard bytes.count > content else { return false }
        return [UInt8(ascii: "o"), UInt8(ascii: "A"), UInt8(ascii: ";")].contains(bytes[content])
    }

    /// The value.
    ///
    /// - Throws: ``ExtractionGap`` where it can't be read to its end.
    mutating func value() throws(ExtractionGap) -> StoredValue {
        // Blink's version, then V8's; newer ones of Blink have a trailer's place between them.
        while reader.peeked == 0xFF || reader.peeked == 0xFE {
            if try reader.byte() == 0xFF { version = try reader.variable() } else { try reader.skip(12) }
        }
        return try next(depth: 0)
    }

    private mutating func next(depth: Int) throws(ExtractionGap) -> StoredValue {
        guard depth < Self.depthLimit else { throw .capped("values in one another") }
        valueCount += 1
        guard valueCount <= Self.valueLimit else { throw .capped("values of one document") }
        var tag = try reader.byte()
        while tag == 0 { tag = try reader.byte() }
        switch tag {
        case UInt8(ascii: "\""): return .text(StoredText.fromLatin1(reader.bytes[try reader.counted()]))
        case UInt8(ascii: "c"): return .text(StoredText.fromUTF16Little(reader.bytes[try reader.counted()]))
        case UInt8(ascii: "S"): return .text(Array(reader.bytes[try reader.counted()]))
        case UInt8(ascii: "s"): return try next(depth: depth + 1)
        case UInt8(ascii: "I"):
            let raw = try reader.variable()
            return .number(Int64(raw >> 1) ^ -Int64(raw & 1))
        case UInt8(ascii: "U"): return .number(Int64(clamping: try reader.variable()))
        case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "D"):
            return Int64(exactly: Double(bitPattern: try reader.little(8))).map { .number($0) } ?? .nothing
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            let count = try reader.variable() >> 1
            guard let count = Int(exactly: count) else { throw .malformed }
            try reader.skip(count)
            return .nothing
        case UInt8(ascii: "_"), UInt8(ascii: "0"), UInt8(ascii: "T"), UInt8(ascii: "F"), UInt8(ascii: "-"),
            UInt8(ascii: "y"), UInt8(ascii: "x"):
            return .nothing
        case UInt8(ascii: "^"), UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "w"), UInt8(ascii: "m"):
            _ = try reader.variable()
            return .nothing
        case UInt8(ascii: "R"):
            let pattern = try next(depth: depth + 1)
            _ = try reader.variable()
            return pattern
        case UInt8(ascii: "o"): return .dictionary(try pairs(until: UInt8(ascii: "{"), numbers: 1, depth))
        case UInt8(ascii: ";"): return .dictionary(try pairs(until: UInt8(ascii: ":"), numbers: 1, depth))
        case UInt8(ascii: "a"):
            _ = try reader.variable()
            return .dictionary(try pairs(until: UInt8(ascii: "@"), numbers: 2, depth))
        case UInt8(ascii: "A"): return try denseList(depth)
        case UInt8(ascii: "'"):
            var list: [StoredValue] = []
            while try !ends(UInt8(ascii: ",")) { list.append(try next(depth: depth + 1)) }
            _ = try reader.variable()
            return .list(list)
        case UInt8(ascii: "B"), UInt8(ascii: "~"):
            guard let count = Int(exactly: try reader.variable()) else { throw .malformed }
            if tag == UInt8(ascii: "~") { _ = try reader.variable() }
            return try view(of: .bytes(try reader.take(count)))
        case UInt8(ascii: "V"): return try view(of: .nothing, isKnown: true)
        case UInt8(ascii: "r"): return try error(depth)
        case UInt8(ascii: "\\"): return try hostObject()
        default: return try blinkObject(tag)
        }
    }

    private mutating func ends(_ tag: UInt8) throws(ExtractionGap) -> Bool {
        while reader.peeked == 0 { _ = try reader.byte() }
        guard reader.peeked == tag else {
            if reader.isAtEnd { throw .truncated }
            return false
        }
        _ = try reader.byte()
        return true
    }

    private mutating func pairs(
        until end: UInt8, numbers: Int, _ depth: Int
    ) throws(ExtractionGap) -> [StoredPair] {
        var pairs: [StoredPair] = []
        while try !ends(end) {
            let key = try next(depth: depth + 1)
            pairs.append(StoredPair(key: key, value: try next(depth: depth + 1)))
        }
        for _ in 0..<numbers { _ = try reader.variable() }
        return pairs
    }

    private mutating func denseList(_ depth: Int) throws(ExtractionGap) -> StoredValue {
        let count = try reader.variable()
        guard count <= UInt64(reader.left) else { throw .malformed }
        var list: [StoredValue] = []
        for _ in 0..<count { list.append(try next(depth: depth + 1)) }
        // Properties that are no elements may follow.
        while try !ends(UInt8(ascii: "$")) {
            _ = try next(depth: depth + 1)
            list.append(try next(depth: depth + 1))
        }
        _ = try (reader.variable(), reader.variable())
        return .list(list)
    }

    /// A view of a buffer stands right behind it.
    private mutating func view(of buffer: StoredValue, isKnown: Bool = false) throws(ExtractionGap) -> StoredValue {
        guard isKnown || reader.peeked == UInt8(ascii: "V") else { return buffer }
        if !isKnown { _ = try reader.byte() }
        _ = try (reader.byte(), reader.variable(), reader.variable())
        if version >= 14 { _ = try reader.variable() }
        return buffer
    }

    private mutating func error(_ depth: Int) throws(ExtractionGap) -> StoredValue {
        var texts: [StoredValue] = []
        while true {
            switch try reader.byte() {
            case UInt8(ascii: "."): return .list(texts)
            case UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "c"): texts.append(try next(depth: depth + 1))
            default: continue
            }
        }
    }

    private mutating func hostObject() throws(ExtractionGap) -> StoredValue { try blinkObject(try reader.byte()) }

    private mutating func blinkObject(_ tag: UInt8) throws(ExtractionGap) -> StoredValue {
        switch tag {
        case UInt8(ascii: "b"):
            let texts = try [StoredValue.text(webText()), .text(webText())]
            _ = try reader.variable()
            return .list(texts)
        case UInt8(ascii: "i"), UInt8(ascii: "e"):
            _ = try reader.variable()
            return .nothing
        case UInt8(ascii: "L"):
            for _ in 0..<min(try reader.variable(), 65_536) { _ = try reader.variable() }
            return .nothing
        default: throw .unsupported("object of a browser in a structured clone")
        }
    }

    private mutating func webText() throws(ExtractionGap) -> [UInt8] { Array(reader.bytes[try reader.counted()]) }

    /// What looks like strings in bytes that can't be read: a tag, a length that fits, and text.
    static func strings(in bytes: [UInt8]) -> [[UInt8]] {
        var (found, index): ([[UInt8]], Int) = ([], 0)
        while index + 2 < bytes.count {
            let tag = bytes[index]
            if tag == UInt8(ascii: "\"") || tag == UInt8(ascii: "c") || tag == UInt8(ascii: "S") {
                var reader = ByteReader(bytes, index + 1..<bytes.count)
                if let range = try? reader.counted(), range.count >= 2 {
                    let slice = bytes[range]
                    let text =
                        tag == UInt8(ascii: "c")
                        ? StoredText.fromUTF16Little(slice)
                        : tag == UInt8(ascii: "S") ? Array(slice) : StoredText.fromLatin1(slice)
                    if StoredText.isUTF8(text) {
                        found.append(text)
                        index = reader.offset
                        continue
                    }
                }
            }
            index += 1
        }
        return found
    }
}
