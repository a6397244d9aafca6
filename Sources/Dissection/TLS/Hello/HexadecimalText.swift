/// Numbers and bytes as lower-case hexadecimal digits.
enum HexadecimalText {
    /// A number as four digits.
    static func of(_ number: UInt16) -> String {
        of([UInt8(number >> 8), UInt8(number & 0xFF)])
    }

    /// Bytes as two digits each.
    static func of(_ bytes: some Collection<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x61 + value - 10
    }
}
