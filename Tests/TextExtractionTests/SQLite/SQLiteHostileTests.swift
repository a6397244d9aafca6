import Foundation
import TestSupport
import Testing

@testable import TextExtraction

@Suite("Databases that lie")
struct SQLiteHostileTests {
    /// A database of a few small pages of every kind, a log of each kind beside it.
    private static let script = """
        c = sqlite3.connect('tiny.db', isolation_level=None)
        c.execute('pragma page_size=512')
        c.execute('create table m (id integer primary key, content text)')
        for r in range(5): c.execute('insert into m values (null, ?)', ('message number %d ' % r * 3,))
        c.execute('delete from m where id = 2')
        c.close()
        c = sqlite3.connect('small', isolation_level=None)
        c.execute('pragma page_size=512')
        c.execute('pragma secure_delete=0')
        c.execute('create table m (id integer primary key, role text, content text)')
        c.execute('create table w (k text primary key, v) without rowid')
        c.execute('create index i on m(content)')
        for r in range(12):
            c.execute('insert into m values (null, ?, ?)', ('user', 'message number %d ' % r * (1 + r % 3 * 16)))
            c.execute('insert into w values (?, ?)', ('key %d ' % r * (1 + r % 4 * 9), r))
        c.execute('delete from m where id % 4 = 1')
        put('small', 'small.db')
        shutil.copy('tiny.db', 'other')
        c = sqlite3.connect('other', isolation_level=None)
        c.execute('pragma journal_mode=persist')
        c.execute("update m set content = 'other' where id > 2")
        put('other', 'journal.db')
        c.execute('pragma journal_mode=wal')
        c.execute('pragma wal_autocheckpoint=0')
        c.execute("update m set content = 'third' where id > 3")
        c.execute("update m set content = 'fourth' where id > 4")
        put('other', 'wal.db')
        """

    private static let files: [String: [UInt8]] = {
        guard let folder = try? SQLiteOracle.folder(script) else { return [:] }
        var files: [String: [UInt8]] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? [] {
            files[name] = (try? Data(contentsOf: folder.url.appending(path: name))).map { Array($0) }
        }
        return files
    }()

    /// Reads a database both ways, and gives its live rows.
    @discardableResult
    private func read(_ bytes: [UInt8], beside: [String: [UInt8]] = [:]) -> (live: [SQLiteRow], gaps: Int) {
        let file = FileInput(name: "x", bytes: ByteSource(bytes)) { name in beside[name].map { ByteSource($0) } }
        var live: [SQLiteRow] = []
        let rows = SQLiteRows { row in
            if row.state == .live { live.append(row) }
            return true
        }
        rows.read(file)
        var size = 0
        Extraction { size += $0.text.count }.readSQLite(file)
        // Nothing is handed out more often than a few times: as a row, as text between rows, from a log.
        let total = bytes.count + beside.values.reduce(0) { $0 + $1.count }
        #expect(size <= 20 * total + 10_000)
        return (live, rows.gaps.values.reduce(0, +))
    }

