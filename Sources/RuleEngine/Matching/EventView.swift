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
///
/// A value is made ready when the first rule asks for it, because most never are. Belongs to one thread.
final class EventView {
    private let fields: EventFields
    private let names: [FieldKey]
    private var values: [PreparedValue?]

    init(_ fields: EventFields, named names: [FieldKey]) {
        self.fields = fields
        self.names = names
        values = [PreparedValue?](repeating: nil, count: names.count)
    }

    /// The value of a field of the group.
    func value(_ slot: Int) -> PreparedValue {
        if let value = values[slot] { return value }
        let value = names[slot].value(in: fields).map { PreparedValue($0) } ?? .missing
        values[slot] = value
        return value
    }

    /// Whether a field of the group is missing.
    func isMissing(_ slot: Int) -> Bool { !names[slot].isPresent(in: fields) }

    /// Every field, in the order of their names, for keywords.
    private(set) lazy var everything: [(name: String, value: PreparedValue)] =
        fields.sorted { $0.key < $1.key }.map { ($0.key, PreparedValue($0.value)) }
}
