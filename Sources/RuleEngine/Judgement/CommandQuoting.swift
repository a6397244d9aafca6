internal import Observation

/// Puts values of events, which anyone may have chosen, into lines that people paste into a shell.
enum CommandQuoting {
    private static let plainBytes = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+=,-".utf8)

    /// A value as one word of a shell, a list as a word for each element.
    static func quoted(_ value: FieldValue) -> String {
        if case .list(let elements) = value {
            return elements.map { quoted($0.text) }.joined(separator: " ")
        }
        return quoted(value.text)
    }

    /// A text as one word of a shell: as it is, between single quotation marks, or escaped when it holds control
    /// characters, so that a line break in a file's name cannot start a command.
    static func quoted(_ text: String) -> String {
        guard !text.isEmpty, text.utf8.allSatisfy(plainBytes.contains) else {
            return text.unicodeScalars.contains(where: isUnprintable) ? escaped(text) : singleQuoted(text)
        }
        return text
    }

    private static func singleQuoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    private static func escaped(_ text: String) -> String {
        var result = "$'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "\\'"
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if isUnprintable(scalar) {
                    result += String(scalar).utf8.map { "\\x" + padded($0) }.joined()
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "'"
    }

    private static func padded(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    /// Control characters, and the format characters that reorder or hide text.
    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }

    /// A text in which whatever does not print has become a middle dot.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(isUnprintable(scalar) ? "·" : scalar)
        }
        return String(result)
    }
}
