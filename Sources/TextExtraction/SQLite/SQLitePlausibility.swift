/// Whether values are such as SQLite would have stored in the columns of a table.
struct SQLitePlausibility {
    let table: SQLiteTable
    let encoding: SQLiteHeader.Encoding

    /// Whether all values of a record would do; those past the end of the bytes that belong to it are not looked at.
    func accepts(_ slots: [SQLiteSlot], _ bytes: Span<UInt8>, to end: Int) -> Bool {
        guard slots.count <= table.columns.count, slots.count >= table.leastColumnCount else { return false }
        for index in slots.indices {
            guard accepts(slots[index], in: index), isStored(slots[index], in: index, bytes, to: end) else {
                return false
            }
        }
        // A record of next to no bytes is too likely chance.
        return slots.reduce(0) { $0 + $1.count } >= 2
    }

    private func accepts(_ slot: SQLiteSlot, in index: Int) -> Bool {
        if index == table.rowidColumn { return slot.type == 0 }
        let column = table.columns[index]
        if slot.type == 0 { return !column.isNotNull }
        switch column.affinity {
        case .text: return slot.isText || slot.isBlob
        case .real: return slot.isInteger || slot.type == 7
        case .integer: return !slot.isBlob
        case .numeric, .blob: return true
        }
    }

    private func isStored(_ slot: SQLiteSlot, in index: Int, _ bytes: Span<UInt8>, to end: Int) -> Bool {
        let isCut = slot.end > end
        if slot.isText {
            guard slot.offset < end else { return true }
            return SQLiteText.isPlausible(bytes, slot.offset..<min(slot.end, end), encoding, isCut: isCut)
        }
        guard !isCut else { return true }
        switch slot.type {
        case 2...6:
            // The shortest form is the one that is written.
            let value = SQLiteNumber.signed(bytes, at: slot.offset, count: slot.count)
            let shorter = slot.type == 6 ? 48 : slot.type == 5 ? 32 : 8 * (slot.type - 1)
            let bound = Int64(1) << (shorter - 1)
            return value >= bound || value < -bound
        case 7:
            let bits = UInt64(bitPattern: SQLiteNumber.signed(bytes, at: slot.offset, count: 8))
            let value = Double(bitPattern: bits)
            // No numbers that nobody writes: not a number is stored as null.
            guard value.isFinite, abs(value) > 1e-20, abs(value) < 1e20 else { return value == 0 }
            // A whole number in a column of real ones is stored as a whole number.
            return table.columns[index].affinity != .real || value.rounded() != value || abs(value) > 1e14
        default: return true
        }
    }

    /// The serial types of one byte that a column may have, the likeliest first.
    static func types(of column: SQLiteColumn, isRowid: Bool) -> [Int] {
        if isRowid { return [0] }
        let nothing = column.isNotNull ? [] : [0]
        let whole = [1, 2, 3, 4, 5, 6, 8, 9]
        let texts = Array(stride(from: 13, through: 127, by: 2))
        switch column.affinity {
        case .integer: return whole + nothing
        case .real: return [7] + whole + nothing
        case .text: return texts + nothing
        case .numeric: return whole + [7] + nothing + texts
        case .blob: return whole + [7] + nothing + texts + Array(stride(from: 12, through: 126, by: 2))
        }
    }
}
