extension EncodedRegion {
    /// Backslash escapes of JSON (RFC 8259, section 7), and `\x41`, `\u{41}`, `\U00000041`, `\'` of other languages.
    @inline(__always)
    func decodeEscapes(_ bytes: Span<UInt8>, _ body: (_ byte: UInt8, _ start: Int, _ end: Int) -> Bool) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let byte = bytes[offset]
            guard byte == UInt8(ascii: "\\"), let (scalar, end) = escape(at: offset, in: bytes) else {
                guard body(byte, offset, offset + 1) else { return }
                offset += 1
                continue
            }
            for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                guard body(unit, offset, end) else { return }
            }
            offset = end
        }
    }

    /// The character of an escape and where the escape ends; nothing when it is none.
    private func escape(at start: Int, in bytes: Span<UInt8>) -> (Unicode.Scalar, end: Int)? {
        guard start + 1 < range.upperBound else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "n"): return ("\n", start + 2)
        case UInt8(ascii: "r"): return ("\r", start + 2)
        case UInt8(ascii: "t"): return ("\t", start + 2)
        case UInt8(ascii: "b"): return ("\u{08}", start + 2)
        case UInt8(ascii: "f"): return ("\u{0C}", start + 2)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
            return (Unicode.Scalar(bytes[start + 1]), start + 2)
        case UInt8(ascii: "x"): return scalar(at: start + 2, digits: 2, in: bytes)
        case UInt8(ascii: "U"): return scalar(at: start + 2, digits: 8, in: bytes)
        case UInt8(ascii: "u"):
            if start + 2 < range.upperBound, bytes[start + 2] == UInt8(ascii: "{") {
                return bracedScalar(at: start + 3, in: bytes)
            }
            return unit(at: start + 2, in: bytes)
        default: return nil
        }
    }

    /// One unit of UTF-16, or a pair of surrogates.
    private func unit(at start: Int, in bytes: Span<UInt8>) -> (Unicode.Scalar, end: Int)? {
        guard let first = number(at: start, digits: 4, in: bytes) else { return nil }
        let end = start + 4
        if let scalar = Unicode.Scalar(first) { return (scalar, end) }
        guard first < 0xDC00, end + 1 < range.upperBound, bytes[end] == UInt8(ascii: "\\"),
            bytes[end + 1] == UInt8(ascii: "u"), let second = number(at: end + 2, digits: 4, in: bytes),
            (0xDC00...0xDFFF).contains(second)
        else { return ("\u{FFFD}", end) }
        let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        return (Unicode.Scalar(value) ?? "\u{FFFD}", end + 6)
    }

    private func scalar(at start: Int, digits: Int, in bytes: Span<UInt8>) -> (Unicode.Scalar, end: Int)? {
        guard let value = number(at: start, digits: digits, in: bytes), let scalar = Unicode.Scalar(value) else {
            return nil
        }
        return (scalar, start + digits)
    }

    private func bracedScalar(at start: Int, in bytes: Span<UInt8>) -> (Unicode.Scalar, end: Int)? {
        var end = start
        while end < range.upperBound, end - start < 8, Self.hexValue(bytes[end]) != nil { end += 1 }
        guard end > start, end < range.upperBound, bytes[end] == UInt8(ascii: "}"),
            let (scalar, _) = scalar(at: start, digits: end - start, in: bytes)
        else { return nil }
        return (scalar, end + 1)
    }

    private func number(at start: Int, digits: Int, in bytes: Span<UInt8>) -> UInt32? {
        guard start + digits <= range.upperBound else { return nil }
        var value: UInt32 = 0
        for offset in start..<(start + digits) {
            guard let digit = Self.hexValue(bytes[offset]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
