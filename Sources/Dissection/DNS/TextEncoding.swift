/// The encodings that fit into a domain name (RFC 4648), read strictly: bits that an encoder leaves zero must be zero.
enum TextEncoding {
    /// Reads pairs of hexadecimal digits of either case; gives nothing for anything else.
    static func hexadecimal(_ text: [UInt8]) -> [UInt8]? {
        guard text.count >= 2, text.count % 2 == 0 else { return nil }
        return decode(text, bits: 4) { byte in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x61 + 10
            default: nil
            }
        }
    }

    /// Reads Base32 of either case without padding; gives nothing for anything else.
    static func base32(_ text: [UInt8]) -> [UInt8]? {
        guard [0, 2, 4, 5, 7].contains(text.count % 8) else { return nil }
        return decode(text, bits: 5) { byte in
            switch byte {
            case 0x41...0x5A, 0x61...0x7A: (byte | 0x20) - 0x61
            case 0x32...0x37: byte - 0x32 + 26
            default: nil
            }
        }
    }

    /// Reads Base64 with the alphabet for URLs and without padding; gives nothing for anything else, and for text of one
    /// case, whose original case is lost or never was.
    static func base64url(_ text: [UInt8]) -> [UInt8]? {
        guard text.count % 4 != 1, text.contains(where: { (0x41...0x5A).contains($0) }),
            text.contains(where: { (0x61...0x7A).contains($0) })
        else { return nil }
        return decode(text, bits: 6, digit: base64urlDigit)
    }

    static func decode(_ text: [UInt8], bits: Int, digit: (UInt8) -> UInt8?) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * bits / 8)
        var buffer: UInt32 = 0
        var filled = 0
        for byte in text {
            guard let value = digit(byte) else { return nil }
            buffer = buffer << UInt32(bits) | UInt32(value)
            filled += bits
            if filled >= 8 {
                filled -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(filled)))
                buffer &= 1 << UInt32(filled) - 1
            }
        }
        return buffer == 0 ? bytes : nil
    }

    /// Reads Base64 with the alphabet for URLs, of whatever case, with or without padding; gives nothing for anything else.
    static func anyBase64url(_ text: [UInt8]) -> [UInt8]? {
        let end = text.lastIndex { $0 != 0x3D }.map { $0 + 1 } ?? 0
        let digits = Array(text[..<end])
        guard digits.count % 4 != 1, text.count - end <= 2 else { return nil }
        return decode(digits, bits: 6, digit: base64urlDigit)
    }

    static func base64urlDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }
}
