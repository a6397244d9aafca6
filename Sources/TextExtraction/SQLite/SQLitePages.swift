/// The pages of a database as its program would see them: those of the file, and newer ones of a log in their place.
final class SQLitePages {
    /// Where the bytes of a page lie that is not read from the database file itself.
    struct Place {
        /// The log that holds it.
        let log: Int
        /// Where it begins in the log.
        let offset: Int64
        /// What stands before it there, and says that it is still the same page.
        let mark: UInt64
    }

    let header: SQLiteHeader
    let main: ByteSource
    /// How many pages the program would see.
    private(set) var count: UInt32
    /// How many pages the database file has, the last one perhaps cut short.
    let mainCount: UInt32
    /// Pages that stand in the place of the file's.
    private(set) var newer: [UInt32: Place] = [:]
    /// Logs by number, with the bytes that stand before each page.
    private(set) var logs: [ByteSource] = []
    private var headings: [Int] = []
    private let note: (ExtractionGap) -> Void
    private var heading: [UInt8] = []

    init(_ main: ByteSource, header: SQLiteHeader, note: @escaping (ExtractionGap) -> Void) {
        self.main = main
        self.header = header
        self.note = note
        let size = Int64(header.pageSize)
        mainCount = UInt32(clamping: min((main.count + size - 1) / size, Int64(Int32.max)))
        count = min(header.pageCount ?? mainCount, mainCount)
    }

    /// Lays the pages of a log over those of the file.
    func lay(_ pages: [UInt32: Int64], of log: ByteSource, count: UInt32, heading: Int, mark: UInt64) {
        logs.append(log)
        headings.append(heading)
        for (page, offset) in pages {
            newer[page] = Place(log: logs.count - 1, offset: offset, mark: mark)
        }
        // A page number beyond both files is a lie.
        let room = UInt32(clamping: log.count / Int64(header.pageSize)) &+ mainCount
        self.count = min(count, max(room, mainCount))
    }

    /// Whether the header promises more pages than there are.
    var isCutShort: Bool { (header.pageCount ?? 0) > count }

    /// Puts a page into a buffer of its size, or says that it cannot be had, which is noted.
    func read(_ page: UInt32, into room: inout [UInt8]) -> Bool {
        if let place = newer[page] {
            if read(place, of: page, into: &room) { return true }
            // The log began anew in the meantime, so the page is in the file by now.
        }
        return readMain(page, into: &room)
    }

    /// Puts the first bytes of a page into a buffer.
    func readHead(_ page: UInt32, into head: inout [UInt8]) -> Bool { read(page, into: &head) }

    /// Puts a page of the database file itself into a buffer of its size.
    func readMain(_ page: UInt32, into room: inout [UInt8]) -> Bool {
        guard page >= 1 else { return false }
        return fill(&room, from: main, at: Int64(page - 1) * Int64(header.pageSize))
    }

    private func read(_ place: Place, of page: UInt32, into room: inout [UInt8]) -> Bool {
        let (log, before) = (logs[place.log], headings[place.log])
        if before > 0 {
            if heading.count != before { heading = [UInt8](repeating: 0, count: before) }
            guard fill(&heading, from: log, at: place.offset - Int64(before)) else { return false }
            let mark = before < 16 ? place.mark : Self.mark(heading.span)
            guard SQLiteNumber.word(heading.span, at: 0) == page, mark == place.mark else { return false }
        }
        return fill(&room, from: log, at: place.offset)
    }

    /// The salts that stand before a page of a write-ahead log.
    static func mark(_ heading: Span<UInt8>) -> UInt64 {
        UInt64(SQLiteNumber.word(heading, at: 8)) << 32 | UInt64(SQLiteNumber.word(heading, at: 12))
    }

    private func fill(_ room: inout [UInt8], from source: ByteSource, at offset: Int64) -> Bool {
        do throws(InputError) {
            let got = try source.read(into: &room, at: offset)
            if got == room.count { return true }
            note(.truncated)
            // What is there of a page that was cut off may still hold rows.
            for index in got..<room.count { room[index] = 0 }
            return got > 0
        } catch {
            note(.unreadable(error.number))
        }
        return false
    }

    /// A buffer for a page.
    func room() -> [UInt8] { [UInt8](repeating: 0, count: header.pageSize) }
}
