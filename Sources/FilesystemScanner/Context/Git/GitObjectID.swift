/// The SHA-1 name of a git object.
struct GitObjectID: Hashable, Sendable {
    static let byteCount = 20

    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// Takes twenty bytes from an offset on; nothing when there are fewer.
    init?(_ bytes: [UInt8], at offset: Int = 0) {
        guard offset >= 0, bytes.count - offset >= Self.byteCount else { return nil }
        first = Self.number(bytes, offset, 8)
        second = Self.number(bytes, offset + 8, 8)
        third = UInt32(truncatingIfNeeded: Self.number(bytes, offset + 16, 4))
    }

    /// Reads forty hexadecimal digits; nothing when there are more, fewer, or others.
    init?(hexadecimal text: ArraySlice<UInt8>) {
        guard text.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue, digit < 0x80 else { return nil }
            if let upper = high {
                bytes.append(upper << 4 | UInt8(value))
                high = nil
            } else {
                high = UInt8(value)
            }
        }
        self.init(bytes)
    }

    /// The twenty bytes.
    var bytes: [UInt8] {
        Self.bytes(first, 8) + Self.bytes(second, 8) + Self.bytes(UInt64(third), 4)
    }

    /// The folder and the file that hold the object when it is kept alone.
    var looseName: String {
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0" + text : text
        }
        return digits[0] + "/" + digits.dropFirst().joined()
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in 0..<count { number = number << 8 | UInt64(bytes[offset + index]) }
        return number
    }

    private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (count - 1 - $0))) }
    }
}
