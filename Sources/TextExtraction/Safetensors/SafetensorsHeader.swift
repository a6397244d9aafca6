/// The JSON at the front of a safetensors file, of which the metadata are wanted: names with texts.
///
/// Everything else in it is skipped without being built.
struct SafetensorsHeader {
    private static let depthLimit = 32

    private var reader: ByteReader

    init(_ bytes: [UInt8]) {
        reader = ByteReader(bytes)
    }

    /// Calls with each name and text of `__metadata__` until told no.
    ///
    /// - Throws: ``ExtractionGap`` where it is not JSON, or not of this shape.
    mutating func forEachMetadata(_ body: (_ name: [UInt8], _ text: [UInt8]) -> Bool) throws(ExtractionGap) {
        try expect(UInt8(ascii: "{"))
        if try accept(UInt8(ascii: "}")) { return }
        repeat {
            let name = try string()
            try expect(UInt8(ascii: ":"))
            guard name == Array("__metadata__".utf8) else {
                try skipValue(depth: 0)
                continue
            }
            try expect(UInt8(ascii: "{"))
            if try accept(UInt8(ascii: "}")) { continue }
            repeat {
                let key = try string()
                try expect(UInt8(ascii: ":"))
                if try nextByte() == UInt8(ascii: "\"") {
                    guard body(key, try string()) else { return }
                } else {
                    try skipValue(depth: 0)
                }
            } while try accept(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"))
        } while try accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    /// The next byte that is not blank, which stays the next one.
    private mutating func nextByte() throws(ExtractionGap) -> UInt8 {
        while let byte = reader.peeked {
            guard byte == 0x20 || (0x09...0x0D).contains(byte) else { return byte }
            _ = try reader.byte()
        }
        throw .truncated
    }

    private mutating func accept(_ byte: UInt8) throws(ExtractionGap) -> Bool {
        guard try nextByte() == byte else { return false }
        _ = try reader.byte()
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(ExtractionGap) {
        guard try accept(byte) else { throw .malformed }
    }

    private mutating func skipValue(depth: Int) throws(ExtractionGap) {
        guard depth < Self.depthLimit else { throw .malformed }
        switch try nextByte() {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"):
            _ = try reader.byte()
            if try accept(UInt8(ascii: "}")) { return }
            repeat {
                _ = try string()
                try expect(UInt8(ascii: ":"))
                try skipValue(depth: depth + 1)
            } while try accept(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            _ = try reader.byte()
            if try accept(UInt8(ascii: "]")) { return }
            repeat { try skipValue(depth: depth + 1) } while try accept(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"))
        default:
            let start = reader.offset
            while let byte = reader.peeked, !",]} \n\r\t".utf8.contains(byte) { _ = try reader.byte() }
            guard reader.offset > start else { throw .malformed }
        }
    }

    private mutating func string() throws(ExtractionGap) -> [UInt8] {
        try expect(UInt8(ascii: "\""))
        var text: [UInt8] = []
        var units: [UInt16] = []
        while true {
            let byte = try reader.byte()
            guard byte == 0x5C else {
                flush(&units, into: &text)
                if byte == UInt8(ascii: "\"") { return text }
                text.append(byte)
                continue
            }
            let escape = try reader.byte()
            if escape == UInt8(ascii: "u") {
                let digits = reader.bytes[try reader.range(4)]
                guard let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else { throw .malformed }
                units.append(unit)
                continue
            }
            flush(&units, into: &text)
            switch escape {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            default: throw .malformed
            }
        }
    }

    private func flush(_ units: inout [UInt16], into text: inout [UInt8]) {
        guard !units.isEmpty else { return }
        text += Array(String(decoding: units, as: UTF16.self).utf8)
        units.removeAll()
    }
}
