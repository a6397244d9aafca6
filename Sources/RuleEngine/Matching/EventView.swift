internal import Observation

/// A field's value, made ready for many comparisons.
enum PreparedValue: Sendable {
    case missing
    case null
    case boolean(Bool)
    case number(DecimalNumber)
    /// A text, and the same with its case folded; the two are one where folding happens byte by byte.
    case text(String, folded: String)
    case list([PreparedValue])

    /// How deeply lists in lists are read.
    static let depthLimit = 8

    init(_ value: FieldValue, depth: Int = 0) {
        switch value {
        case .string(let text):
            self = .text(text, folded: CaseFolding.isASCII(text) ? text : CaseFolding.folded(text))
        case .integer(let number): self = .number(.integer(number))
        case .real(let number): self = .number(.real(number))
        case .boolean(let truth): self = .boolean(truth)
        case .null: self = .null
        case .list(let values):
            self = depth < Self.depthLimit ? .list(values.map { PreparedValue($0, depth: depth + 1) }) : .null
        }
    }

    var isMissing: Bool {
        if case .missing = self { true } else { false }
    }
}

/// The name of an event's field, looked up once when rules are compiled.
enum FieldKey: Hashable, Sendable {
    case vocabulary(Field)
    case other(String)

    init(_ name: String) {
        self = Field(named: name).map(FieldKey.vocabulary) ?? .other(name)
    }

    /// The field's value in an event.
    func value(in fields: EventFields) -> FieldValue? {
        switch self {
        case .vocabulary(let field): fields[field]
        case .other(let name): fields[name]
        }
    }

    /// Whether an event has the field.
    func isPresent(in fields: EventFields) -> Bool {
        switch self {
        case .vocabulary(let field): fields.contains(field)
        case .other(let name): fields[name] != nil
        }
    }
}

/// An event as a group of rules sees it: the fields that they name, by number.
struct EventView: Sendable {
    /// The values of the group's fields.
    let values: [PreparedValue]
    /// Every field, in the order of their names; only where keywords are looked for.
    let everything: [(name: String, value: PreparedValue)]

    init(_ fields: EventFields, named names: [FieldKey], readsEverything: Bool) {
        values = names.map { name in name.value(in: fields).map { PreparedValue($0) } ?? .missing }
        everything =
            readsEverything ? fields.sorted { $0.key < $1.key }.map { ($0.key, PreparedValue($0.value)) } : []
    }
}
