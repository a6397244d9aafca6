/// A way in which a canary may stand in a text that decoding would not lead to.
///
/// Encodings are undone where there is enough of them to be seen. A short canary alone in base 64 is not, so its forms
/// are looked for as they are; and so are those in UTF-16 with letters beyond Latin, and in JSON with quotes in them.
struct CanaryForm {
    let literal: GateLiterals.Literal
    let encoding: ContentEncoding?

    /// The shortest canary that is looked for in base 64, in bytes: a shorter one has too few digits to tell.
    private static let shortest = 6

    static func all(of canary: String) -> [CanaryForm] {
        // The gate knows the cases of ASCII letters alone.
        Set([canary, canary.uppercased(), canary.lowercased()]).sorted().flatMap(forms)
    }

    private static func forms(of canary: String) -> [CanaryForm] {
        let bytes = Array(canary.utf8)
        guard !bytes.isEmpty else { return [] }
        var forms = [CanaryForm(literal: GateLiterals.Literal(bytes, isCaseSensitive: false), encoding: nil)]
        let escaped = Self.escaped(canary)
        if escaped != bytes {
            forms.append(
                CanaryForm(literal: GateLiterals.Literal(escaped, isCaseSensitive: false), encoding: .escapes))
        }
        for quoted in [quoted(bytes, space: "%20"), quoted(bytes, space: "+")] where quoted != bytes {
            forms.append(CanaryForm(literal: GateLiterals.Literal(quoted, isCaseSensitive: false), encoding: .percent))
        }
        for isBigEndian in [false, true] {
            let units = Array(canary.utf16)
            let wide = units.flatMap { unit in
                let halves = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
                return isBigEndian ? halves.reversed() : halves
            }
            forms.append(
                CanaryForm(
                    literal: GateLiterals.Literal(wide, isCaseSensitive: false),
                    encoding: isBigEndian ? .utf16BigEndian : .utf16LittleEndian))
        }
        guard bytes.count >= shortest else { return forms }
        let hex = bytes.flatMap { byte in Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16).utf8) }
        forms.append(CanaryForm(literal: GateLiterals.Literal(hex, isCaseSensitive: false), encoding: .hex))
        for alphabet in ["+/", "-_"] {
            for lead in 0..<3 {
                let digits = base64(bytes, lead: lead, alphabet)
                forms.append(
                    CanaryForm(literal: GateLiterals.Literal(digits, isCaseSensitive: true), encoding: .base64))
            }
        }
        return forms
    }

    /// As it stands in a JSON string (RFC 8259, section 7), all but ASCII left as it is.
    private static func escaped(_ text: String) -> [UInt8] {
        text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
            case 0x0A: Array(#"\n"#.utf8)
            case 0x0D: Array(#"\r"#.utf8)
            case 0x09: Array(#"\t"#.utf8)
            default: [byte]
            }
        }
    }

    /// As it stands in an address: RFC 3986, section 2.3, or with spaces as forms write them.
    private static func quoted(_ bytes: [UInt8], space: String) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            if byte == 0x20 { return Array(space.utf8) }
            if ByteSet.wordBytes.contains(byte) || [0x2D, 0x2E, 0x7E].contains(byte) { return [byte] }
            return Array("%".utf8) + Array(String(byte, radix: 16).utf8)
        }
    }

    /// The digits that its bytes alone decide on, behind so many other bytes.
    private static func base64(_ bytes: [UInt8], lead: Int, _ marks: String) -> [UInt8] {
        let alphabet =
            Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8) + Array(marks.utf8)
        let padded = Array(repeating: 0, count: lead) + bytes
        // The first digit that no bit of the bytes before is in, and the last that is full.
        let first = (8 * lead + 5) / 6
        let count = 8 * padded.count / 6
        return (first..<max(first, count)).map { digit in
            let bit = 6 * digit
            let high = UInt16(padded[bit / 8]) << 8
            let low = bit / 8 + 1 < padded.count ? UInt16(padded[bit / 8 + 1]) : 0
            return alphabet[Int((high | low) >> UInt16(10 - bit % 8)) & 63]
        }
    }
}