    @Test("give what is there of every shorter beginning, and say that something is missing")
    func prefixes() throws {
        guard let tiny = Self.files["tiny.db"], let small = Self.files["small.db"] else { return }
        for (whole, step, count) in [(tiny, 1, 5), (small, 101, 24)] {
            #expect(read(whole).live.count == count)
            for length in stride(from: 0, to: whole.count, by: step) {
                let (live, gaps) = read(Array(whole.prefix(length)))
                #expect(live.count <= count)
                if length >= 512 { #expect(gaps > 0) }
            }
        }
    }

    @Test("are read with every shorter beginning of a log", arguments: ["wal", "journal"])
    func logPrefixes(kind: String) throws {
        guard let main = Self.files["\(kind).db"], let log = Self.files["\(kind).db-\(kind)"] else { return }
        for length in stride(from: 0, to: log.count, by: 31) {
            read(main, beside: ["x-\(kind)": Array(log.prefix(length))])
        }
    }

    @Test("do not trap, hang or grow when bytes are changed", arguments: 0..<10)
    func mutations(seed: UInt64) throws {
        guard let tiny = Self.files["tiny.db"], let small = Self.files["small.db"],
            let wal = Self.files["wal.db-wal"], let journal = Self.files["journal.db-journal"]
        else { return }
        var generator = SeededGenerator(seed: seed)
        for round in 0..<100 {
            var files = [round % 10 == 0 ? small : tiny, wal, journal]
            for file in 0..<3 {
                for _ in 0..<Int.random(in: 0...12, using: &generator) {
                    let at = Int.random(in: 0..<files[file].count, using: &generator)
                    // The values that headers are made of do more harm than others.
                    files[file][at] =
                        [0, 1, 2, 5, 10, 13, 0x7F, 0x80, 0xFF, .random(in: 0...255, using: &generator)]
                        .randomElement(using: &generator) ?? 0
                }
            }
            let logs = round % 3 == 0 ? ["x-wal": files[1], "x-journal": files[2]] : [:]
            read(files[0], beside: logs)
        }
    }

    @Test("do not trap on a valid header before noise", arguments: 0..<20)
    func noise(seed: UInt64) throws {
        guard let small = Self.files["small.db"] else { return }
        var generator = SeededGenerator(seed: seed)
        read(Array(small.prefix(100)) + generator.bytes(8_092))
        read(Array(small.prefix(512)) + generator.bytes(8_192, of: "\u{0}\u{1}\u{2}\u{5}\r\n\u{17}ab"))
    }

    @Test("end when pages point to each other in a circle")
    func cycles() throws {
        // A root whose cells all lead back to itself or to one page, overflow pages that follow one another, a list of
        // free pages that goes round.
        let size = 512
        guard let small = Self.files["small.db"] else { return }
        for target in stride(from: 1, through: UInt8(clamping: small.count / size), by: 3) {
            var bytes = small
            for page in 1..<small.count / size {
                let kind = bytes[page * size]
                guard kind == 2 || kind == 5 else {
                    // The number of the next page is where overflow and free pages have it.
                    if kind == 0 { bytes[page * size + 3] = target }
                    continue
                }
                bytes[page * size + 11] = target
                let cells = Int(bytes[page * size + 4])
                for cell in 0..<cells {
                    let at = Int(bytes[page * size + 12 + 2 * cell]) << 8 | Int(bytes[page * size + 13 + 2 * cell])
                    bytes[page * size + at + 3] = target
                }
            }
            bytes[35] = target
            #expect(read(bytes).gaps > 0)
        }
    }

    @Test("of every page's kind, changed to every other, are read to their end")
    func pageKinds() throws {
        guard let small = Self.files["small.db"] else { return }
        for page in 0..<small.count / 512 {
            for kind: UInt8 in [0, 2, 5, 10, 13, 255] {
                var bytes = small
                bytes[page == 0 ? 100 : page * 512] = kind
                read(bytes)
                bytes.replaceSubrange(page * 512 + 3..<page * 512 + 7, with: [0xFF, 0xFF, 0, 0])
                read(bytes)
            }
        }
    }

    @Test("cannot promise more than there is: lengths of 4 GB, millions of pages, the deepest tree")
    func promises() throws {
        // One page whose only cell promises 4 GB; a row of the schema whose root is the largest number there is.
        guard let small = Self.files["small.db"] else { return }
        var bytes = Array(small.prefix(512))
        bytes.replaceSubrange(28..<32, with: [0x7F, 0xFF, 0xFF, 0xFE])
        bytes.replaceSubrange(100..<108, with: [13, 0, 0, 0, 1, 1, 0, 0])
        bytes.replaceSubrange(108..<110, with: [1, 0])
        bytes.replaceSubrange(256..<262, with: [0x8F, 0xFF, 0xFF, 0xFF, 0x7F, 1])
        #expect(read(bytes).gaps > 0)
        // A chain of interior pages, each with one below it.
        let count = 2_000
        var deep = Array(small.prefix(512)) + [UInt8](repeating: 0, count: 512 * count)
        for page in 1...count {
            deep[page * 512] = 5
            deep.replaceSubrange(
                page * 512 + 8..<page * 512 + 12, with: [0, 0, UInt8((page + 2) >> 8), UInt8((page + 2) & 255)])
        }
        #expect(read(deep).gaps > 0)
    }

    @Test("whose bytes cannot be read are told as such")
    func failing() throws {
        guard let small = Self.files["small.db"] else { return }
        var gaps: [ExtractionGap: Int] = [:]
        let bytes = ByteSource(count: Int64(small.count)) { (offset, room) throws(InputError) in
            if offset >= 1_024 { throw InputError(number: 5) }
            return try ByteSource(small).read(into: &room, at: offset)
        }
        let rows = SQLiteRows { _ in true }
        rows.read(FileInput(name: "x", bytes: bytes))
        gaps = rows.gaps
        #expect(gaps[.unreadable(5)] ?? 0 > 0)
    }
}
