/// The value of one field of an event.
///
/// The shapes are those of a JSON document without nested objects, because an event is flat.
package enum FieldValue: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case list([FieldValue])
    case null

    /// The text of a string, and nothing for every other shape.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number of an integer, and nothing for every other shape.
    package var integer: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// The truth value of a boolean, and nothing for every other shape.
    package var boolean: Bool? {
        guard case .boolean(let truth) = self else { return nil }
        return truth
    }

    /// The strings of a list, or of a single string, in their order; other shapes give none.
    package var strings: [String] {
        switch self {
        case .string(let text): [text]
        case .list(let values): values.compactMap(\.string)
        default: []
        }
    }

    /// The value as people read it: strings without quotes, lists separated by commas.
    package var text: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .boolean(let truth): truth ? "true" : "false"
        case .list(let values): values.map(\.text).joined(separator: ", ")
        case .null: "null"
        }
    }
}

extension FieldValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
}
