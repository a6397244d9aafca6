/// A set of bytes, as a class of a regular expression is one.
struct ByteSet: Hashable, Sendable {
    private var words: InlineWords = .init()

    /// Four words of a bit a byte.
    private struct InlineWords: Hashable, Sendable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0
    }

    init() {}

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { insert(byte) }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: words.first
            case 1: words.second
            case 2: words.third
            default: words.fourth
            }
        return word & (1 << UInt64(byte & 63)) != 0
    }

    mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.first |= bit
        case 1: words.second |= bit
        case 2: words.third |= bit
        default: words.fourth |= bit
        }
    }

    mutating func formUnion(_ other: ByteSet) {
        words.first |= other.words.first
        words.second |= other.words.second
        words.third |= other.words.third
        words.fourth |= other.words.fourth
    }

    /// All bytes that are not in it.
    var complement: ByteSet {
        var set = ByteSet()
        set.words.first = ~words.first
        set.words.second = ~words.second
        set.words.third = ~words.third
        set.words.fourth = ~words.fourth
        return set
    }

    func isDisjoint(with other: ByteSet) -> Bool {
        words.first & other.words.first == 0 && words.second & other.words.second == 0
            && words.third & other.words.third == 0 && words.fourth & other.words.fourth == 0
    }

    func isSubset(of other: ByteSet) -> Bool {
        isDisjoint(with: other.complement)
    }

    var count: Int {
        words.first.nonzeroBitCount + words.second.nonzeroBitCount + words.third.nonzeroBitCount
            + words.fourth.nonzeroBitCount
    }

    /// The bytes in it, in order.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (number, word) in [words.first, words.second, words.third, words.fourth].enumerated() {
            var rest = word
            while rest != 0 {
                bytes.append(UInt8(64 * number + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return bytes
    }

    /// With the other case of every ASCII letter in it.
    var withBothCases: ByteSet {
        var set = self
        for letter in UInt8(ascii: "a")...UInt8(ascii: "z") where contains(letter) || contains(letter & ~0x20) {
            set.insert(letter)
            set.insert(letter & ~0x20)
        }
        return set
    }

    static let any = ByteSet().complement
    static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let smallLetters = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
    static let letters = smallLetters.withBothCases
    static let wordBytes: ByteSet = {
        var set = digits
        set.formUnion(letters)
        set.insert(UInt8(ascii: "_"))
        return set
    }()
    static let spaces = ByteSet([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20])
}
