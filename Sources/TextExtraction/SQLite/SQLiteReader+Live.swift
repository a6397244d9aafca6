extension SQLiteReader {
    /// Reads the schema and all live rows.
    func readLive() {
        readRows(of: schema)
        for table in tables where !sink.isStopped { readRows(of: table) }
        for root in indexRoots where !sink.isStopped { claimIndex(root) }
    }

    private func readRows(of table: SQLiteTable) {
        guard table.root > 0 else { return }
        // A tree without row numbers holds rows on all levels, one with them on the lowest.
        walk(table.root, isTable: !table.isWithoutRowid) { number, page, shape in
            if logs.contains(where: { !$0.images.isEmpty }) { owners[number] = table }
            if shape.kind != .interiorTable { readCells(of: table, number, page, shape) }
            if !shape.isLeaf || hasResidue(page, shape) { _ = marked.insert(number) }
        }
    }

    private func readCells(of table: SQLiteTable, _ number: UInt32, _ page: Span<UInt8>, _ shape: SQLitePageShape) {
        var layout = SQLiteLayout()
        swap(&layout, &self.layout)
        for index in 0..<shape.cellCount {
            let offset = SQLiteNumber.short(page, at: shape.pointers + 2 * index)
            guard let cell = SQLiteCell(page, at: offset, shape, header) else {
                sink.note(.malformed)
                continue
            }
            let row = SQLiteFinding(
                table: table, rowid: shape.isTable ? cell.rowid : nil, state: .live, page: number, offset: offset)
            if cell.overflow == 0, cell.localCount == cell.payload {
                guard layout.read(page, from: cell.payloadStart, to: cell.payloadStart + cell.payload),
                    layout.headerByteCount + layout.bodyByteCount <= cell.payload
                else {
                    sink.note(.malformed)
                    continue
                }
                take(row, layout.slots, page)
            } else {
                takeOverflowing(row, cell, page, &layout)
            }
        }
        swap(&layout, &self.layout)
    }

    private func take(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ bytes: Span<UInt8>) {
        seen.insert(SQLiteHash.of(slots, bytes, upTo: bytes.count) { seen.insert($0) })
        if row.table === schema { takeSchema(slots, bytes, isDropped: false) }
        sink.take(row, slots, bytes)
    }

    private func takeOverflowing(
        _ row: SQLiteFinding, _ cell: SQLiteCell, _ page: Span<UInt8>, _ layout: inout SQLiteLayout
    ) {
        let isLong = cell.payload > Self.wholeRowByteCount
        let chain = overflowChain(from: cell.overflow, of: cell.payload - cell.localCount) { claimed.insert($0) }
        if !chain.isWhole { sink.note(.malformed) }
        payload.removeAll(keepingCapacity: true)
        SQLiteText.append(page, cell.payloadStart..<cell.payloadStart + cell.localCount, to: &payload)
        var bytes: [UInt8] = []
        swap(&bytes, &payload)
        append(chain.pages, rest: cell.payload - bytes.count, atMost: isLong ? 1 << 16 : .max, to: &bytes)
        defer { swap(&bytes, &payload) }
        guard layout.read(bytes.span, from: 0, to: bytes.count) else { return sink.note(.malformed) }
        // The part in the page is what is left when the overflow pages are used again.
        let local = SQLiteHash.of(layout.slots, bytes.span, upTo: min(cell.localCount, bytes.count))
        seen.insert(local)
        if isLong {
            let source = source(page, cell, chain.pages)
            return sink.takeLong(row, layout.slots, source)
        }
        var slots = layout.slots
        for index in slots.indices where slots[index].end > bytes.count { slots[index] = SQLiteSlot(type: -1) }
        take(row, slots, bytes.span)
    }

    /// Goes through an index for the pages it owns.
    private func claimIndex(_ root: UInt32) {
        walk(root, isTable: false) { number, page, shape in
            forEachCell(of: page, shape, isCounted: true) { cell in
                guard cell.localCount < cell.payload else { return }
                let chain = overflowChain(from: cell.overflow, of: cell.payload - cell.localCount) {
                    claimed.insert($0)
                }
                if !chain.isWhole { sink.note(.malformed) }
            }
            if !shape.isLeaf || hasResidue(page, shape) { _ = marked.insert(number) }
        }
    }

    /// Takes a row of the schema: a table or an index that is to be read.
    func takeSchema(_ slots: [SQLiteSlot], _ bytes: Span<UInt8>, isDropped: Bool) {
        guard slots.count >= 5, slots[0].isText, slots[1].isText else { return }
        let type = String(decoding: text(slots[0], bytes), as: UTF8.self)
        let name = String(decoding: text(slots[1], bytes), as: UTF8.self)
        let number = slots[3].type == 9 ? 1 : SQLiteNumber.signed(bytes, at: slots[3].offset, count: slots[3].count)
        let root = UInt32(clamping: slots[3].isInteger ? number : 0)
        guard type == "table" else {
            if type == "index", !isDropped, root > 0 { indexRoots.append(root) }
            return
        }
        let sql = text(slots[4], bytes)
        guard root > 0 else {
            if !isDropped { virtualTables.append((name, sql)) }
            return
        }
        let definition = SQLiteTableDefinition(sql: sql)
        if definition == nil { sink.note(.unsupported("table definition")) }
        let table = SQLiteTable(
            name: name, definition: definition ?? SQLiteTableDefinition(), root: root, isDropped: isDropped)
        if isDropped { dropped.append(table) } else { tables.append(table) }
    }

    private func text(_ slot: SQLiteSlot, _ bytes: Span<UInt8>) -> [UInt8] {
        slot.isText ? SQLiteText.utf8(bytes, slot.offset..<slot.end, header.encoding) : []
    }
}
