extension SQLiteReader {
    /// Looks for rows in a page, or an image of one, that belongs to nobody.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - number: Its number.
    ///   - tables: The tables whose rows may be there, the likeliest first.
    ///   - state: What such a row is called.
    /// - Returns: Whether something of the page was handed out or is known; otherwise its text is still to be handed out.
    func carveWhole(
        _ page: Span<UInt8>, _ number: UInt32, _ tables: [SQLiteTable], state: TextUnit.State
    ) -> Bool {
        guard !SQLiteHash.isZero(page) else { return true }
        let start = number == 1 ? SQLiteHeader.byteCount : 0
        guard !trunks.contains(number), let shape = treeShape(page, number) else {
            // Overwritten at its head, it may still be of a table, but hardly of an index.
            let room = [(trunks.contains(number) ? 8 : start)..<header.usableSize]
            return carve(page, number, nil, room, tables.filter { !$0.isWithoutRowid }, state: state)
        }
        let fitting = tables.filter { $0.isWithoutRowid != shape.isTable }
        var carver = SQLiteCarver(header: header, pageCount: max(pages.count, pages.mainCount), tables: fitting)
        var rows = 0
        if shape.kind != .interiorTable {
            forEachCell(of: page, shape, isCounted: false) { cell in
                // What is no row that could be in a table is handed out as the text that it holds.
                if let record = carver.wholeRecord(
                    at: shape.isLeaf ? cell.start : cell.start + 4, to: cell.end, in: page),
                    deliver(record, page, number, state)
                {
                    rows += 1
                } else {
                    takeSlack(page, cell.start..<cell.end, number, state)
                }
            }
        }
        _ = carve(page, number, shape, gaps(of: page, shape), fitting, state: state)
        return true
    }

    /// The head of a page whose cells are where it says.
    private func treeShape(_ page: Span<UInt8>, _ number: UInt32) -> SQLitePageShape? {
        guard let shape = SQLitePageShape(page, number: number, usableSize: header.usableSize) else { return nil }
        for index in 0..<shape.cellCount {
            let offset = SQLiteNumber.short(page, at: shape.pointers + 2 * index)
            guard SQLiteCell(page, at: offset, shape, header) != nil else { return nil }
        }
        return shape
    }

    /// Looks for rows in room of a page that no cell owns, and hands out the text that is left.
    ///
    /// - Parameters:
    ///   - page: The page, or an image of it.
    ///   - number: Its number.
    ///   - shape: The page's head, where it has one.
    ///   - gaps: The room.
    ///   - tables: The tables whose rows may be there, the likeliest first.
    ///   - state: What such a row is called.
    /// - Returns: Whether there were rows; of a page without a head and without rows nothing is handed out.
    func carve(
        _ page: Span<UInt8>, _ number: UInt32, _ shape: SQLitePageShape?, _ gaps: [Range<Int>],
        _ tables: [SQLiteTable], state: TextUnit.State
    ) -> Bool {
        var carver = SQLiteCarver(
            header: header, pageCount: max(pages.count, pages.mainCount), tables: tables,
            rowidByteCounts: shape.flatMap { rowidByteCounts(of: page, $0) })
        let blocks = shape.map { freeblocks(of: page, $0) } ?? []
        var found = 0
        for gap in gaps {
            var (position, textStart) = (gap.lowerBound, gap.lowerBound)
            while !tables.isEmpty, position + 4 <= gap.upperBound {
                let isFree = blocks.contains(position)
                if page[position] == 0, !isFree, isZero(page, position, gap.upperBound) {
                    position += 8
                    continue
                }
                guard let record = carver.record(at: position, to: gap.upperBound, in: page, isFree: isFree),
                    deliver(record, page, number, state)
                else {
                    position += 1
                    continue
                }
                found += 1
                takeSlack(page, textStart..<position, number, state)
                position = record.end
                textStart = position
            }
            if shape != nil || found > 0 { takeSlack(page, textStart..<gap.upperBound, number, state) }
        }
        if carver.isExhausted { sink.note(.capped("search for records without their head")) }
        return found > 0
    }

    /// How many bytes the row numbers of a page's cells take.
    private func rowidByteCounts(of page: Span<UInt8>, _ shape: SQLitePageShape) -> ClosedRange<Int>? {
        guard shape.kind == .leafTable else { return nil }
        var (least, most) = (9, 0)
        forEachCell(of: page, shape, isCounted: false) { cell in
            let count = SQLiteNumber.varintByteCount(UInt64(bitPattern: cell.rowid))
            (least, most) = (min(least, count), max(most, count))
        }
        return least <= most ? least...most : nil
    }

    private func isZero(_ page: Span<UInt8>, _ offset: Int, _ end: Int) -> Bool {
        guard offset + 16 <= end else { return false }
        for index in offset..<offset + 16 where page[index] != 0 { return false }
        return true
    }

    /// Where the free blocks of a page begin.
    private func freeblocks(of page: Span<UInt8>, _ shape: SQLitePageShape) -> Set<Int> {
        var (blocks, next) = (Set<Int>(), shape.firstFreeblock)
        // Each lies behind the one before it.
        while next >= shape.pointersEnd, next + 4 <= header.usableSize, blocks.insert(next).inserted {
            let following = SQLiteNumber.short(page, at: next)
            guard following > next else { break }
            next = following
        }
        return blocks
    }

    /// Text that is left where no record is, unless it is a copy of one that was handed out.
    func takeSlack(_ page: Span<UInt8>, _ range: Range<Int>, _ number: UInt32, _ state: TextUnit.State) {
        SQLiteSlack.runs(page, range, header.encoding) { run in
            let hash = SQLiteHash.of(page, run)
            guard !seen.contains(hash) else { return }
            seen.insert(hash)
            let text = SQLiteText.utf8(page, run, header.encoding)
            sink.takeSlack(text, page: number, offset: run.lowerBound, state: state == .wal ? .wal : .slack)
        }
    }

    /// Hands out the text of a page without records, unless it is a copy of an overflow page of a row.
    func takeLonePage(_ page: Span<UInt8>, _ number: UInt32, _ state: TextUnit.State) {
        let start = number == 1 ? SQLiteHeader.byteCount : trunks.contains(number) ? 8 : 4
        guard !seen.contains(SQLiteHash.of(page, 4..<header.usableSize)) else { return }
        takeSlack(page, start..<header.usableSize, number, state)
    }

    /// Hands out the text of pages without records that no recovered row took as its own.
    func readLonePages() {
        var room = takeRoom()
        defer { giveBack(&room) }
        for number in 1...max(1, max(pages.count, pages.mainCount))
        where !claimed.contains(number) && !consumed.contains(number) {
            guard !sink.isStopped else { return }
            guard !header.isAdministrative(number), pages.read(number, into: &room) else { continue }
            takeLonePage(room.span, number, .deleted)
        }
    }
}
