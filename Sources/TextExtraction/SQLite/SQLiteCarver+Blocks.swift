/// Records whose first four bytes are a free block's.
extension SQLiteCarver {
    /// How far the end of a record speaks for it, the surest first.
    private enum Ending {
        /// It fills the free block, as the block itself says.
        case block
        /// It fills the room.
        case room
        /// Something else begins there.
        case neighbour
        /// Its end is overwritten, so its text must.
        case text
    }

    /// The record whose head a free block took; with `isListed` the page's list names the block, so that its size is right.
    mutating func headless(
        at start: Int, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable, isListed: Bool, depth: Int = 0
    ) -> Record? {
        guard !isExhausted else { return nil }
        attempts += 1
        guard let usual = rowidByteCounts, !table.isWithoutRowid else {
            wantedByteCounts = 0...9
            return headlessOfWantedNumber(at: start, to: end, page, table, isListed: isListed, depth)
        }
        wantedByteCounts = usual
        if let found = headlessOfWantedNumber(at: start, to: end, page, table, isListed: isListed, depth) {
            return found
        }
        // Numbers alone say too little to go against that.
        guard table.columns.contains(where: { $0.affinity == .text }) else { return nil }
        wantedByteCounts = 0...9
        return headlessOfWantedNumber(at: start, to: end, page, table, isListed: isListed, depth)
    }

    private mutating func headlessOfWantedNumber(
        at start: Int, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable, isListed: Bool, _ depth: Int
    ) -> Record? {
        let isCounted = table.rowidColumn == 0
        for ending in [Ending.block, .room, .neighbour] {
            if let found = headed(at: start, ending, to: end, page, table, depth) { return found }
            // Where the first value may be of any length, some length fits every end but that of a block.
            guard ending == .block else { continue }
            if let found = lostFirstType(at: start, .block, to: end, page, table, depth) { return found }
        }
        if isCounted, let found = lostFirstType(at: start, .room, to: end, page, table, depth) { return found }
        if let found = lostFirstType(at: start, .neighbour, to: end, page, table, depth) { return found }
        return isListed ? headed(at: start, .text, to: end, page, table, depth) : nil
    }

    /// A record of which all types are there.
    private mutating func headed(
        at start: Int, _ ending: Ending, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable, _ depth: Int
    ) -> Record? {
        // The lengths before the header: of the payload one to three bytes, of the row number one to nine.
        for before in 4...12 where !table.isWithoutRowid {
            if let found = visibleHeader(at: start, before, ending, to: end, page, table, depth) { return found }
        }
        return lostHeaderLength(at: start, ending, to: end, page, table, depth)
    }

    /// The header's length is there, and perhaps an end of the row number.
    private mutating func visibleHeader(
        at start: Int, _ before: Int, _ ending: Ending, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable,
        _ depth: Int
    ) -> Record? {
        let payloadStart = start + before
        guard payloadStart < end else { return nil }
        for offset in start + 4..<max(payloadStart, start + 4) {
            guard (page[offset] >= 0x80) == (offset < payloadStart - 1) else { return nil }
        }
        guard layout.read(page, from: payloadStart, to: end) else { return nil }
        let payload = layout.headerByteCount + layout.bodyByteCount
        let length = SQLiteNumber.varintByteCount(UInt64(payload))
        guard before - length >= 1, before - length <= 9 else { return nil }
        return checked(start, payloadStart, payload, ending, to: end, page, table, depth)
    }

    /// The first type is the first byte that is there: the length before it was the fourth that is lost.
    private mutating func lostHeaderLength(
        at start: Int, _ ending: Ending, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable,
        _ depth: Int
    ) -> Record? {
        var position = start + 4
        layout.reset(nil)
        guard layout.readTypes(page, at: &position, to: end, atMost: table.columns.count), layout.place(from: position),
            layout.slots.count == table.columns.count
        else { return nil }
        let headerCount = 1 + position - (start + 4)
        let payload = headerCount + layout.bodyByteCount
        let length = SQLiteNumber.varintByteCount(UInt64(payload))
        guard headerCount < 0x80, table.isWithoutRowid ? length == 3 : length <= 2 else { return nil }
        return checked(start, start + 3, payload, ending, to: end, page, table, depth)
    }

