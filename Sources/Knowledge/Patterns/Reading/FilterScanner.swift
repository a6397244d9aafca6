/// Takes the text of a filter apart without a look at what it means: brackets and strings alone count.
enum FilterScanner {
    /// The terms that `||` joins, those within brackets around several of them, too.
    static func terms(of text: [UInt8]) -> [[UInt8]] {
        var terms: [[UInt8]] = []
        var rest = [text]
        while let next = rest.popLast() {
            let parts = parts(of: unwrapped(next), at: UInt8(ascii: "|")).filter { !$0.allSatisfy { $0 <= 0x20 } }
            if parts.count > 1 { rest += parts.reversed() } else { terms += parts }
        }
        return terms
    }

    /// A term without the white space and the brackets around the whole of it.
    static func unwrapped(_ term: [UInt8]) -> [UInt8] {
        var term = trimmed(term)
        while term.first == UInt8(ascii: "("), end(of: term, from: 0) == term.count - 1 {
            term = trimmed(Array(term.dropFirst().dropLast()))
        }
        return term
    }

    static func trimmed(_ text: [UInt8]) -> [UInt8] {
        Array(text.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
    }

    /// The parts of a text between the bytes that stand outside brackets and strings.
    static func parts(of text: [UInt8], at separator: UInt8) -> [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        var (depth, index) = (0, 0)
        while index < text.count {
            if let end = stringEnd(text, index) {
                parts[parts.count - 1] += text[index..<end]
                index = end
                continue
            }
            let byte = text[index]
            if isOpening(byte) { depth += 1 }
            if isClosing(byte) { depth -= 1 }
            if byte == separator, depth == 0 { parts.append([]) } else { parts[parts.count - 1].append(byte) }
            index += 1
        }
        return parts
    }

    /// Where the bracket that opens at an offset is closed.
    static func end(of text: [UInt8], from start: Int) -> Int? {
        var (depth, index) = (0, start)
        while index < text.count {
            if let end = stringEnd(text, index) {
                index = end
                continue
            }
            if isOpening(text[index]) { depth += 1 }
            if isClosing(text[index]) { depth -= 1 }
            if depth == 0 { return index }
            index += 1
        }
        return nil
    }

    /// What a string literal says; none when it is no literal.
    ///
    /// Raw ones keep their backslashes.
    static func string(_ literal: [UInt8]) -> String? {
        var text = trimmed(literal)
        let isRaw = text.first == UInt8(ascii: "r")
        if isRaw { text.removeFirst() }
        guard let quote = text.first, isQuote(quote) else { return nil }
        let width = text.count >= 6 && text[1] == quote && text[2] == quote ? 3 : 1
        guard text.count >= 2 * width, text.suffix(width).allSatisfy({ $0 == quote }) else { return nil }
        let inner = Array(text.dropFirst(width).dropLast(width))
        return String(decoding: isRaw || quote == rawQuote ? inner : unescaped(inner), as: UTF8.self)
    }

    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in text {
            guard isEscaped else {
                if byte == UInt8(ascii: "\\") { isEscaped = true } else { bytes.append(byte) }
                continue
            }
            isEscaped = false
            switch byte {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    /// Where the string literal that begins here ends; none when none begins.
    private static func stringEnd(_ text: [UInt8], _ start: Int) -> Int? {
        let quote = text[start]
        guard isQuote(quote) else { return nil }
        let isRaw = quote == rawQuote || (start > 0 && text[start - 1] == UInt8(ascii: "r"))
        let isTriple = start + 2 < text.count && text[start + 1] == quote && text[start + 2] == quote
        let width = isTriple ? 3 : 1
        var index = start + width
        while index < text.count {
            if text[index] == UInt8(ascii: "\\"), !isRaw {
                index += 2
            } else if index + width <= text.count, text[index..<(index + width)].allSatisfy({ $0 == quote }) {
                return index + width
            } else {
                index += 1
            }
        }
        return text.count
    }

    /// The quote of strings in which a backslash is itself, as later releases write them.
    private static let rawQuote = UInt8(ascii: "`")

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == rawQuote
    }

    private static func isOpening(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
    }

    private static func isClosing(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }
}
