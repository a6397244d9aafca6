/// Turns rows into pieces of text.
final class SQLiteTexts: SQLiteSink {
    private let extraction: Extraction
    var encoding = SQLiteHeader.Encoding.utf8

    init(_ extraction: Extraction) {
        self.extraction = extraction
    }

    var isStopped: Bool { extraction.isStopped }

    func note(_ gap: ExtractionGap) { extraction.note(gap) }

    func take(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ bytes: Span<UInt8>) {
        var (role, knowsRole): (String?, Bool) = (nil, false)
        for index in slots.indices {
            let slot = slots[index]
            if extraction.tellsNumbers, let number = number(slot, index, row, bytes) {
                emit(Array(number.utf8), row, row.table.field(index), nil)
            }
            guard slot.count > 0 else { continue }
            guard slot.isText || slot.isBlob else { continue }
            let field = row.table.field(index)
            if slot.isText {
                if !knowsRole { (role, knowsRole) = (speaker(row.table, slots, bytes), true) }
                let text = SQLiteText.utf8(bytes, slot.offset..<slot.end, encoding)
                emit(text, row, field, role)
            } else {
                takeBlob(row, field, bytes, slot)
            }
        }
    }

    func takeLong(_ row: SQLiteFinding, _ slots: [SQLiteSlot], _ payload: ByteSource) {
        for (index, slot) in slots.enumerated() where slot.isText || slot.isBlob {
            let part = payload.part(Int64(slot.offset)..<Int64(slot.end))
            let field = row.table.field(index)
            if slot.isBlob {
                extraction.within(place(row, field)) { _ = extraction.read(FileInput(name: field, bytes: part)) }
                continue
            }
            var offset: Int64 = 0
            while offset < part.count, !isStopped {
                var room = [UInt8](repeating: 0, count: min(extraction.limits.unitBytes, Int(part.count - offset)))
                guard let got = try? part.read(into: &room, at: offset), got > 0 else { return note(.truncated) }
                let cut = offset + Int64(got) < part.count ? Self.characterEnd(room.span, got, encoding) : got
                let text = SQLiteText.utf8(room.span, 0..<cut, encoding)
                let start = offset
                extraction.emit(
                    text, at: "\(place(row, field)) byte \(start)", state: row.state, field: field)
                offset += Int64(cut)
            }
        }
    }

    func takeSlack(_ text: [UInt8], page: UInt32, offset: Int, state: TextUnit.State) {
        extraction.emit(text, at: "page \(page) offset \(offset)", state: state)
    }

    /// Says which tables hold nothing that can be read: those of modules without tables of their own.
    func noteVirtualTables(_ virtual: [(name: String, sql: [UInt8])], among tables: [SQLiteTable]) {
        for (name, sql) in virtual {
            let words = SQLiteToken.tokens(of: sql)
            let module = words.firstIndex { $0.isWord("USING") }.flatMap { words.dropFirst($0 + 1).first?.text } ?? ""
            let own = tables.filter { $0.name.hasPrefix(name + "_") }
            if own.isEmpty {
                note(.unsupported("virtual table of \(module.lowercased())"))
            } else if module.lowercased().hasPrefix("fts"), !own.contains(where: { $0.name == name + "_content" }) {
                note(.unsupported("full-text index without content"))
            }
        }
    }

    // MARK: Pieces

    /// A number as it is written; nothing for what is none, or was overwritten.
    private func number(_ slot: SQLiteSlot, _ index: Int, _ row: SQLiteFinding, _ bytes: Span<UInt8>) -> String? {
        let table = row.table
        // The row's number is not stored among the values.
        if table.rowidColumn == index { return row.rowid.map { String($0) } }
        guard slot.isInteger || slot.type == 7 else { return nil }
        let whole =
            slot.type > 7 ? Int64(slot.type - 8) : SQLiteNumber.signed(bytes, at: slot.offset, count: slot.count)
        if slot.type == 7 { return String(Double(bitPattern: UInt64(bitPattern: whole))) }
        let isReal = table.columns.indices.contains(index) && table.columns[index].affinity == .real
        return isReal ? String(Double(whole)) : String(whole)
    }

    private func emit(_ text: [UInt8], _ row: SQLiteFinding, _ field: String, _ role: String?) {
        let limit = extraction.limits.unitBytes
        guard text.count > limit else {
            return extraction.emit(text, at: place(row, field), state: row.state, field: field, role: role)
        }
        var start = 0
        while start < text.count {
            let most = min(start + limit, text.count)
            let end =
                most < text.count
                ? start + Self.characterEnd(text.span.extracting(start..<most), most - start, .utf8) : most
            let from = start
            extraction.emit(
                Array(text[start..<end]), at: "\(place(row, field)) byte \(from)", state: row.state, field: field,
                role: role)
            start = end
        }
    }

    /// Where the last whole character of some bytes ends.
    private static func characterEnd(_ bytes: Span<UInt8>, _ count: Int, _ encoding: SQLiteHeader.Encoding) -> Int {
        guard encoding == .utf8 else { return max(2, count & ~1) }
        var end = count
        while end > count - 4, end > 1, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
        guard end > 1, bytes[end - 1] >= 0xC0 else { return count }
        return end - 1
    }

    /// `messages.content rowid 7`; of a row that is not live, the place where it was found.
    private func place(_ row: SQLiteFinding, _ field: String) -> String {
        if row.state == .live, let rowid = row.rowid { return "\(field) rowid \(rowid)" }
        return "\(field) page \(row.page) offset \(row.offset)"
    }

    /// Who says the texts of a row.
    private func speaker(_ table: SQLiteTable, _ slots: [SQLiteSlot], _ bytes: Span<UInt8>) -> String? {
        for column in table.speakers where column < slots.count {
            let slot = slots[column]
            if slot.isText, (1...64).contains(slot.count) {
                return String(decoding: SQLiteText.utf8(bytes, slot.offset..<slot.end, encoding), as: UTF8.self)
            }
            // A flag is a speaker's name too.
            if table.columns[column].name.lowercased() == "is_user", slot.isInteger {
                let isUser = slot.type == 9 || slot.count > 0 && bytes[slot.end - 1] != 0
                return isUser ? "user" : "assistant"
            }
        }
        return nil
    }

    private func takeBlob(_ row: SQLiteFinding, _ field: String, _ bytes: Span<UInt8>, _ slot: SQLiteSlot) {
        switch SQLiteBlobKind(bytes.extracting(slot.offset..<slot.end)) {
        case .noise: return
        case .text(let encoding): emit(SQLiteText.utf8(bytes, slot.offset..<slot.end, encoding), row, field, nil)
        case .file(let format):
            let content = SQLiteText.copy(bytes, slot.offset..<slot.end)
            extraction.within(place(row, field)) {
                extraction.read(FileInput(name: field, bytes: ByteSource(content)), as: format)
            }
        }
    }
}
