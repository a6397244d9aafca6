/// Lines of text for a terminal: wrapped, and free of anything that a terminal would act upon.
package struct TextLayout {
    /// The number of columns.
    let width: Int

    /// Text in which control characters stand as their escapes, so that captured names can't drive a terminal.
    package static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var plain = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                plain += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }

    /// Control characters, and the marks that reorder or hide text (Unicode Technical Report 36).
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// A text broken at blanks into lines of at most the width left beside an indentation.
    ///
    /// A word longer than a line stays whole, so that a path or a name can be copied.
    func wrapped(_ text: String, indentation: Int) -> [String] {
        let room = max(20, width - indentation)
        var lines: [String] = []
        var line = ""
        for word in Self.plain(text).split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// A label in a column of its own, and a text wrapped beside it.
    func entry(_ label: String, _ text: String, indentation: Int, labelWidth: Int) -> String {
        lines(label, wrapped(text, indentation: indentation + labelWidth), indentation, labelWidth)
    }

    /// A label in a column of its own, and a line to type beside it, which is never broken.
    func command(_ label: String, _ text: String, indentation: Int, labelWidth: Int) -> String {
        lines(label, [Self.plain(text)], indentation, labelWidth)
    }

    private func lines(_ label: String, _ lines: [String], _ indentation: Int, _ labelWidth: Int) -> String {
        let hanging = String(repeating: " ", count: indentation + labelWidth)
        let label = Self.plain(label)
        let start = String(repeating: " ", count: indentation) + Self.padded(label, labelWidth)
        // A label too long for its column has a line of its own.
        let first = label.count < labelWidth ? start : start + "\n" + hanging
        return lines.enumerated().map { ($0.offset == 0 ? first : hanging) + $0.element + "\n" }.joined()
    }

    /// A text filled up with blanks to a number of columns.
    static func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}
