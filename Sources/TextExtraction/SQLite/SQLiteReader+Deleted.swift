extension SQLiteReader {
    /// Walks the list of free pages, for the pages that hold the list itself ("Database File Format", section 1.5).
    func readFreelist() {
        var next = header.freelist
        var head = [UInt8](repeating: 0, count: 4)
        while next != 0 {
            guard next <= pages.count, !claimed.contains(next), trunks.insert(next), pages.readHead(next, into: &head)
            else { return sink.note(.malformed) }
            next = SQLiteNumber.word(head.span, at: 0)
        }
    }

    /// Looks for deleted rows of the schema, which tell of tables that are gone.
    func readDroppedSchema() {
        walk(1, isTable: true, isAgain: true) { number, page, shape in
            carve(page, number, gaps(of: page, shape), [schema], state: .deleted, shape)
        }
        for log in logs {
            forEachHiddenImage(of: log) { number, page in
                guard owners[number] === schema else { return }
                carve(page, number, nil, [schema], state: log.state, nil)
            }
        }
        // A table that was only altered is still there under its name.
        dropped.removeAll { old in tables.contains { $0.name == old.name && $0.root == old.root } }
        revisited = SQLitePageSet(count: revisited.count)
    }

    /// Looks for deleted rows in the pages that belong to no tree, free or forgotten.
    func readPagesOfNoTree() {
        var room = takeRoom()
        defer { giveBack(&room) }
        for number in 1...max(1, max(pages.count, pages.mainCount)) where !claimed.contains(number) {
            guard !sink.isStopped else { return }
            guard !header.isAdministrative(number), pages.read(number, into: &room) else { continue }
            let rooted = dropped.filter { $0.root == number }
            carve(room.span, number, nil, rooted + candidates, state: .deleted, nil)
        }
    }

    /// All tables that a page without an owner may belong to, one of each shape, those that are gone first.
    var candidates: [SQLiteTable] {
        var some: [SQLiteTable] = []
        for table in dropped + tables where !table.columns.isEmpty {
            if !some.contains(where: { $0.hasShape(of: table) }) { some.append(table) }
        }
        return Array(some.prefix(200))
    }

    /// Looks for deleted rows between the cells of live pages.
    func readRoomBetweenCells() {
        for table in tables where !sink.isStopped {
            walk(table.root, isTable: !table.isWithoutRowid, isAgain: true) { number, page, shape in
                // What stands before the first cell may be older than the table: of one whose root this page was before.
                let former = dropped.filter { $0.root == number && $0.isWithoutRowid == table.isWithoutRowid }
                let (before, between) = gaps(of: page, shape).partitioned { $0.lowerBound == shape.pointersEnd }
                carve(page, number, before, former + [table], state: .deleted, shape)
                carve(page, number, between, [table] + former, state: .deleted, shape)
            }
        }
        for root in indexRoots where !sink.isStopped {
            walk(root, isTable: false, isAgain: true) { number, page, shape in
                carve(page, number, gaps(of: page, shape), [], state: .deleted, shape)
            }
        }
    }

    /// Looks for rows in room that no cell owns, and hands out the text that is left.
    ///
    /// - Parameters:
    ///   - page: The page, or an image of it.
    ///   - number: Its number.
    ///   - gaps: The room; the whole page where it is nobody's.
    ///   - tables: The tables whose rows may be there.
    ///   - state: What such a row is called.
    ///   - shape: The page's head, where it can be relied on.
    func carve(
        _ page: Span<UInt8>, _ number: UInt32, _ gaps: [Range<Int>]?, _ tables: [SQLiteTable],
        state: TextUnit.State, _ shape: SQLitePageShape?
    ) {
        let head = SQLitePageShape(page, number: number, usableSize: header.usableSize)
        // A page of an index holds no rows of tables with row numbers, and the other way round.
        let fitting =
            head.map { head in tables.filter { $0.isWithoutRowid != head.isTable } }
            ?? tables.filter { !$0.isWithoutRowid }
        var carver = SQLiteCarver(
            header: header, pageCount: max(pages.count, pages.mainCount), tables: shape == nil ? fitting : tables)
        let start = number == 1 ? SQLiteHeader.byteCount : 0
        let whole = trunks.contains(number) ? 8 : start
        var found = 0
        for gap in gaps ?? [whole..<header.usableSize] {
            var (position, textStart) = (gap.lowerBound, gap.lowerBound)
            let blocks = shape.map { freeblocks(of: page, $0) } ?? []
            while position + 4 <= gap.upperBound {
                if page[position] == 0, !blocks.contains(position), isZero(page, position, gap.upperBound) {
                    position += 8
                    continue
                }
                guard
                    let record = carver.record(
                        at: position, to: gap.upperBound, in: page, isFree: blocks.contains(position)),
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
            // The text of a page without records may be the rest of a row that is yet to be found.
            if gaps != nil || found > 0 { takeSlack(page, textStart..<gap.upperBound, number, state) }
        }
        if gaps == nil, found > 0 { _ = consumed.insert(number) }
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

    /// Text that is left where no record is.
    func takeSlack(_ page: Span<UInt8>, _ range: Range<Int>, _ number: UInt32, _ state: TextUnit.State) {
        SQLiteSlack.runs(page, range, header.encoding) { run in
            let text = SQLiteText.utf8(page, run, header.encoding)
            sink.takeSlack(text, page: number, offset: run.lowerBound, state: state == .wal ? .wal : .slack)
        }
    }

    /// Hands out the text of pages without records that no recovered row took as its own.
    func readLonePages() {
        var room = takeRoom()
        defer { giveBack(&room) }
        for number in 1...max(1, max(pages.count, pages.mainCount))
        where !claimed.contains(number) && !consumed.contains(number) {
            guard !sink.isStopped else { return }
            guard !header.isAdministrative(number), pages.read(number, into: &room) else { continue }
            takeSlack(room.span, (trunks.contains(number) ? 8 : 4)..<header.usableSize, number, .deleted)
        }
    }
}

extension [Range<Int>] {
    /// Those that something holds of, and the others.
    fileprivate func partitioned(by condition: (Range<Int>) -> Bool) -> (Self, Self) {
        (filter(condition), filter { !condition($0) })
    }
}
