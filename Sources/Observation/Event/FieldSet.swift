/// Some of the fields of the vocabulary.
struct FieldSet: Hashable, Sendable {
    /// How many fields there is room for.
    static let capacity = 384

    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0
    private var fifth: UInt64 = 0
    private var sixth: UInt64 = 0

    private static func bit(_ number: Int) -> UInt64 { 1 << UInt64(number & 63) }

    /// Whether a field is among them.
    func contains(_ field: Field) -> Bool {
        let number = field.number
        return word(number >> 6) & Self.bit(number) != 0
    }

    /// How many of them stand before a field in the vocabulary.
    func rank(of field: Field) -> Int {
        let number = field.number
        var rank = (word(number >> 6) & (Self.bit(number) - 1)).nonzeroBitCount
        if number >= 64 { rank += first.nonzeroBitCount }
        if number >= 128 { rank += second.nonzeroBitCount }
        if number >= 192 { rank += third.nonzeroBitCount }
        if number >= 256 { rank += fourth.nonzeroBitCount }
        if number >= 320 { rank += fifth.nonzeroBitCount }
        return rank
    }

    mutating func insert(_ field: Field) {
        let number = field.number
        change(number >> 6) { $0 |= Self.bit(number) }
    }

    mutating func remove(_ field: Field) {
        let number = field.number
        change(number >> 6) { $0 &= ~Self.bit(number) }
    }

    /// The fields in the order of the vocabulary.
    var members: [Field] { Field.allCases.filter(contains) }

    private func word(_ index: Int) -> UInt64 {
        switch index {
        case 0: first
        case 1: second
        case 2: third
        case 3: fourth
        case 4: fifth
        default: sixth
        }
    }

    private mutating func change(_ index: Int, _ body: (inout UInt64) -> Void) {
        switch index {
        case 0: body(&first)
        case 1: body(&second)
        case 2: body(&third)
        case 3: body(&fourth)
        case 4: body(&fifth)
        default: body(&sixth)
        }
    }
}

extension Field {
    /// The field's place in the vocabulary.
    ///
    /// An enumeration without values is its case's number in memory; a test compares it with the order of the cases.
    @inline(__always)
    package var number: Int {
        MemoryLayout<Field>.size == 1
            ? Int(unsafe unsafeBitCast(self, to: UInt8.self)) : Int(unsafe unsafeBitCast(self, to: UInt16.self))
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The field of that dotted name; unlike `init(rawValue:)`, which compares with every name, it hashes.
    package init?(named name: String) {
        guard let field = Self.byName[name] else { return nil }
        self = field
    }
}
