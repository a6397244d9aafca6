import Foundation
import Testing

@testable import TextExtraction

@Suite("The logs beside a database")
struct SQLiteLogTests {
    /// A database whose log is as SQLite left it, cut short, or changed, and what SQLite shows of each.
    private static let writeAheadLogs = """
        import glob
        def make(size):
            c = sqlite3.connect('live', isolation_level=None)
            c.execute('pragma page_size=%d' % size)
            c.execute('pragma journal_mode=wal')
            c.execute('pragma wal_autocheckpoint=0')
            c.execute('create table m (id integer primary key, role text, content text)')
            c.execute('create table w (k text primary key, v) without rowid')
            for r in range(120):
                c.execute('insert into m values (null, ?, ?)', ('user', 'message number %d ' % r * random.randrange(1, 60)))
                c.execute('insert into w values (?, ?)', ('key %d' % r, 'value %d' % r))
            c.execute('pragma wal_checkpoint')
            for r in range(0, 120, 3): c.execute('delete from m where id=?', (r,))
            for r in range(20): c.execute('insert into m values (null, ?, ?)', ('assistant', 'answer number %d ' % r * 20))
            for r in range(0, 120, 5): c.execute('update m set content=content || ? where id=?', (' changed', r))
            return c

        def check(name):
            for f in glob.glob('copy*'): os.remove(f)
            put(name, 'copy')
            dump('copy', name + '.dump')

        for n, size in enumerate([512, 4096]):
            for f in glob.glob('live*'): os.remove(f)
            c = make(size)
            put('live', 'whole%d.db' % n)
            check('whole%d.db' % n)
            wal = open('live-wal', 'rb').read()
            main = open('live', 'rb').read()
            for k in range(6):
                name = 'changed%d-%d.db' % (n, k)
                b = bytearray(wal)
                if k < 3: b = b[:random.randrange(len(b))]
                elif k == 3: b[32 + (24 + size) * random.randrange(5, 20) + 8] ^= 1
                elif k == 4: b[32 + (24 + size) * random.randrange(5, 20) + 24 + random.randrange(size)] ^= 1
                else: b[random.randrange(32)] ^= 1
                open(name, 'wb').write(main)
                open(name + '-wal', 'wb').write(b)
                check(name)
            # An earlier generation lies behind the frames of this one.
            c.execute('pragma wal_checkpoint(restart)')
            c.execute("insert into m values (null, 'user', 'the last one')")
            put('live', 'again%d.db' % n)
            check('again%d.db' % n)
            c.close()
        for f in glob.glob('live*') + glob.glob('copy*'): os.remove(f)
        """

