/// A table of a database, as far as its rows are to be read.
final class SQLiteTable {
    let name: String
    /// The columns in the order in which a record stores them, without those that are not stored.
    let columns: [SQLiteColumn]
    /// The place of each stored column in the table's own order.
    let order: [Int]
    /// The stored column that stands for the row number.
    let rowidColumn: Int?
    let isWithoutRowid: Bool
    /// The root of the tree that holds the rows.
    let root: UInt32
    /// Whether the schema that named it was itself deleted.
    let isDropped: Bool
    /// `table.column` of each stored column.
    let fields: [String]
    /// The stored columns that may name the speaker of the row's texts, the likeliest first.
    let speakers: [Int]
    /// How many columns a record has at least: later ones may have been added to the table after it.
    let leastColumnCount: Int

    init(name: String, definition: SQLiteTableDefinition, root: UInt32, isDropped: Bool = false) {
        self.name = name
        self.root = root
        self.isDropped = isDropped
        isWithoutRowid = definition.isWithoutRowid
        let all = definition.columns
        let stored = definition.storedOrder
        let columns = stored.map { all[$0] }
        self.columns = columns
        order = stored
        rowidColumn = definition.rowidColumn.flatMap { stored.firstIndex(of: $0) }
        fields = columns.map { "\(name).\($0.name)" }
        speakers = Self.speakerNames.compactMap { name in columns.firstIndex { $0.name.lowercased() == name } }
        let required = columns.lastIndex { $0.isNotNull && $0.defaultValue == .null }
        leastColumnCount = max(required.map { $0 + 1 } ?? 1, rowidColumn.map { $0 + 1 } ?? 1)
    }

    /// The field of a column, of one too many too.
    func field(_ column: Int) -> String {
        column < fields.count ? fields[column] : "\(name).column \(column + 1)"
    }

    /// Whether a record of one would pass for a record of the other.
    func hasShape(of other: SQLiteTable) -> Bool {
        isWithoutRowid == other.isWithoutRowid && rowidColumn == other.rowidColumn
            && columns.count == other.columns.count
            && zip(columns, other.columns).allSatisfy { $0.affinity == $1.affinity && $0.isNotNull == $1.isNotNull }
    }

    private static let speakerNames = [
        "role", "message_role", "sender_role", "sender", "sender_type", "author", "author_role", "author_type",
        "speaker",
        "from", "is_user", "message_type", "type",
    ]

    /// The table of all others ("Database File Format", section 2.6).
    static func schema() -> SQLiteTable {
        var definition = SQLiteTableDefinition()
        definition.columns = [
            SQLiteColumn(name: "type", affinity: .text, isNotNull: true),
            SQLiteColumn(name: "name", affinity: .text, isNotNull: true),
            SQLiteColumn(name: "tbl_name", affinity: .text, isNotNull: true),
            SQLiteColumn(name: "rootpage", affinity: .integer, isNotNull: true),
            SQLiteColumn(name: "sql", affinity: .text),
        ]
        return SQLiteTable(name: "sqlite_schema", definition: definition, root: 1)
    }
}
