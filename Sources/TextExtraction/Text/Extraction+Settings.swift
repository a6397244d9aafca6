extension Extraction {
    /// Hands out the values of TOML, INI and environment files, each under its section and key.
    ///
    /// Tolerant on purpose: a line of another shape, and a comment, is handed out whole, so that nothing of it is lost.
    func readSettings(_ file: FileInput) {
        var section = ""
        var open: (key: String, quote: [UInt8], line: Int, text: [UInt8])?
        forEachLine(file) { line in
            if var value = open {
                // Held once only, or each line would copy it.
                open = nil
                let end = Self.index(of: value.quote, in: line.bytes)
                value.text.append(0x0A)
                value.text.append(contentsOf: line.bytes.prefix(end ?? line.bytes.count))
                open = end == nil ? value : nil
                if end != nil || value.text.count >= limits.unitBytes {
                    emit(value.text, at: "line \(value.line) \(value.key)", field: value.key)
                    open?.text = []
                }
                return
            }
            guard line.start == 0, let setting = Setting(line.bytes) else {
                if let name = Setting.section(line.bytes) { section = name }
                emit(line.bytes, at: line.locator)
                return
            }
            let key = section.isEmpty ? setting.key : section + "." + setting.key
            if let quote = setting.openQuote {
                open = (key, quote, line.number, Array(setting.value.dropFirst(quote.count)))
            } else {
                emit(setting.unquoted, at: "\(line.locator) \(key)", field: key)
            }
        }
        if let value = open { emit(value.text, at: "line \(value.line) \(value.key)", field: value.key) }
    }

    private static func index(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...bytes.count - mark.count).first { bytes[$0...].starts(with: mark) }
    }
}

/// A line of a configuration that gives a key a value.
struct Setting {
    /// The key, without quotes, blanks and a leading `export`.
    let key: String
    /// What stands behind the mark, without blanks around it.
    let value: [UInt8]

    private static let keyByteLimit = 200

    /// Reads `key = value` and `key: value`; nothing for other lines, comments among them.
    init?(_ line: [UInt8]) {
        var rest = Self.trimmed(line[...])
        if rest.starts(with: Array("export ".utf8)) { rest = Self.trimmed(rest.dropFirst(7)) }
        guard let first = rest.first, !"#;[/<".utf8.contains(first) else { return nil }
        let mark = rest.firstIndex(of: UInt8(ascii: "=")) ?? rest.firstIndex(of: UInt8(ascii: ":"))
        guard let mark, mark - rest.startIndex <= Self.keyByteLimit else { return nil }
        let name = Self.trimmed(rest[..<mark]).filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
        guard !name.isEmpty else { return nil }
        key = String(decoding: name, as: UTF8.self)
        value = Array(Self.trimmed(rest[(mark + 1)...]))
    }

    /// The quotes of a text over several lines that begins here and does not end (TOML 1.0, multi-line strings).
    var openQuote: [UInt8]? {
        for quote in [Array("\"\"\"".utf8), Array("'''".utf8)] where value.starts(with: quote) {
            let rest = value.dropFirst(3)
            guard rest.count >= 3 else { return quote }
            let ends = (rest.startIndex...rest.endIndex - 3).contains { rest[$0...].starts(with: quote) }
            return ends ? nil : quote
        }
        return nil
    }

    /// The value without the quotes around it.
    var unquoted: [UInt8] { Self.unquoted(value) }

    /// The name of a section, of `[name]` and `[[name]]`.
    static func section(_ line: [UInt8]) -> String? {
        let bytes = trimmed(line[...])
        guard bytes.first == UInt8(ascii: "["), let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        let name = bytes[..<end].drop { $0 == UInt8(ascii: "[") }
        return String(decoding: name.prefix(keyByteLimit), as: UTF8.self)
    }

    /// Bytes without the pair of quotes around them.
    static func unquoted(_ value: [UInt8]) -> [UInt8] {
        guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return value }
        let width = value.count >= 6 && value.prefix(3).allSatisfy { $0 == quote } ? 3 : 1
        guard value.count >= 2 * width, value.suffix(width).allSatisfy({ $0 == quote }) else { return value }
        return Array(value.dropFirst(width).dropLast(width))
    }

    /// Bytes without blanks before and behind.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = rest.last, last == 0x20 || last == 0x09 || last == 0x0D { rest.removeLast() }
        return rest
    }
}
