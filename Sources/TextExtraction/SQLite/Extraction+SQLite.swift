extension Extraction {
    /// Hands out the texts of a database: of the live rows, then of rows that were deleted, then what else is legible.
    ///
    /// The file and the logs beside it (`-wal`, `-journal`) are only read, never locked or opened as a database. The role of a
    /// text is what its row has in a column such as `role`, `sender` or `author`.
    func readSQLite(_ file: FileInput) {
        let texts = SQLiteTexts(self)
        guard let reader = SQLiteReader(file, sink: texts) else { return note(.malformed) }
        texts.encoding = reader.header.encoding
        reader.read()
        texts.noteVirtualTables(reader.virtualTables, among: reader.tables)
    }
}
