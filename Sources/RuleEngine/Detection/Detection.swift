internal import Observation

/// What a named detection asks of an event, typed and with its modifiers applied.
indirect enum Detection: Sendable {
    /// One field, or the whole event, and the values wanted of it.
    case item(DetectionItem)
    /// A map: everything must hold.
    case all([Detection])
    /// A list: one thing must hold.
    case any([Detection])

    /// Every item in it, in the order of the text.
    var items: [DetectionItem] {
        switch self {
        case .item(let item): [item]
        case .all(let parts), .any(let parts): parts.flatMap(\.items)
        }
    }
}

/// One field, or the whole event, and the values wanted of it.
struct DetectionItem: Sendable {
    /// The field; nothing for keywords, which are looked for in every field.
    let field: String?
    /// The values wanted.
    let values: [DetectionValue]
    /// Whether all values must hold instead of one.
    var needsAll = false
    /// Whether the item holds when the values do not.
    var isNegated = false
    /// The line of the rule's file.
    let line: Int
}

/// One value wanted of a field.
indirect enum DetectionValue: Sendable {
    case text(TextPattern)
    case number(DecimalNumber)
    case boolean(Bool)
    /// The field is null or missing.
    case null
    /// The field is there, or is not, whatever its value.
    case exists(Bool)
    case comparison(DecimalNumber.Relation, DecimalNumber)
    case expression(String, RegularExpression.Flags)
    case network(IPNetwork)
    case reference(FieldReference)
    case timePart(TimePart, DecimalNumber.Relation, DecimalNumber)
    /// One of the forms that a modifier made out of one value.
    case anyOf([DetectionValue])

    /// How many comparisons it stands for.
    var count: Int {
        if case .anyOf(let values) = self { values.reduce(0) { $0 + $1.count } } else { 1 }
    }
}

/// Another field of the same event that a field is compared with.
struct FieldReference: Hashable, Sendable {
    let field: String
    /// Whether more may stand in front of the other field's value.
    var isOpenAtStart = false
    /// Whether more may stand behind it.
    var isOpenAtEnd = false
}
