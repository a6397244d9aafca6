/// A column of a table.
struct SQLiteColumn {
    /// Which values a column prefers.
    enum Affinity {
        case integer
        case text
        case blob
        case real
        case numeric

        /// The affinity of a declared type ("Datatypes In SQLite", section 3.1).
        init(type: String) {
            let type = type.uppercased()
            self =
                if type.contains("INT") {
                    .integer
                } else if type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") {
                    .text
                } else if type.contains("BLOB") || type.isEmpty {
                    .blob
                } else if type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") {
                    .real
                } else {
                    .numeric
                }
        }
    }

    var name: String
    var type = ""
    var affinity = Affinity.blob
    var isNotNull = false
    /// Whether it is computed when it is read, and stored nowhere.
    var isVirtual = false
    /// What it holds in rows that are older than the column.
    var defaultValue = SQLiteValue.null
    var isPrimaryKey = false
    /// `PRIMARY KEY DESC`, which for historical reasons does not name the row number.
    var isDescendingKey = false
}
