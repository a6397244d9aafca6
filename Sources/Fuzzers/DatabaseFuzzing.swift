@testable import TextExtraction

/// A database, with a write-ahead log (1) and a rollback journal (2) beside it.
enum DatabaseFuzzing {
    static func read(_ input: Span<UInt8>) {
        var parts: [UInt8: [UInt8]] = [:]
        FuzzPieces.forEach(input) { meaning, part in
            for offset in 0..<part.count { parts[meaning % 3, default: []].append(part[offset]) }
        }
        let (log, journal) = (parts[1], parts[2])
        let file = FileInput(name: "x", bytes: ByteSource(parts[0] ?? [])) { name in
            (name == "x-wal" ? log : name == "x-journal" ? journal : nil).map { ByteSource($0) }
        }
        var size = 0
        Extraction { size += $0.text.count }.readSQLite(file)
        precondition(size <= 64 * input.count + 65_536, "a database gives more text than it can hold")
        SQLiteRows { _ in true }.read(file)
    }

    /// A database of two pages: the schema, and a table with a live and a freed row.
    static let seed: [UInt8] = {
        let statement = Array("CREATE TABLE m(role TEXT, content TEXT)".utf8)
        // The header's bytes and the types: of texts 13 more than twice their bytes.
        let schema: [UInt8] =
            [6, 23, 15, 15, 1, UInt8(13 + 2 * statement.count)] + Array("tablemm".utf8) + [2] + statement
        let row: [UInt8] = [3, 21, 23] + Array("userhello".utf8)
        var first = [UInt8](repeating: 0, count: 512)
        put(Array("SQLite format 3\0".utf8) + [2, 0, 1, 1, 0, 64, 32, 32], at: 0, of: &first)
        put([0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], at: 44, of: &first)
        let start = 512 - schema.count - 2
        put([13, 0, 0, 0, 1, UInt8(start >> 8), UInt8(start & 255), 0], at: 100, of: &first)
        put([UInt8(start >> 8), UInt8(start & 255)], at: 108, of: &first)
        put([UInt8(schema.count), 1] + schema, at: start, of: &first)
        var second = [UInt8](repeating: 0, count: 512)
        put([13, 1, 0xE4, 0, 1, 1, 0xD6, 0, 1, 0xF2], at: 0, of: &second)
        put([UInt8(row.count), 1] + row, at: 0x1F2, of: &second)
        put([0, 0, 0, 14, 23] + row.dropFirst(3), at: 0x1E4, of: &second)
        return first + second
    }()

    private static func put(_ bytes: [UInt8], at offset: Int, of page: inout [UInt8]) {
        for (index, byte) in bytes.enumerated() where offset + index < page.count { page[offset + index] = byte }
    }
}
