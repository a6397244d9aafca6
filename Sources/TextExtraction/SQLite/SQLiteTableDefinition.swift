/// What a `CREATE TABLE` statement says about the rows of its table.
///
/// Source: "CREATE TABLE" of the SQLite documentation. Reads what SQLite accepted once; what it can't be is not checked.
struct SQLiteTableDefinition {
    var columns: [SQLiteColumn] = []
    var isWithoutRowid = false
    /// The column that stands for the row number ("Rowid Tables", section 2).
    private(set) var rowidColumn: Int?
    /// The columns of the primary key in its order.
    private(set) var key: [Int] = []

    init() {}

    /// Reads a statement; nothing where it makes no table of columns.
    init?(sql: [UInt8]) {
        let tokens = SQLiteToken.tokens(of: sql)
        guard tokens.first?.isWord("CREATE") == true,
            let open = tokens.firstIndex(where: { $0.isSign("(") }),
            tokens[..<open].contains(where: { $0.isWord("TABLE") }),
            !tokens[..<open].contains(where: { $0.isWord("VIRTUAL") })
        else { return nil }
        var (depth, end) = (0, tokens.count)
        var parts: [[SQLiteToken]] = [[]]
        for index in open..<tokens.count {
            let token = tokens[index]
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if depth == 0 {
                end = index
                break
            }
            if depth == 1, token.isSign(",") {
                parts.append([])
            } else if index > open {
                parts[parts.count - 1].append(token)
            }
        }
        let options = tokens[min(end + 1, tokens.count)...]
        isWithoutRowid = options.contains { $0.isWord("WITHOUT") } && options.contains { $0.isWord("ROWID") }
        for part in parts { read(part) }
        guard !columns.isEmpty else { return nil }
        findKey()
    }

    /// The columns in the order in which a record holds them (section 2.4 of the file format for tables without row numbers).
    var storedOrder: [Int] {
        let stored = columns.indices.filter { !columns[$0].isVirtual }
        guard isWithoutRowid else { return stored }
        return key + stored.filter { !key.contains($0) }
    }

    private var tableKey: [(name: String, isDescending: Bool)] = []

    private mutating func read(_ part: [SQLiteToken]) {
        guard let first = part.first else { return }
        // These words are reserved: without quotes no column has such a name.
        let constraints = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
        guard first.kind != .sign, !constraints.contains(where: first.isWord) else { return readConstraint(part[...]) }
        var column = SQLiteColumn(name: first.text)
        var rest = part.dropFirst()
        var type: [String] = []
        while let token = rest.first, token.kind == .word || token.kind == .quoted, !endsType(token) {
            type.append(token.text)
            rest = rest.dropFirst()
        }
        column.type = type.joined(separator: " ")
        column.affinity = SQLiteColumn.Affinity(type: column.type)
        skipParentheses(&rest)
        readColumnConstraints(rest, of: &column)
        columns.append(column)
    }

    private func endsType(_ token: SQLiteToken) -> Bool {
        [
            "CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED",
            "AS", "FOREIGN",
        ].contains(where: token.isWord)
    }

    private func skipParentheses(_ tokens: inout ArraySlice<SQLiteToken>) {
        guard tokens.first?.isSign("(") == true else { return }
        var depth = 0
        while let token = tokens.popFirst() {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if depth == 0 { return }
        }
    }

    private mutating func readColumnConstraints(_ tokens: ArraySlice<SQLiteToken>, of column: inout SQLiteColumn) {
        var rest = tokens
        while let token = rest.popFirst() {
            if token.isWord("PRIMARY"), rest.first?.isWord("KEY") == true {
                rest.removeFirst()
                // A constraint of the table may follow without a comma.
                if rest.first?.isSign("(") == true {
                    readConstraint([token, SQLiteToken(kind: .word, text: "KEY")] + rest)
                    continue
                }
                column.isPrimaryKey = true
                column.isDescendingKey = rest.first?.isWord("DESC") == true
            } else if token.isWord("NOT"), rest.first?.isWord("NULL") == true {
                column.isNotNull = true
            } else if token.isWord("DEFAULT") {
                column.defaultValue = Self.literal(&rest, column.affinity)
            } else if token.isWord("AS"), rest.first?.isSign("(") == true {
                skipParentheses(&rest)
                column.isVirtual = rest.first?.isWord("STORED") != true
            } else if token.isSign("(") {
                rest = [token] + rest
                skipParentheses(&rest)
            }
        }
    }

    private mutating func readConstraint(_ part: ArraySlice<SQLiteToken>) {
        guard let at = part.indices.first(where: { part[$0].isWord("PRIMARY") }), at + 2 < part.endIndex,
            part[at + 2].isSign("(")
        else { return }
        var isName = true
        for token in part[(at + 3)...] {
            if token.isSign(")") { return }
            if token.isWord("DESC"), let last = tableKey.indices.last { tableKey[last].isDescending = true }
            if isName { tableKey.append((token.text, false)) }
            isName = token.isSign(",")
        }
    }

    private mutating func findKey() {
        if tableKey.isEmpty {
            key = columns.indices.filter { columns[$0].isPrimaryKey }
        } else {
            for part in tableKey {
                let name = part.name.lowercased()
                guard let index = columns.firstIndex(where: { $0.name.lowercased() == name }), !key.contains(index)
                else { continue }
                key.append(index)
            }
        }
        if isWithoutRowid {
            for index in key { columns[index].isNotNull = true }
        } else if key.count == 1, columns[key[0]].type.uppercased() == "INTEGER", !columns[key[0]].isDescendingKey {
            rowidColumn = key[0]
        }
    }

    /// The value of a `DEFAULT` that is a literal; null for what is computed.
    private static func literal(
        _ tokens: inout ArraySlice<SQLiteToken>, _ affinity: SQLiteColumn.Affinity
    ) -> SQLiteValue {
        var isNegative = false
        while let sign = tokens.first, sign.isSign("-") || sign.isSign("+") || sign.isSign("(") {
            isNegative = isNegative != sign.isSign("-")
            tokens.removeFirst()
        }
        guard let token = tokens.popFirst() else { return .null }
        switch token.kind {
        case .quoted: return converted(.text(Array(token.text.utf8)), affinity)
        case .number:
            if let whole = Int64(token.text) { return converted(.integer(isNegative ? -whole : whole), affinity) }
            return Double(token.text).map { converted(.real(isNegative ? -$0 : $0), affinity) } ?? .null
        case .word where token.isWord("TRUE"): return .integer(1)
        case .word where token.isWord("FALSE"): return .integer(0)
        default: return .null
        }
    }

    private static func converted(_ value: SQLiteValue, _ affinity: SQLiteColumn.Affinity) -> SQLiteValue {
        switch (value, affinity) {
        case (.integer(let whole), .text): return .text(Array("\(whole)".utf8))
        case (.real(let number), .text): return .text(Array("\(number)".utf8))
        case (.integer(let whole), .real): return .real(Double(whole))
        case (.text(let text), .integer), (.text(let text), .numeric):
            return Int64(String(decoding: text, as: UTF8.self)).map { .integer($0) } ?? value
        default: return value
        }
    }
}
