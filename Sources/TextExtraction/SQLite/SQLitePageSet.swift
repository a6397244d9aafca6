/// A set of page numbers, a bit for each.
struct SQLitePageSet {
    private var words: [UInt64] = []
    let count: UInt32

    init(count: UInt32) {
        self.count = count
        words = [UInt64](repeating: 0, count: Int(count) / 64 + 1)
    }

    func contains(_ page: UInt32) -> Bool {
        page <= count && words[Int(page) / 64] >> (UInt64(page) % 64) & 1 == 1
    }

    /// Puts a page in; no where it was in, or cannot be.
    mutating func insert(_ page: UInt32) -> Bool {
        guard page >= 1, page <= count, !contains(page) else { return false }
        words[Int(page) / 64] |= 1 << (UInt64(page) % 64)
        return true
    }
}

/// Which rows and texts were seen already, kept in bounded room.
///
/// A filter of bits in blocks of 64 bytes: what was put in is always found. Something else is taken for it in less than
/// one of a thousand cases until there are 16 bits for each entry no more, which in the largest filter is at 16 million.
struct SQLiteSeen {
    private var words: [UInt64]
    private let mask: UInt64

    /// - Parameter byteCount: How large the database is.
    init(forFileOf byteCount: Int64) {
        var size = 1 << 13
        while size < 1 << 22, Int64(size) * 8 < byteCount / 8 { size <<= 1 }
        words = [UInt64](repeating: 0, count: size)
        mask = UInt64(size / 8 - 1)
    }

    mutating func insert(_ hash: UInt64) {
        let block = Int(hash & mask) * 8
        var rest = hash >> 22
        for _ in 0..<4 {
            words[block + Int(rest & 7)] |= 1 << ((rest >> 3) & 63)
            rest >>= 9
        }
    }

    func contains(_ hash: UInt64) -> Bool {
        let block = Int(hash & mask) * 8
        var rest = hash >> 22
        for _ in 0..<4 {
            if words[block + Int(rest & 7)] >> ((rest >> 3) & 63) & 1 == 0 { return false }
            rest >>= 9
        }
        return true
    }
}
