/// Texts of a database: turned into UTF-8, and told from noise.
enum SQLiteText {
    /// A copy of some bytes.
    static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        let part = bytes.extracting(range)
        return unsafe [UInt8](unsafeUninitializedCapacity: range.count) { room, count in
            unsafe part.withUnsafeBufferPointer { source in
                _ = unsafe room.initialize(from: source)
            }
            count = range.count
        }
    }

    /// Puts a copy of some bytes behind others.
    static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to room: inout [UInt8]) {
        let part = bytes.extracting(range)
        unsafe part.withUnsafeBufferPointer { source in unsafe room.append(contentsOf: source) }
    }

    /// A text in UTF-8.
    static func utf8(_ bytes: Span<UInt8>, _ range: Range<Int>, _ encoding: SQLiteHeader.Encoding) -> [UInt8] {
        switch encoding {
        case .utf8: copy(bytes, range)
        case .utf16LittleEndian: transcoded(bytes, range, low: 0, high: 1)
        case .utf16BigEndian: transcoded(bytes, range, low: 1, high: 0)
        }
    }

    private static func transcoded(_ bytes: Span<UInt8>, _ range: Range<Int>, low: Int, high: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var offset = range.lowerBound
        while offset + 1 < range.upperBound {
            var scalar = UInt32(bytes[offset + low]) | UInt32(bytes[offset + high]) << 8
            offset += 2
            if scalar & 0xFC00 == 0xD800, offset + 1 < range.upperBound {
                let second = UInt32(bytes[offset + low]) | UInt32(bytes[offset + high]) << 8
                if second & 0xFC00 == 0xDC00 {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + second & 0x3FF
                    offset += 2
                }
            }
            append(Unicode.Scalar(scalar) ?? "\u{FFFD}", to: &text)
        }
        if offset < range.upperBound { append("\u{FFFD}", to: &text) }
        return text
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        if scalar.value < 0x80 {
            text.append(UInt8(scalar.value))
        } else {
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// Whether bytes read like something that was written as text: well-formed, without control characters.
    ///
    /// With `isCut` the end may lie within a character.
    static func isPlausible(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ encoding: SQLiteHeader.Encoding, isCut: Bool = false
    ) -> Bool {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return false }
        switch encoding {
        case .utf8:
            var offset = range.lowerBound
            while offset < range.upperBound {
                let count = characterByteCount(bytes, at: offset, end: range.upperBound)
                if count == 0 { return isCut && range.upperBound - offset < 4 && bytes[offset] >= 0xC2 }
                offset += count
            }
            return true
        case .utf16LittleEndian: return isPlausibleUTF16(bytes, range, low: 0, high: 1, isCut)
        case .utf16BigEndian: return isPlausibleUTF16(bytes, range, low: 1, high: 0, isCut)
        }
    }

    /// The bytes of a printable character of UTF-8, a tab or a line's end; zero for anything else.
    @inline(__always)
    static func characterByteCount(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> Int {
        let first = bytes[offset]
        if first >= 0x20, first < 0x7F { return 1 }
        if first < 0x80 { return first == 9 || first == 10 || first == 13 || first == 27 ? 1 : 0 }
        let count = first >= 0xC2 && first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, first < 0xF5, offset + count <= end else { return 0 }
        for index in 1..<count where bytes[offset + index] & 0xC0 != 0x80 { return 0 }
        let second = bytes[offset + 1]
        switch first {
        case 0xC2: return second >= 0xA0 ? 2 : 0
        case 0xE0: return second >= 0xA0 ? 3 : 0
        case 0xED: return second < 0xA0 ? 3 : 0
        case 0xF0: return second >= 0x90 ? 4 : 0
        case 0xF4: return second < 0x90 ? 4 : 0
        default: return count
        }
    }

    private static func isPlausibleUTF16(
        _ bytes: Span<UInt8>, _ range: Range<Int>, low: Int, high: Int, _ isCut: Bool
    ) -> Bool {
        guard isCut || range.count % 2 == 0 else { return false }
        // Latin text that begins at the wrong byte reads as characters of many scripts, all of which end in a zero.
        var (offset, shifted) = (range.lowerBound, 0)
        while offset + 1 < range.upperBound {
            let unit = UInt32(bytes[offset + low]) | UInt32(bytes[offset + high]) << 8
            offset += 2
            if unit & 0xFF == 0, unit > 0 { shifted += 1 }
            switch unit {
            case 9, 10, 13: break
            case 0..<0x20, 0x7F..<0xA0, 0xFFFE...0xFFFF, 0xDC00..<0xE000: return false
            case 0xD800..<0xDC00:
                guard offset + 1 < range.upperBound else { return isCut }
                let second = UInt32(bytes[offset + low]) | UInt32(bytes[offset + high]) << 8
                guard second & 0xFC00 == 0xDC00 else { return false }
                offset += 2
            default: break
            }
        }
        return shifted * 8 <= range.count
    }
}
