/// A row that was found, save its values.
struct SQLiteFinding {
    let table: SQLiteTable
    /// The row's number, where there is one and it is known.
    let rowid: Int64?
    let state: TextUnit.State
    let page: UInt32
    /// Where the row's cell lies in its page.
    let offset: Int
}

/// Takes what the reader of databases finds.
protocol SQLiteSink: AnyObject {
    /// Whether reading is to end.
    var isStopped: Bool { get }

    /// Takes a row, whose values lie in some bytes; a slot of type −1 is a value that is lost.
    func take(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ bytes: Span<UInt8>)

    /// Takes a row too large to be held in memory, whose payload is asked for by offset.
    func takeLong(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ payload: ByteSource)

    /// Takes text that stands where no record is.
    func takeSlack(_ text: [UInt8], page: UInt32, offset: Int, state: TextUnit.State)

    /// Takes what could not be read.
    func note(_ gap: ExtractionGap)
}
