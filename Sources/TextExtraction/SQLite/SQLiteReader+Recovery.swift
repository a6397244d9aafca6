extension SQLiteReader {
    /// Hands out a record that was found where no cell owns the room, unless it is a copy of a row that was handed out.
    ///
    /// - Returns: Whether it is a record of some sense, handed out or not.
    func deliver(_ record: SQLiteCarver.Record, _ page: Span<UInt8>, _ number: UInt32, _ state: TextUnit.State) -> Bool
    {
        let row = SQLiteFinding(
            table: record.table, rowid: record.rowid, state: state, page: number, offset: record.start)
        let isCut = record.sureEnd < record.payloadStart + record.localCount
        if !isCut, record.localCount == record.payload {
            return hand(row, record.slots, page, isWhole: true)
        }
        if isCut || record.overflow == 0 { return handPart(row, record, page) }
        return deliverOverflowing(row, record, page)
    }

    private func known(_ slots: [SQLiteSlot], to end: Int) -> [SQLiteSlot] {
        slots.map { $0.end <= end ? $0 : SQLiteSlot(type: -1) }
    }

    /// Hands out the values of a record that are wholly there, and the rest as text between records.
    private func handPart(_ row: SQLiteFinding, _ record: SQLiteCarver.Record, _ page: Span<UInt8>) -> Bool {
        let slots = known(record.slots, to: record.sureEnd)
        guard hand(row, slots, page, isWhole: false) else { return false }
        if let cut = record.slots.first(where: { $0.end > record.sureEnd }), cut.offset < record.sureEnd {
            takeSlack(page, cut.offset..<record.sureEnd, row.page, row.state)
        }
        return true
    }

    private func deliverOverflowing(
        _ row: SQLiteFinding, _ record: SQLiteCarver.Record, _ page: Span<UInt8>
    ) -> Bool {
        let local = SQLiteHash.of(record.slots, page, upTo: record.sureEnd)
        let rest = min(record.payload, Self.wholeRowByteCount) - record.localCount
        if record.payload > Self.wholeRowByteCount { sink.note(.capped("deleted row")) }
        var bytes = takePayload()
        defer { swap(&bytes, &payload) }
        // The head may be overwritten, so the values are laid out from where they are known to begin.
        SQLiteText.append(page, record.start..<record.payloadStart + record.localCount, to: &bytes)
        let chain = appendFormer(from: record.overflow, rest: max(0, rest), to: &bytes)
        var slots = record.slots
        for index in slots.indices { slots[index].offset -= record.start }
        let plausibility = SQLitePlausibility(table: record.table, encoding: header.encoding)
        guard plausibility.accepts(slots, bytes.span, to: bytes.count) else {
            return seen.contains(local) || handPart(row, record, page)
        }
        let isWhole = chain.isWhole && record.payload <= Self.wholeRowByteCount
        if !isWhole, seen.contains(local) { return true }
        for page in chain.pages { consume(page) }
        return hand(row, known(slots, to: bytes.count), bytes.span, isWhole: isWhole)
    }

    /// Hands a row out that was not seen yet.
    ///
    /// - Returns: Whether it is a row of some sense.
    private func hand(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ bytes: Span<UInt8>, isWhole: Bool) -> Bool {
        let hash = SQLiteHash.of(slots, bytes, upTo: bytes.count)
        if seen.contains(hash) { return true }
        if !isWhole {
            // Of a part, only text tells whether it is a copy; a part without text says too little.
            let texts = slots.filter { $0.isText && $0.count >= 4 }
            guard !texts.isEmpty else { return false }
            let isCopy = texts.allSatisfy { seen.contains(SQLiteHash.of(bytes, $0.offset..<$0.end)) }
            if isCopy { return true }
        }
        seen.insert(hash)
        for slot in slots where slot.isText { seen.insert(SQLiteHash.of(bytes, slot.offset..<slot.end)) }
        if row.table === schema { takeSchema(slots, bytes, isDropped: true) }
        sink.take(row, slots, bytes)
        return true
    }
}
