/// A number of a rule or an event.
enum DecimalNumber: Hashable, Sendable {
    case integer(Int64)
    case real(Double)

    /// Reads decimal notation: an optional sign, digits, an optional fraction and an optional power of ten.
    ///
    /// Gives nothing for every other text, hexadecimal, infinities and blanks around the digits included.
    init?(_ text: String) {
        var digits = 0
        var allowed: Set<UInt8> = [UInt8(ascii: "+"), UInt8(ascii: "-")]
        var isReal = false
        var isExponent = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39:
                digits += 1
                allowed = isExponent ? [] : isReal ? Self.exponents : Self.exponents.union([UInt8(ascii: ".")])
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard allowed.contains(byte) else { return nil }
                allowed = []
            case UInt8(ascii: "."):
                guard allowed.contains(byte) else { return nil }
                (isReal, allowed) = (true, [])
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard allowed.contains(byte), digits > 0 else { return nil }
                (isReal, isExponent, allowed) = (true, true, [UInt8(ascii: "+"), UInt8(ascii: "-")])
            default:
                return nil
            }
            guard digits <= 64 else { return nil }
        }
        if !isReal, let number = Int64(text) {
            self = .integer(number)
        } else if digits > 0, let number = Double(text), number.isFinite {
            self = .real(number)
        } else {
            return nil
        }
    }

    private static let exponents: Set<UInt8> = [UInt8(ascii: "e"), UInt8(ascii: "E")]

    /// The nearest number with a fraction.
    var double: Double {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        }
    }

    /// How two numbers can stand to each other.
    enum Relation: String, Hashable, Sendable {
        case equal, lt, lte, gt, gte
    }

    /// Whether a number stands to another as asked; whole numbers are compared exactly.
    func stands(_ relation: Relation, to other: DecimalNumber) -> Bool {
        if case .integer(let left) = self, case .integer(let right) = other {
            return Self.holds(relation, left, right)
        }
        return Self.holds(relation, double, other.double)
    }

    private static func holds<Number: Comparable>(_ relation: Relation, _ left: Number, _ right: Number) -> Bool {
        switch relation {
        case .equal: left == right
        case .lt: left < right
        case .lte: left <= right
        case .gt: left > right
        case .gte: left >= right
        }
    }
}

extension DecimalNumber {
    /// The number in decimal notation, as texts are compared with it.
    var text: String {
        switch self {
        case .integer(let number): String(number)
        case .real(let number): String(number)
        }
    }
}
