/// A JSON value (RFC 8259), with the members of objects in the order of the text.
package enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case real(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One member of an object.
    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The last member of that name, as most readers take it; nothing for what is no object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The text of a string.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The elements of an array, and none for every other value.
    package var elements: [JSONValue] {
        guard case .array(let values) = self else { return [] }
        return values
    }
}

/// Why a text is no JSON, and at which byte that became clear.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case unexpectedEnd = "unexpected end"
        case unexpectedByte = "unexpected byte"
        case badNumber = "bad number"
        case badEscape = "bad escape"
        case tooDeep = "nested too deeply"
        case trailingBytes = "bytes after the value"
    }

    package let kind: Kind
    package let offset: Int

    package var description: String { "\(kind.rawValue) at byte \(offset)" }
}
