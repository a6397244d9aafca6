extension JSONValue {
    /// The value as one line of JSON, ASCII control characters and U+2028/U+2029 escaped.
    package var compactText: String {
        var text = ""
        write(into: &text, indentation: nil)
        return text
    }

    /// The value as indented JSON, two blanks a level.
    package var prettyText: String {
        var text = ""
        write(into: &text, indentation: 0)
        return text
    }

    private func write(into text: inout String, indentation: Int?) {
        switch self {
        case .null: text += "null"
        case .boolean(let truth): text += truth ? "true" : "false"
        case .integer(let number): text += String(number)
        case .real(let number): text += number.isFinite ? String(number) : "null"
        case .string(let string): Self.quote(string, into: &text)
        case .array(let values):
            Self.write("[", "]", count: values.count, indentation, into: &text) { index, inner, text in
                values[index].write(into: &text, indentation: inner)
            }
        case .object(let members):
            Self.write("{", "}", count: members.count, indentation, into: &text) { index, inner, text in
                Self.quote(members[index].name, into: &text)
                text += inner == nil ? ":" : ": "
                members[index].value.write(into: &text, indentation: inner)
            }
        }
    }

    private static func write(
        _ open: String, _ close: String, count: Int, _ indentation: Int?, into text: inout String,
        element: (Int, Int?, inout String) -> Void
    ) {
        text += open
        let inner = indentation.map { $0 + 1 }
        for index in 0..<count {
            if index > 0 { text += "," }
            breakLine(inner, into: &text)
            element(index, inner, &text)
        }
        if count > 0 { breakLine(indentation, into: &text) }
        text += close
    }

    private static func breakLine(_ indentation: Int?, into text: inout String) {
        guard let indentation else { return }
        text += "\n" + String(repeating: "  ", count: indentation)
    }

    private static func quote(_ string: String, into text: inout String) {
        text += "\""
        defer { text += "\"" }
        guard mayNeedEscapes(string) else {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether a byte could belong to a character that is escaped; most texts have none and are copied whole.
    private static func mayNeedEscapes(_ string: String) -> Bool {
        let bytes = string.utf8Span.span
        for index in bytes.indices {
            switch bytes[index] {
            case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xE2: return true
            default: continue
            }
        }
        return false
    }
}

extension FieldValue {
    /// The value as JSON.
    package var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .boolean(let truth): .boolean(truth)
        case .list(let values): .array(values.map(\.json))
        case .null: .null
        }
    }
}
