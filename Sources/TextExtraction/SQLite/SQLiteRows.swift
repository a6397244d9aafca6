/// The rows of a database with all their values.
///
/// What readers of texts pass over is here too: numbers, blobs, and values that are lost.
package final class SQLiteRows {
    /// What could not be read.
    package private(set) var gaps: [ExtractionGap: Int] = [:]
    private let collector: Collector

    private final class Collector: SQLiteSink {
        let takeRow: (SQLiteRow) -> Bool
        var encoding = SQLiteHeader.Encoding.utf8
        var isStopped = false
        var gaps: [ExtractionGap: Int] = [:]

        init(_ takeRow: @escaping (SQLiteRow) -> Bool) {
            self.takeRow = takeRow
        }

        func take(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ bytes: Span<UInt8>) {
            hand(row, slots.map { value($0, bytes) }, slots.count)
        }

        func takeLong(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ payload: ByteSource) {
            let values = slots.map { slot -> SQLiteValue in
                guard let bytes = try? payload.bytes(min(slot.count, 1 << 20), at: Int64(slot.offset)) else {
                    return .lost
                }
                var short = SQLiteSlot(type: slot.type)
                short.count = min(slot.count, bytes.count)
                return value(short, bytes.span)
            }
            note(.capped("row"))
            hand(row, values, slots.count)
        }

        private func hand(_ row: SQLiteFinding, _ stored: [SQLiteValue], _ count: Int) {
            let table = row.table
            var values = table.columns.enumerated().map { index, column in
                index < count ? stored[index] : column.defaultValue
            }
            for (index, column) in table.columns.enumerated() where column.affinity == .real {
                if case .integer(let whole) = values[index] { values[index] = .real(Double(whole)) }
            }
            if let column = table.rowidColumn {
                values[column] = row.rowid.map { .integer($0) } ?? .lost
            }
            let order = table.order.indices.sorted { table.order[$0] < table.order[$1] }
            let named = order.map { (column: table.columns[$0].name, value: values[$0]) }
            let whole = SQLiteRow(
                table: table.name, rowid: row.rowid, values: named, state: row.state, page: row.page,
                offset: row.offset)
            if !takeRow(whole) { isStopped = true }
        }

        func takeSlack(_ text: [UInt8], page: UInt32, offset: Int, state: TextUnit.State) {}

        func note(_ gap: ExtractionGap) { gaps[gap, default: 0] += 1 }

        private func value(_ slot: SQLiteSlot, _ bytes: Span<UInt8>) -> SQLiteValue {
            switch slot.type {
            case -1: .lost
            case 0: .null
            case 1...6: .integer(SQLiteNumber.signed(bytes, at: slot.offset, count: slot.count))
            case 7:
                .real(
                    Double(bitPattern: UInt64(bitPattern: SQLiteNumber.signed(bytes, at: slot.offset, count: 8))))
            case 8, 9: .integer(Int64(slot.type - 8))
            default:
                slot.isText
                    ? .text(SQLiteText.utf8(bytes, slot.offset..<slot.end, encoding))
                    : .blob(SQLiteText.copy(bytes, slot.offset..<slot.end))
            }
        }
    }

    /// Prepares for taking rows.
    ///
    /// - Parameter take: Takes the rows of all tables, the schema's own (`sqlite_schema`) among them, the live ones first; a
    ///   no ends the reading.
    package init(_ take: @escaping (SQLiteRow) -> Bool) {
        collector = Collector(take)
    }

    /// Reads a database with the logs beside it.
    ///
    /// - Returns: Whether it is one.
    @discardableResult
    package func read(_ file: FileInput) -> Bool {
        guard let reader = SQLiteReader(file, sink: collector) else { return false }
        collector.encoding = reader.header.encoding
        reader.read()
        gaps = collector.gaps
        return true
    }
}
