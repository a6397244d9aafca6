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

/// An event as a group of rules sees it: the fields that they name, by number.
struct EventView: Sendable {
    /// The values of the group's fields.
    let values: [PreparedValue]
    /// Every field, in the order of their names; only where keywords are looked for.
    let everything: [(name: String, value: PreparedValue)]

    init(_ fields: [String: FieldValue], named names: [String], readsEverything: Bool) {
        values = names.map { name in fields[name].map { PreparedValue($0) } ?? .missing }
        everything =
            readsEverything ? fields.sorted { $0.key < $1.key }.map { ($0.key, PreparedValue($0.value)) } : []
    }
}
