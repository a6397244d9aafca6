/// Texts as the oldest protocol of pickle writes them, in lines of ASCII.
enum PickleText {
    /// A string in Python's quotes, its escapes undone.
    static func unquoted(_ written: ArraySlice<UInt8>) -> [UInt8] {
        guard let quote = written.first, quote == 0x22 || quote == 0x27, written.count >= 2 else {
            return Array(written)
        }
        return unescaped(written.dropFirst().dropLast(written.last == quote ? 1 : 0), isRaw: false)
    }

    /// Text whose characters beyond Latin-1 are written as `\uXXXX` and that is Latin-1 otherwise.
    static func rawUnicode(_ written: ArraySlice<UInt8>) -> [UInt8] { unescaped(written, isRaw: true) }

    private static func unescaped(_ written: ArraySlice<UInt8>, isRaw: Bool) -> [UInt8] {
        var (text, units, index) = ([UInt8](), [UInt16](), written.startIndex)
        func flush() {
            text += Array(String(decoding: units, as: UTF16.self).utf8)
            units.removeAll()
        }
        while index < written.endIndex {
            let byte = written[index]
            index += 1
            guard byte == 0x5C, index < written.endIndex else {
                units.append(UInt16(byte))
                continue
            }
            let escape = written[index]
            let width =
                escape == UInt8(ascii: "u") ? 4 : escape == UInt8(ascii: "U") ? 8 : escape == UInt8(ascii: "x") ? 2 : 0
            let digits = written[(index + 1)...].prefix(width)
            if width > (isRaw ? 2 : 0), let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                digits.count == width
            {
                if let scalar = Unicode.Scalar(value) {
                    units += Array(String(scalar).utf16)
                } else {
                    units.append(0xFFFD)
                }
                index += 1 + width
            } else if isRaw {
                units.append(UInt16(byte))
            } else {
                units.append(plain[escape] ?? UInt16(escape))
                index += 1
            }
        }
        flush()
        return text
    }

    private static let plain: [UInt8: UInt16] = [
        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "0"): 0,
    ]
}
