/// The head of a page of a tree.
///
/// Layout: "Database File Format" of the SQLite documentation, section 1.6.
struct SQLitePageShape {
    enum Kind: UInt8 {
        case interiorIndex = 2
        case interiorTable = 5
        case leafIndex = 10
        case leafTable = 13
    }

    let kind: Kind
    /// Where the page's head begins: behind the file's own on the first page.
    let start: Int
    let cellCount: Int
    /// The rightmost page below an interior one.
    let rightChild: UInt32
    let firstFreeblock: Int

    var isLeaf: Bool { kind == .leafIndex || kind == .leafTable }
    var isTable: Bool { kind == .interiorTable || kind == .leafTable }
    /// Where the numbers of the cells' places begin, two bytes each.
    var pointers: Int { start + (isLeaf ? 8 : 12) }
    var pointersEnd: Int { pointers + 2 * cellCount }

    /// Reads a page's head, or gives nothing where the page is no page of a tree.
    init?(_ page: Span<UInt8>, number: UInt32, usableSize: Int) {
        start = number == 1 ? SQLiteHeader.byteCount : 0
        guard page.count >= usableSize, usableSize >= start + 12, let kind = Kind(rawValue: page[start]) else {
            return nil
        }
        self.kind = kind
        firstFreeblock = SQLiteNumber.short(page, at: start + 1)
        cellCount = SQLiteNumber.short(page, at: start + 3)
        rightChild = kind == .interiorIndex || kind == .interiorTable ? SQLiteNumber.word(page, at: start + 8) : 0
        guard pointersEnd <= usableSize else { return nil }
    }
}

/// A cell of a page of a tree.
struct SQLiteCell {
    let start: Int
    let end: Int
    /// The page below it; zero on leaves.
    let child: UInt32
    let rowid: Int64
    let payload: Int
    /// Where the payload begins, and how much of it lies in the page.
    let payloadStart: Int
    let localCount: Int
    /// The first of the pages that hold the rest; zero where there is no rest.
    let overflow: UInt32

    /// Reads a cell, or gives nothing where it does not fit its page.
    init?(_ page: Span<UInt8>, at start: Int, _ shape: SQLitePageShape, _ header: SQLiteHeader) {
        guard start >= shape.pointersEnd, start < header.usableSize else { return nil }
        self.start = start
        var position = start
        var (child, payload, rowid): (UInt32, Int, Int64) = (0, 0, 0)
        if !shape.isLeaf {
            child = SQLiteNumber.word(page, at: position)
            position += 4
        }
        if shape.kind != .interiorTable {
            guard let count = SQLiteNumber.varint(page, at: &position), count <= UInt64(Int32.max) else { return nil }
            payload = Int(count)
        }
        if shape.isTable {
            guard let number = SQLiteNumber.varint(page, at: &position) else { return nil }
            rowid = Int64(bitPattern: number)
        }
        let local = header.localByteCount(ofPayload: payload, inTable: shape.isTable)
        payloadStart = position
        localCount = local
        overflow = local < payload ? SQLiteNumber.word(page, at: position + local) : 0
        // A cell takes four bytes at least, so that a free block can take its place.
        end = max(position + local + (local < payload ? 4 : 0), start + 4)
        (self.child, self.payload, self.rowid) = (child, payload, rowid)
        guard end <= header.usableSize else { return nil }
    }
}
