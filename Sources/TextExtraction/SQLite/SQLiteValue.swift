/// A value of a row.
package enum SQLiteValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    /// Text in UTF-8, whatever the database's encoding is.
    case text([UInt8])
    case blob([UInt8])
    /// Overwritten, or in a part of the file that is gone.
    case lost
}

/// A row of a table, live or recovered.
package struct SQLiteRow: Sendable {
    /// The table's name.
    package let table: String
    /// The row's number; nothing in tables without row numbers, and where it was overwritten.
    package let rowid: Int64?
    /// The stored columns in the table's order; of values above 1 MiB in rows above 16 MiB only the beginning.
    package let values: [(column: String, value: SQLiteValue)]
    /// What became of the row.
    package let state: TextUnit.State
    /// The page where the row's cell lies, counted from 1.
    package let page: UInt32
    /// Where the cell lies in its page.
    package let offset: Int
}