    @Test("show what SQLite shows: a write-ahead log that is whole, cut short, changed, or begun anew")
    func writeAheadLog() throws {
        guard let folder = try SQLiteOracle.folder(Self.writeAheadLogs) else { return }
        #expect(folder.databases.count == 16)
        for name in folder.databases {
            let rows = SQLiteOracle.rows(try folder.file(name))
            let live = rows.filter { $0.state == .live }
            #expect(try live.map { SQLiteOracle.line($0) }.sorted() == folder.lines(name + ".dump").sorted(), "\(name)")
            let liveLines = Set(live.map { SQLiteOracle.line($0, withRowid: false) })
            let others = rows.filter { $0.state != .live }.map { SQLiteOracle.line($0, withRowid: false) }
            #expect(liveLines.isDisjoint(with: others), "\(name)")
            // Rows were deleted and changed, so there is something in the log or the file that is not live.
            if name.hasPrefix("whole") { #expect(!others.isEmpty, "\(name)") }
            if name.hasPrefix("again") { #expect(rows.contains { $0.state == .wal }, "\(name)") }
        }
    }

    @Test("give back a message that was written and deleted before the log was worked in")
    func onlyInLog() throws {
        let script = """
            c = sqlite3.connect('live', isolation_level=None)
            c.execute('pragma journal_mode=wal')
            c.execute('create table m (id integer primary key, role text, content text)')
            c.execute("insert into m values (1, 'user', 'stays')")
            c.execute('pragma wal_checkpoint')
            c.execute("insert into m values (2, 'user', 'came and went')")
            c.execute('pragma secure_delete=1')
            c.execute('delete from m where id = 2')
            c.execute("begin")
            c.execute("insert into m values (3, 'user', 'never committed')")
            put('live', 'a.db')
            c.execute('rollback')
            """
        guard let folder = try SQLiteOracle.folder(script) else { return }
        var units: [TextUnit] = []
        Extraction { units.append($0) }.readSQLite(try folder.file("a.db"))
        #expect(units.filter { $0.text == Array("stays".utf8) }.map(\.state) == [.live])
        let gone = units.filter { $0.text == Array("came and went".utf8) }
        #expect(gone.map(\.state) == [.wal] && gone.first?.role == "user" && gone.first?.field == "m.content")
    }

    private static let rollbackJournals = """
        import glob
        def fill(c):
            c.execute('create table m (id integer primary key, role text, content text)')
            c.execute('begin')
            for r in range(200): c.execute('insert into m values (null, ?, ?)', ('user', 'message number %d ' % r * random.randrange(1, 40)))
            c.execute('commit')

        for n, size in enumerate([512, 4096]):
            # A transaction that goes on, and has written to the file already.
            for f in glob.glob('live*'): os.remove(f)
            c = sqlite3.connect('live', isolation_level=None)
            c.execute('pragma page_size=%d' % size)
            c.execute('pragma secure_delete=1')
            fill(c)
            c.execute('pragma cache_size=2')
            c.execute('pragma cache_spill=1')
            c.execute('begin')
            c.execute("update m set content = 'now ' || id where id % 2 = 0")
            c.execute('delete from m where id % 5 = 0')
            for r in range(200): c.execute('insert into m values (null, ?, ?)', ('user', 'new number %d ' % r * 9))
            name = 'hot%d.db' % n
            put('live', name)
            put(name, 'copy')
            dump('copy', name + '.dump')
            c.execute('rollback')
            c.close()
            # One that has ended, with its journal kept.
            for f in glob.glob('live*') + glob.glob('copy*'): os.remove(f)
            c = sqlite3.connect('live', isolation_level=None)
            c.execute('pragma page_size=%d' % size)
            c.execute('pragma journal_mode=persist')
            c.execute('pragma secure_delete=1')
            fill(c)
            c.execute('delete from m where id % 5 = 0')
            name = 'kept%d.db' % n
            put('live', name)
            put(name, 'copy')
            dump('copy', name + '.dump')
            c.close()
        for f in glob.glob('live*') + glob.glob('copy*'): os.remove(f)
        """

    @Test("show what SQLite shows, with a rollback journal of a transaction that goes on or has ended")
    func rollbackJournal() throws {
        guard let folder = try SQLiteOracle.folder(Self.rollbackJournals) else { return }
        #expect(folder.databases.count == 4)
        for name in folder.databases {
            let rows = SQLiteOracle.rows(try folder.file(name))
            let live = rows.filter { $0.state == .live }
            #expect(try live.map { SQLiteOracle.line($0) }.sorted() == folder.lines(name + ".dump").sorted(), "\(name)")
            let liveLines = Set(live.map { SQLiteOracle.line($0, withRowid: false) })
            let others = rows.filter { $0.state != .live }
            #expect(liveLines.isDisjoint(with: others.map { SQLiteOracle.line($0, withRowid: false) }), "\(name)")
            // What the transaction deleted is wiped in the file and whole in the journal.
            let numbers = Set(others.compactMap(\.rowid))
            if name.hasPrefix("kept") {
                #expect(stride(from: 5, through: 200, by: 5).allSatisfy { numbers.contains(Int64($0)) }, "\(name)")
            }
        }
    }

    @Test("are read while a program writes on: no row is made up, none that stays is missed")
    func concurrentWriter() throws {
        // The log begins anew between the reading of its frames and the reading of its pages.
        let script = """
            c = sqlite3.connect('live', isolation_level=None)
            c.execute('pragma journal_mode=wal')
            c.execute('pragma wal_autocheckpoint=0')
            c.execute('create table m (id integer primary key, content text)')
            for r in range(200): c.execute('insert into m values (null, ?)', ('message number %d ' % r * 30,))
            put('live', 'before.db')
            c.execute('pragma wal_checkpoint(restart)')
            for r in range(20): c.execute('insert into m values (null, ?)', ('later number %d ' % r * 30,))
            put('live', 'after.db')
            """
        guard let folder = try SQLiteOracle.folder(script) else { return }
        let (before, after) = (try folder.file("before.db"), try folder.file("after.db"))
        let (log, newLog) = (try #require(before.sibling("before.db-wal")), try #require(after.sibling("after.db-wal")))
        var asked = 0
        let changing = ByteSource(count: log.count) { (offset, room) throws(InputError) in
            asked += 1
            return try (asked <= 300 ? log : newLog).read(into: &room, at: offset)
        }
        let file = FileInput(name: "x", bytes: after.bytes) { $0 == "x-wal" ? changing : nil }
        let live = Set(SQLiteOracle.rows(file).filter { $0.state == .live }.compactMap(\.rowid))
        #expect(asked > 300)
        #expect((1...200).allSatisfy { live.contains(Int64($0)) })
    }
}
