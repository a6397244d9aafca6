/// The encodings of the modifiers `base64`, `base64offset`, `wide`, `utf16le`, `utf16be` and `utf16`.
enum TextEncodings {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Bytes as RFC 4648, section 4, writes them, with padding.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var start = 0
        while start < bytes.count {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for digit in 0..<4 {
                let isPadding = digit > group.count
                result.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * digit) & 0x3F)])
            }
            start += 3
        }
        return result
    }

    /// What of the bytes shows in a longer text's Base64, for each of the three places they may start at.
    ///
    /// Digits that also hold bits of the bytes around are cut off: none, two or three at the start; at the end, by the
    /// number of bytes, none, three or two.
    static func base64AtEveryOffset(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).map { offset in
            let digits = base64([UInt8](repeating: 0x20, count: offset) + bytes)
            let start = [0, 2, 3][offset]
            let end = [0, 3, 2][(bytes.count + offset) % 3]
            return Array(digits.dropFirst(start).dropLast(end))
        }
    }

    /// A text's UTF-16 code units as bytes; nothing when the bytes given are no UTF-8.
    static func utf16(_ bytes: [UInt8], bigEndian: Bool) -> [UInt8]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text.utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    /// The bytes with each dash that begins a word replaced by "any dash".
    ///
    /// A dash begins a word when a letter, a digit or an underscore follows it and none stands before it.
    static func dashes(_ bytes: [UInt8]) -> [TextPattern.Part] {
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        var parts: [TextPattern.Part] = []
        var literal = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let beginsWord =
                "-/\u{2013}\u{2014}\u{2015}".unicodeScalars.contains(scalar)
                && (index == 0 || !isWord(scalars[index - 1])) && index + 1 < scalars.count
                && isWord(scalars[index + 1])
            if beginsWord {
                parts += [.literal(Array(String(literal).utf8)), .anyDash]
                literal = .init()
            } else {
                literal.append(scalar)
            }
        }
        return parts + [.literal(Array(String(literal).utf8))]
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
