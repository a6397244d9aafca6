extension JSONValue {
    /// Reads a string from its opening quotation mark to behind its closing one.
    static func string(_ bytes: Span<UInt8>, _ offset: inout Int) throws(JSONError) -> String {
        offset += 1
        var text: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(bytes, &offset, into: &text)
            case 0..<0x20: throw JSONError(kind: .unexpectedByte, offset: offset - 1)
            default: text.append(byte)
            }
        }
        throw JSONError(kind: .unexpectedEnd, offset: offset)
    }

    private static func escape(
        _ bytes: Span<UInt8>, _ offset: inout Int, into text: inout [UInt8]
    ) throws(JSONError) {
        guard offset < bytes.count else { throw JSONError(kind: .unexpectedEnd, offset: offset) }
        let mark = bytes[offset]
        offset += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(mark)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape(bytes, &offset)
            text.append(contentsOf: Array(String(scalar).utf8))
        default: throw JSONError(kind: .badEscape, offset: offset - 1)
        }
    }

    private static func unicodeEscape(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(JSONError) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let unit = try codeUnit(bytes, &offset)
        guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) ?? replacement }
        guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
        else {
            return replacement
        }
        var ahead = offset + 2
        let low = try codeUnit(bytes, &ahead)
        guard (0xDC00..<0xE000).contains(low) else { return replacement }
        offset = ahead
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? replacement
    }

    private static func codeUnit(_ bytes: Span<UInt8>, _ offset: inout Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard offset < bytes.count else { throw JSONError(kind: .unexpectedEnd, offset: offset) }
            guard let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue else {
                throw JSONError(kind: .badEscape, offset: offset)
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }
}
