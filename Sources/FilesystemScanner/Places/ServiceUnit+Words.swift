extension ServiceUnit {
    /// The lines of a unit's file without comments, those that go on with a backslash joined.
    static func lines(_ text: [UInt8]) -> [String] {
        var lines: [String] = []
        var open = ""
        for line in text.prefix(1 << 20).split(separator: UInt8(ascii: "\n")) {
            let line = trimmed(String(decoding: line, as: UTF8.self)[...])
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasSuffix("\\") {
                open += line.dropLast() + " "
            } else {
                lines.append(open + line)
                open = ""
            }
        }
        return open.isEmpty ? lines : lines + [open]
    }

    /// The words of a value: blanks part them, quotation marks keep them together, a backslash keeps the next character.
    static func words(_ value: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in value {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return String(text)
    }
}
