extension ExpressionParser {
    /// The bytes of the character that stands here, which the reading goes behind.
    mutating func bytesOfCharacter() -> [UInt8] {
        var bytes = [text[position]]
        position += 1
        while let byte = next, byte & 0xC0 == 0x80, bytes.count < 4 {
            bytes.append(byte)
            position += 1
        }
        return bytes
    }

    /// Writes a character beyond ASCII as a group of its bytes, to which a quantifier may apply.
    mutating func character(_ bytes: [UInt8]) -> [UInt8] {
        output += Array("(?:".utf8) + bytes.flatMap(Self.hexadecimal) + [UInt8(ascii: ")")]
        return bytes
    }

    static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = String(byte, radix: 16, uppercase: true)
        return Array(("\\x" + (digits.count < 2 ? "0" : "") + digits).utf8)
    }

    /// Reads what follows a backslash outside a class.
    mutating func escape(isCaseless: Bool) throws(Refusal) -> ExpressionNode {
        guard let byte = peek(1) else { throw Refusal("its regex ends in a backslash") }
        switch byte {
        case UInt8(ascii: "Q"): return quotation(isCaseless: isCaseless)
        case UInt8(ascii: "p"), UInt8(ascii: "P"):
            output += try unicodeClass(inClass: false)
            return .anyByte
        case UInt8(ascii: "x"):
            let value = try hexadecimalValue()
            guard value >= 0x80 else {
                output += Self.hexadecimal(UInt8(value))
                return .bytes([UInt8(value)], isCaseless: isCaseless)
            }
            return .sequence(character(Self.encoded(value)).map { .bytes([$0], isCaseless: false) })
        case UInt8(ascii: "v"):
            // One character in RE2, any vertical white space in PCRE2.
            position += 2
            output += Self.hexadecimal(0x0B)
            return .bytes([0x0B], isCaseless: false)
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"):
            copy(2)
            return .empty
        case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "s"), UInt8(ascii: "S"), UInt8(ascii: "w"),
            UInt8(ascii: "W"):
            copy(2)
            return .anyByte
        default:
            copy(2)
            return Self.isLetterOrDigit(byte) ? controlCharacter(byte) : .bytes([byte], isCaseless: false)
        }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        ExpressionLiteral.isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func controlCharacter(_ byte: UInt8) -> ExpressionNode {
        switch byte {
        case UInt8(ascii: "n"): .bytes([0x0A], isCaseless: false)
        case UInt8(ascii: "r"): .bytes([0x0D], isCaseless: false)
        case UInt8(ascii: "t"): .bytes([0x09], isCaseless: false)
        default: .repeated(.anyByte, least: 0, most: nil)  // PCRE2 knows what it is; the literals need not.
        }
    }

    /// `\Q…\E`: every character is itself.
    private mutating func quotation(isCaseless: Bool) -> ExpressionNode {
        copy(2)
        var parts: [ExpressionNode] = []
        while let byte = next, !isNext("\\E") {
            parts.append(.bytes([byte], isCaseless: isCaseless))
            copy()
        }
        copy(2)
        return .sequence(parts)
    }

    /// `\x7F` or `\x{10FFFF}`.
    mutating func hexadecimalValue() throws(Refusal) -> UInt32 {
        position += 2
        var digits: [UInt8] = []
        if next == UInt8(ascii: "{") {
            position += 1
            while let byte = next, byte != UInt8(ascii: "}") {
                digits.append(byte)
                position += 1
            }
            position += 1
        } else {
            while let byte = next, digits.count < 2 {
                digits.append(byte)
                position += 1
            }
        }
        guard let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), value <= 0x10_FFFF else {
            throw Refusal("its regex names a character that is none")
        }
        return value
    }

    /// The bytes of a character in UTF-8.
    static func encoded(_ value: UInt32) -> [UInt8] {
        Array(String(Unicode.Scalar(value).map(Character.init) ?? "\u{FFFD}").utf8)
    }
}
