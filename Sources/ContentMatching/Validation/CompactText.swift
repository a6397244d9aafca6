/// The characters of a number that people write with separators, without them and in upper case.
///
/// Holds at most ``capacity`` characters; a longer text, or one with anything but ASCII letters, digits and separators,
/// is empty, which no check accepts.
struct CompactText {
    static let capacity = 40

    private var bytes = InlineArray<40, UInt8>(repeating: 0)
    /// How many characters there are.
    private(set) var count = 0
    /// Whether all of them are decimal digits.
    private(set) var isDecimal = true

    init(_ text: Span<UInt8>) {
        for index in 0..<text.count {
            var byte = text[index]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                byte &= 0xDF
                isDecimal = false
            default:
                count = 0
                return
            }
            guard count < Self.capacity else {
                count = 0
                return
            }
            bytes[count] = byte
            count += 1
        }
    }

    /// A character, by its number.
    subscript(index: Int) -> UInt8 { bytes[index] }

    /// The value of a character: a digit's own, a letter's place in the alphabet plus ten.
    func value(_ index: Int) -> Int {
        let byte = bytes[index]
        return Int(byte) - (byte < UInt8(ascii: "A") ? 0x30 : 0x37)
    }

    /// Whether a character is a decimal digit.
    func isDigit(_ index: Int) -> Bool { bytes[index] < UInt8(ascii: "A") }

    /// The decimal number that some digits make; at most eighteen of them.
    func number(_ range: Range<Int>) -> Int {
        range.reduce(0) { $0 &* 10 &+ value($1) }
    }

    /// The sum of digits times weights.
    func weightedSum(_ weights: StaticString) -> Int {
        var sum = 0
        for index in 0..<weights.utf8CodeUnitCount {
            sum += value(index) * Self.weight(weights, index)
        }
        return sum
    }

    private static func weight(_ weights: StaticString, _ index: Int) -> Int {
        weights.withUTF8Buffer { buffer in
            let byte = unsafe buffer[index]
            return Int(byte) - (byte < UInt8(ascii: "A") ? 0x30 : 0x37)
        }
    }

    /// Whether all characters are the same, as in placeholders.
    var isUniform: Bool {
        (0..<count).allSatisfy { bytes[$0] == bytes[0] }
    }

    /// Whether the digits pass the check of ISO/IEC 7812-1, annex B.
    var passesLuhn: Bool { luhnSum(0..<count) % 10 == 0 }

    /// The sum of Luhn's formula over some digits, the last of which counts once.
    func luhnSum(_ range: Range<Int>) -> Int {
        var sum = 0
        for index in range {
            let doubles = (range.upperBound - 1 - index) % 2 == 1
            let value = value(index) * (doubles ? 2 : 1)
            sum += value > 9 ? value - 9 : value
        }
        return sum
    }
}
