/// Finds records in room of a page that no cell owns.
///
/// A freed cell keeps its bytes, save the first four when it becomes a free block of its own ("Database File Format",
/// section 1.6). So a record is looked for at every byte in both shapes: whole, or with a head that is worked out again
/// from what follows it. What passes for a record has a header whose lengths are exactly right and values that a table's
/// columns would hold, each in the shortest form; that is rarely so by chance.
struct SQLiteCarver {
    /// A record that was found.
    struct Record {
        let table: SQLiteTable
        /// The row's number, where it is still there.
        var rowid: Int64?
        let start: Int
        let end: Int
        let payload: Int
        /// How much of the payload lies in the page.
        let localCount: Int
        /// Where the payload begins, its header included even where that is overwritten.
        let payloadStart: Int
        /// The page where it goes on; zero for none.
        var overflow: UInt32 = 0
        /// Where the bytes of the record end that are still its own.
        let sureEnd: Int
        let slots: [SQLiteSlot]
    }

    let header: SQLiteHeader
    let pageCount: UInt32
    /// The tables whose records are looked for, the likeliest first.
    private(set) var tables: [SQLiteTable]
    /// How many bytes the numbers of the page's live rows take, which those of its deleted ones take too as a rule.
    let rowidByteCounts: ClosedRange<Int>?
    /// How many bytes the row number may take that is looked for.
    var wantedByteCounts = 0...9
    var layout = SQLiteLayout()
    /// What is known of places where a record without its head may begin, which many guesses lead to.
    var beginnings: [Beginning: Bool] = [:]
    /// How often a record without its head was looked for.
    var attempts = 0

    /// How often a record without its head is looked for in one page.
    ///
    /// A page of deleted rows takes some hundreds; bytes that were made to be ambiguous could take any number.
    static let attemptLimit = 20_000

    /// A place where a record of a table may begin.
    struct Beginning: Hashable {
        let start: Int
        let end: Int
        let table: ObjectIdentifier
        let depth: Int
    }

    /// Whether records without their heads may have been passed over.
    var isExhausted: Bool { attempts >= Self.attemptLimit }

    init(
        header: SQLiteHeader, pageCount: UInt32, tables: [SQLiteTable], rowidByteCounts: ClosedRange<Int>? = nil
    ) {
        self.header = header
        self.pageCount = pageCount
        self.tables = tables
        self.rowidByteCounts = rowidByteCounts
    }

    /// The record that begins at a byte.
    ///
    /// - Parameters:
    ///   - start: The byte.
    ///   - end: Where the room ends that no cell owns.
    ///   - page: The page.
    ///   - isFree: Whether the page's own list says that a free block begins here.
    /// - Returns: The record, or nothing where the bytes are none.
    mutating func record(at start: Int, to end: Int, in page: Span<UInt8>, isFree: Bool) -> Record? {
        for index in tables.indices {
            let table = tables[index]
            let found: Record? =
                if isFree {
                    headless(at: start, to: end, page, table, isListed: true) ?? whole(at: start, to: end, page, table)
                } else {
                    whole(at: start, to: end, page, table)
                        ?? formerBlock(at: start, to: end, page, table)
                }
            guard let found else { continue }
            // The next one is likely of the same table.
            if index > 0, tables.count > 1 { tables.swapAt(0, index) }
            return found
        }
        return nil
    }

    /// The record that a cell says it is; nothing where its values are not such as a table holds.
    mutating func wholeRecord(at start: Int, to end: Int, in page: Span<UInt8>) -> Record? {
        for index in tables.indices {
            guard let found = whole(at: start, to: end, page, tables[index]) else { continue }
            if index > 0 { tables.swapAt(0, index) }
            return found
        }
        return nil
    }

    /// The record of a free block that the page's list does not name any more.
    private mutating func formerBlock(at start: Int, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable) -> Record?
    {
        guard isFreeBlock(at: start, to: end, page),
            let found = headless(at: start, to: end, page, table, isListed: false)
        else {
            return nil
        }
        // Zeros before a record that is whole look like a free block too.
        for next in start + 1..<start + 4 where whole(at: next, to: end, page, table) != nil { return nil }
        return found
    }

    /// Whether four bytes may be the head of a free block: the next one's place, and a size.
    func isFreeBlock(at start: Int, to end: Int, _ page: Span<UInt8>) -> Bool {
        guard start + 8 <= end else { return false }
        let (next, size) = (SQLiteNumber.short(page, at: start), SQLiteNumber.short(page, at: start + 2))
        return (next == 0 || next > start) && next < header.usableSize && size >= 4 && start + size <= header.usableSize
    }

    // MARK: Whole records

    mutating func whole(at start: Int, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable) -> Record? {
        var position = start
        guard let payload = SQLiteNumber.varint(page, at: &position), payload >= 2, payload <= UInt64(Int32.max) else {
            return nil
        }
        var rowid: Int64?
        if !table.isWithoutRowid {
            guard let number = SQLiteNumber.varint(page, at: &position) else { return nil }
            rowid = Int64(bitPattern: number)
        }
        let local = header.localByteCount(ofPayload: Int(payload), inTable: !table.isWithoutRowid)
        guard position < end, layout.read(page, from: position, to: min(end, position + local)),
            layout.headerByteCount + layout.bodyByteCount == Int(payload)
        else { return nil }
        return record(
            table, rowid, from: start, payloadStart: position, payload: Int(payload), to: end, page)
    }

    /// A record of the values that were laid out, where they are such as a table holds.
    func record(
        _ table: SQLiteTable, _ rowid: Int64?, from start: Int, payloadStart: Int, payload: Int, to end: Int,
        _ page: Span<UInt8>
    ) -> Record? {
        let local = header.localByteCount(ofPayload: payload, inTable: !table.isWithoutRowid)
        let sureEnd = min(payloadStart + local, end)
        guard SQLitePlausibility(table: table, encoding: header.encoding).accepts(layout.slots, page, to: sureEnd)
        else {
            return nil
        }
        var overflow: UInt32 = 0
        if local < payload, payloadStart + local + 4 <= end {
            overflow = SQLiteNumber.word(page, at: payloadStart + local)
            guard overflow >= 2, overflow <= pageCount else { return nil }
        }
        let cellEnd = max(payloadStart + local + (local < payload ? 4 : 0), start + 4)
        return Record(
            table: table, rowid: rowid, start: start, end: min(cellEnd, end), payload: payload, localCount: local,
            payloadStart: payloadStart, overflow: overflow, sureEnd: sureEnd, slots: layout.slots)
    }
}
