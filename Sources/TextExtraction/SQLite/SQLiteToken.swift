/// A word of an SQL statement.
struct SQLiteToken: Equatable {
    enum Kind {
        /// A keyword or a name without quotes.
        case word
        /// A name or a text in quotes of any kind, which SQLite takes for one another where only one can stand.
        case quoted
        case number
        /// `x'00ff'`, the digits alone.
        case blob
        /// Any other character.
        case sign
    }

    let kind: Kind
    let text: String

    /// Whether it is a keyword; `name` is written in capitals.
    func isWord(_ name: String) -> Bool { kind == .word && text.uppercased() == name }

    func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }

    /// The words of a statement; comments and white space are no words.
    ///
    /// Source: "SQL As Understood By SQLite" of the SQLite documentation, and its page on keywords for the quotes.
    static func tokens(of statement: [UInt8]) -> [SQLiteToken] {
        var tokens: [SQLiteToken] = []
        var offset = 0
        while let token = next(statement, &offset) { tokens.append(token) }
        return tokens
    }

    private static func next(_ bytes: [UInt8], _ offset: inout Int) -> SQLiteToken? {
        skipSpace(bytes, &offset)
        guard offset < bytes.count else { return nil }
        let start = offset
        let first = bytes[offset]
        switch first {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
            return SQLiteToken(kind: .quoted, text: quoted(bytes, &offset, by: first))
        case UInt8(ascii: "["):
            let end = bytes[offset...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count
            offset = min(end + 1, bytes.count)
            return SQLiteToken(kind: .quoted, text: String(decoding: bytes[start + 1..<end], as: UTF8.self))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
            while offset < bytes.count, isNumber(bytes, offset) { offset += 1 }
            return SQLiteToken(kind: .number, text: String(decoding: bytes[start..<offset], as: UTF8.self))
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "'") else { break }
            offset += 1
            return SQLiteToken(kind: .blob, text: quoted(bytes, &offset, by: UInt8(ascii: "'")))
        default: break
        }
        guard isLetter(first) else {
            offset += 1
            return SQLiteToken(kind: .sign, text: String(decoding: [first], as: UTF8.self))
        }
        while offset < bytes.count, isLetter(bytes[offset]) { offset += 1 }
        return SQLiteToken(kind: .word, text: String(decoding: bytes[start..<offset], as: UTF8.self))
    }

    private static func quoted(_ bytes: [UInt8], _ offset: inout Int, by quote: UInt8) -> String {
        var text: [UInt8] = []
        offset += 1
        while offset < bytes.count {
            if bytes[offset] == quote {
                guard offset + 1 < bytes.count, bytes[offset + 1] == quote else { break }
                offset += 1
            }
            text.append(bytes[offset])
            offset += 1
        }
        offset = min(offset + 1, bytes.count)
        return String(decoding: text, as: UTF8.self)
    }

    private static func skipSpace(_ bytes: [UInt8], _ offset: inout Int) {
        while offset < bytes.count {
            if [9, 10, 12, 13, 32].contains(bytes[offset]) {
                offset += 1
            } else if starts(bytes, offset, "--") {
                while offset < bytes.count, bytes[offset] != 10 { offset += 1 }
            } else if starts(bytes, offset, "/*") {
                offset += 2
                while offset < bytes.count, !starts(bytes, offset, "*/") { offset += 1 }
                offset = min(offset + 2, bytes.count)
            } else {
                return
            }
        }
    }

    private static func starts(_ bytes: [UInt8], _ offset: Int, _ sign: StaticString) -> Bool {
        let text = sign.description.utf8
        return bytes.count - offset >= text.count && bytes[offset...].starts(with: text)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
        default: false
        }
    }

    private static func isNumber(_ bytes: [UInt8], _ offset: Int) -> Bool {
        if isLetter(bytes[offset]) || bytes[offset] == UInt8(ascii: ".") { return true }
        let isSign = bytes[offset] == UInt8(ascii: "-") || bytes[offset] == UInt8(ascii: "+")
        return isSign && offset > 0 && bytes[offset - 1] | 0x20 == UInt8(ascii: "e")
    }
}
