/// What the first hundred bytes of a database say.
///
/// Layout: "Database File Format" of the SQLite documentation, section 1.3.
struct SQLiteHeader {
    /// The encoding of all text of a database.
    enum Encoding {
        case utf8
        case utf16LittleEndian
        case utf16BigEndian
    }

    static let byteCount = 100

    let pageSize: Int
    /// The bytes of a page without those that are reserved at its end.
    let usableSize: Int
    let encoding: Encoding
    /// How many pages there are; nothing where an old program wrote last, which did not keep the number.
    let pageCount: UInt32?
    /// The first page of the list of free pages; zero for none.
    let freelist: UInt32
    /// Whether pages tell of the pages that point to others.
    let hasPointerMaps: Bool

    /// Reads the header, or gives nothing where the bytes are not the beginning of a database.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= Self.byteCount else { return nil }
        for (offset, byte) in "SQLite format 3\0".utf8.enumerated() where bytes[offset] != byte { return nil }
        let size = SQLiteNumber.short(bytes, at: 16)
        pageSize = size == 1 ? 65_536 : size
        guard pageSize >= 512, pageSize & (pageSize - 1) == 0 else { return nil }
        usableSize = pageSize - Int(bytes[20])
        // SQLite itself refuses less.
        guard usableSize >= 480 else { return nil }
        switch SQLiteNumber.word(bytes, at: 56) {
        case 2: encoding = .utf16LittleEndian
        case 3: encoding = .utf16BigEndian
        default: encoding = .utf8
        }
        let count = SQLiteNumber.word(bytes, at: 28)
        let isCurrent = SQLiteNumber.word(bytes, at: 24) == SQLiteNumber.word(bytes, at: 92)
        pageCount = count > 0 && isCurrent ? count : nil
        freelist = SQLiteNumber.word(bytes, at: 32)
        hasPointerMaps = SQLiteNumber.word(bytes, at: 52) != 0
    }

    /// How much of a payload lies in the cell itself; the rest lies in overflow pages (section 1.6).
    func localByteCount(ofPayload payload: Int, inTable: Bool) -> Int {
        let most = inTable ? usableSize - 35 : (usableSize - 12) * 64 / 255 - 23
        guard payload > most else { return payload }
        let least = (usableSize - 12) * 32 / 255 - 23
        let wanted = least + (payload - least) % (usableSize - 4)
        return wanted <= most ? wanted : least
    }

    /// Whether a page holds no content: a pointer map, or the page of the lock bytes.
    func isAdministrative(_ page: UInt32) -> Bool {
        let lockPage = UInt32((1 << 30) / pageSize + 1)
        if page == lockPage { return true }
        guard hasPointerMaps, page >= 2 else { return false }
        let group = UInt32(usableSize / 5 + 1)
        var map = (page - 2) / group * group + 2
        if map == lockPage { map += 1 }
        return page == map
    }
}
