/// Reads a database file with the logs beside it, without opening, locking or changing anything.
///
/// The order: the schema, the live rows of each table, then what no live row owns: pages of no tree, room between the cells
/// of live pages, images of pages in the logs. What stands there and is a copy of a live row is passed over.
final class SQLiteReader {
    let header: SQLiteHeader
    let pages: SQLitePages
    unowned let sink: any SQLiteSink
    let logs: [SQLiteLog]

    /// The pages of live trees, their overflow pages among them.
    var claimed: SQLitePageSet
    /// The pages that are read a second time for what no cell owns, and those above them.
    var marked: SQLitePageSet
    /// Those of them that were read a second time.
    var revisited: SQLitePageSet
    /// Overflow pages of rows that were recovered.
    var consumed: SQLitePageSet
    /// The free pages that list other free pages.
    var trunks: SQLitePageSet
    var seen: SQLiteSeen
    var tables: [SQLiteTable] = []
    /// Tables of which only the deleted statement that made them is known.
    var dropped: [SQLiteTable] = []
    /// Tables that a module of the program makes up, with their statements.
    var virtualTables: [(name: String, sql: [UInt8])] = []
    /// The roots of indexes.
    var indexRoots: [UInt32] = []
    /// The tables of those pages that are in a log too.
    var owners: [UInt32: SQLiteTable] = [:]
    /// The version of the database that is read just now.
    var version = Version.current
    /// Where the images of each page begin in the log that is read.
    var imageOffsets: [UInt32: [Int64]] = [:]
    /// Hidden pages, by number, or images, by offset, whose text is handed out.
    var taken: Set<Int64> = []
    /// Buffers of a page's size.
    var rooms: [[UInt8]] = []
    var layout = SQLiteLayout()
    var payload: [UInt8] = []
    var spans: [Int] = []
    let schema = SQLiteTable.schema()

    /// Larger rows are not held in memory.
    static let wholeRowByteCount = 16 << 20
    /// No tree of SQLite's is deeper than 20.
    static let mostLevels = 40

    /// Reads the file's header and the logs; nothing where the file is no database.
    init?(_ file: FileInput, sink: any SQLiteSink) {
        self.sink = sink
        guard let first = Self.attempt(sink, { () throws(InputError) in try file.bytes.bytes(100, at: 0) }),
            let own = SQLiteHeader(first.span)
        else { return nil }
        let note: (ExtractionGap) -> Void = { [unowned sink] in sink.note($0) }
        var logs: [SQLiteLog] = []
        if let bytes = file.sibling(file.name + "-wal"), bytes.count > 0,
            let log = Self.attempt(
                sink,
                { () throws(InputError) in
                    try SQLiteWriteAheadLog.read(bytes, pageSize: own.pageSize, note: note)
                })
        {
            logs.append(log)
        }
        if let bytes = file.sibling(file.name + "-journal"), bytes.count > 0,
            let log = Self.attempt(
                sink,
                { () throws(InputError) in
                    try SQLiteRollbackJournal.read(bytes, pageSize: own.pageSize, note: note)
                })
        {
            logs.append(log)
        }
        self.logs = logs
        // The first page may be a newer one, of a log.
        let current = logs.lazy.compactMap { log -> SQLiteHeader? in
            guard let offset = log.visible[1],
                let bytes = Self.attempt(sink, { () throws(InputError) in try log.bytes.bytes(100, at: offset) })
            else { return nil }
            return SQLiteHeader(bytes.span)
        }.first { $0.pageSize == own.pageSize }
        header = current ?? own
        pages = SQLitePages(file.bytes, header: header, note: note)
        for log in logs where !log.visible.isEmpty {
            pages.lay(
                log.visible, of: log.bytes, count: log.pageCount ?? pages.count, heading: log.headingByteCount,
                mark: log.mark)
        }
        if pages.isCutShort { sink.note(.truncated) }
        let most = max(pages.count, pages.mainCount)
        claimed = SQLitePageSet(count: most)
        marked = SQLitePageSet(count: most)
        revisited = SQLitePageSet(count: most)
        consumed = SQLitePageSet(count: most)
        trunks = SQLitePageSet(count: most)
        seen = SQLiteSeen(forFileOf: file.bytes.count)
    }

    /// Reads everything.
    func read() {
        readLive()
        guard !sink.isStopped else { return }
        readFreelist()
        readDroppedSchema()
        readPagesOfNoTree()
        readRoomBetweenCells()
        readHiddenPages()
        readImages()
        readLonePages()
    }

    private static func attempt<Value>(_ sink: any SQLiteSink, _ body: () throws(InputError) -> Value) -> Value? {
        do throws(InputError) {
            return try body()
        } catch {
            sink.note(.unreadable(error.number))
            return nil
        }
    }

    /// Takes the buffer for the payloads of rows.
    func takePayload() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &payload)
        bytes.removeAll(keepingCapacity: true)
        return bytes
    }

    /// Takes a buffer of a page's size.
    func takeRoom() -> [UInt8] { rooms.popLast() ?? pages.room() }

    /// Gives a buffer of a page's size back.
    func giveBack(_ room: inout [UInt8]) {
        var given: [UInt8] = []
        swap(&given, &room)
        rooms.append(given)
    }
}
