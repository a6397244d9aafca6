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
            _ = carve(page, number, shape, gaps(of: page, shape), [schema], state: .deleted)
        }
        for log in logs {
            forEachHiddenImage(of: log) { image, page in
                guard owners[image.page] === schema else { return }
                _ = carveWhole(page, image.page, [schema], state: log.state)
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
        let some = candidates
        for number in 1...max(1, max(pages.count, pages.mainCount)) where !claimed.contains(number) {
            guard !sink.isStopped else { return }
            guard !header.isAdministrative(number), pages.read(number, into: &room) else { continue }
            let rooted = dropped.filter { $0.root == number }
            // The text of a page without records may be the rest of a row that is yet to be found.
            if carveWhole(room.span, number, rooted + some, state: .deleted) { _ = consumed.insert(number) }
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
                _ = carve(page, number, shape, before, former + [table], state: .deleted)
                _ = carve(page, number, shape, between, [table] + former, state: .deleted)
            }
        }
        for root in indexRoots where !sink.isStopped {
            walk(root, isTable: false, isAgain: true) { number, page, shape in
                _ = carve(page, number, shape, gaps(of: page, shape), [], state: .deleted)
            }
        }
    }
}

extension [Range<Int>] {
    /// Those that something holds of, and the others.
    fileprivate func partitioned(by condition: (Range<Int>) -> Bool) -> (Self, Self) {
        (filter(condition), filter { !condition($0) })
    }
}
