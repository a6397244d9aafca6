/// What a LevelDB's manifest says of its files.
///
/// Layout: LevelDB's `version_edit.cc`: a log of edits, of which each adds and takes away tables.
struct LevelDBManifest {
    /// The numbers of the tables that belong to the store; others are left over.
    private(set) var tables: Set<UInt64> = []
    /// The number of the oldest log whose writes are not in a table yet.
    private(set) var logNumber: UInt64 = 0
    /// The name of the order of keys, which tells Chromium's IndexedDB (`idb_cmp1`).
    private(set) var comparator = ""

    init(_ source: ByteSource, limit: Int, note: (ExtractionGap) -> Void) throws(ExtractionGap) {
        var manifest = LevelDBManifest()
        try LevelDBLog(source, limit: limit).forEach(note: note) { edit in
            do throws(ExtractionGap) {
                try manifest.apply(edit)
            } catch {
                note(error)
            }
            return true
        }
        self = manifest
    }

    private init() {}

    private mutating func apply(_ edit: [UInt8]) throws(ExtractionGap) {
        var reader = ByteReader(edit)
        while !reader.isAtEnd {
            switch try reader.variable() {
            case 1: comparator = String(decoding: edit[try reader.counted()].prefix(64), as: UTF8.self)
            case 2: logNumber = try reader.variable()
            case 3, 4, 9: _ = try reader.variable()
            case 5: _ = try (reader.variable(), reader.counted())
            case 6:
                _ = try reader.variable()
                tables.remove(try reader.variable())
            case 7:
                _ = try reader.variable()
                tables.insert(try reader.variable())
                _ = try (reader.variable(), reader.counted(), reader.counted())
            default: throw .malformed
            }
        }
    }
}