    /// The first type is lost too, and told by how long the others leave its value.
    private mutating func lostFirstType(
        at start: Int, _ ending: Ending, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable,
        _ depth: Int
    ) -> Record? {
        guard let column = table.columns.first else { return nil }
        let count = table.columns.count
        for type in SQLitePlausibility.types(of: column, isRowid: table.rowidColumn == 0) {
            var position = start + 4
            layout.reset(type)
            guard layout.readTypes(page, at: &position, to: end, atMost: count), layout.slots.count == count,
                layout.place(from: position)
            else { return nil }
            let headerCount = 2 + position - (start + 4)
            let payload = headerCount + layout.bodyByteCount
            let length = SQLiteNumber.varintByteCount(UInt64(payload))
            guard headerCount < 0x80, table.isWithoutRowid ? length == 2 : length == 1 else { continue }
            if let found = checked(start, start + 2, payload, ending, to: end, page, table, depth) { return found }
        }
        return nil
    }

    private mutating func checked(
        _ start: Int, _ payloadStart: Int, _ payload: Int, _ ending: Ending, to end: Int, _ page: Span<UInt8>,
        _ table: SQLiteTable, _ depth: Int
    ) -> Record? {
        guard payload <= Int(Int32.max) else { return nil }
        let numberByteCount = payloadStart - start - SQLiteNumber.varintByteCount(UInt64(payload))
        guard table.isWithoutRowid || wantedByteCounts.contains(numberByteCount) else { return nil }
        let local = header.localByteCount(ofPayload: payload, inTable: !table.isWithoutRowid)
        let cellEnd = max(payloadStart + local + (local < payload ? 4 : 0), start + 4)
        let hasText =
            header.encoding == .utf8
            && layout.slots.contains { slot in
                slot.isText && slot.count >= 3 && slot.end <= end
                    && SQLiteText.isPlausible(page, slot.offset..<slot.end, .utf8)
            }
        switch ending {
        case .block:
            guard cellEnd == start + SQLiteNumber.short(page, at: start + 2), cellEnd <= end else { return nil }
        case .room: guard cellEnd == end else { return nil }
        case .neighbour:
            guard cellEnd < end, begins(at: cellEnd, to: end, page, table, depth, hasText: hasText) else { return nil }
        case .text: break
        }
        guard let found = record(table, nil, from: start, payloadStart: payloadStart, payload: payload, to: end, page)
        else { return nil }
        // Bytes in a column of texts are allowed and rare.
        for (slot, column) in zip(found.slots, table.columns) where slot.isBlob && column.affinity == .text {
            return nil
        }
        let values = found.slots.reduce(0) { $0 + ($1.count > 0 ? 1 : 0) }
        guard values >= min(2, table.columns.count) || found.slots.contains(where: { $0.isText && $0.count >= 4 })
        else {
            return nil
        }
        if ending == .text, !found.slots.contains(where: { $0.isText && $0.count >= 4 && $0.end <= found.sureEnd }) {
            return nil
        }
        return found
    }

    /// Whether another record begins at a byte, whole or without its head.
    private mutating func begins(
        at start: Int, to end: Int, _ page: Span<UInt8>, _ table: SQLiteTable, _ depth: Int, hasText: Bool
    ) -> Bool {
        if end - start < 4 { return true }
        var next = SQLiteCarver(header: header, pageCount: pageCount, tables: [], rowidByteCounts: rowidByteCounts)
        if next.whole(at: start, to: end, page, table) != nil { return true }
        guard isFreeBlock(at: start, to: end, page) else { return false }
        // With text to speak for the record, the mere look of a block is enough.
        if hasText { return true }
        guard depth < 3 else { return false }
        let beginning = Beginning(start: start, end: end, table: ObjectIdentifier(table), depth: depth)
        if let known = beginnings[beginning] { return known }
        swap(&next.beginnings, &beginnings)
        next.attempts = attempts
        let isOne = next.headless(at: start, to: end, page, table, isListed: false, depth: depth + 1) != nil
        swap(&next.beginnings, &beginnings)
        attempts = next.attempts
        beginnings[beginning] = isOne
        return isOne
    }
}
