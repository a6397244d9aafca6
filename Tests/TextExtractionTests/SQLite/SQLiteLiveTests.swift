import Foundation
import Testing

@testable import TextExtraction

@Suite("The live rows of a database")
struct SQLiteLiveTests {
    @Test("are those that SQLite shows, whatever the schema, page size and encoding", arguments: 0..<2)
    func generated(seed: Int) throws {
        guard let folder = try SQLiteOracle.folder(Self.script, seed: seed) else { return }
        #expect(folder.databases.count == 12)
        for name in folder.databases {
            let rows = SQLiteOracle.rows(try folder.file(name))
            let live = rows.filter { $0.state == .live }.map { SQLiteOracle.line($0) }
            let expected = try folder.lines(name + ".dump")
            #expect(live.count == expected.count, "\(name)")
            let missing = Set(expected).subtracting(live)
            #expect(missing.isEmpty, "\(name): \(missing.first?.prefix(200) ?? "")")
            // What is called deleted is no row that is there.
            let lines = Set(rows.filter { $0.state != .live }.map { SQLiteOracle.line($0, withRowid: false) })
            let liveLines = Set(rows.filter { $0.state == .live }.map { SQLiteOracle.line($0, withRowid: false) })
            #expect(lines.isDisjoint(with: liveLines), "\(name)")
        }
    }

    @Test("of the forensic corpus are those that SQLite shows")
    func corpus() throws {
        let folder = ForensicCorpusTests.folder
        guard FileManager.default.fileExists(atPath: folder.path) else {
            return print("skipped the forensic corpus: it is not at \(folder.path)")
        }
        let script = """
            import glob
            for f in glob.glob('\(folder.path)/*/*.db'):
                name = os.path.basename(f)
                shutil.copy(f, name)
                os.chmod(name, 0o600)
                shutil.copy(name, 'x')
                dump('x', name + '.dump')
            """
        guard let copies = try SQLiteOracle.folder(script) else { return }
        #expect(copies.databases.count == 77)
        for name in copies.databases {
            let rows = SQLiteOracle.rows(try copies.file(name)).filter { $0.state == .live }
            #expect(try rows.map { SQLiteOracle.line($0) }.sorted() == copies.lines(name + ".dump").sorted(), "\(name)")
        }
    }

    @Test("give their texts with place, field and speaker, the long ones in pieces")
    func texts() throws {
        let script = """
            c = sqlite3.connect('a.db')
            c.execute('create table messages (id integer primary key, role text, content text, extra blob)')
            c.execute("insert into messages values (7, 'user', 'What is my IBAN?', ?)", (b'{"a": "b"}',))
            c.execute("insert into messages values (8, 'assistant', ?, ?)", ('é' * 1500000, 'wide'.encode('utf-16-le') * 9))
            c.execute("insert into messages values (9, 'system', ?, null)", ('x' * 18000000,))
            c.commit()
            """
        guard let folder = try SQLiteOracle.folder(script) else { return }
        var units: [TextUnit] = []
        let extraction = Extraction { units.append($0) }
        extraction.readSQLite(try folder.file("a.db"))
        let question = try #require(units.first { $0.locator == "messages.content rowid 7" })
        #expect(String(decoding: question.text, as: UTF8.self) == "What is my IBAN?")
        #expect(question.field == "messages.content" && question.role == "user" && question.state == .live)
        let answer = units.filter { $0.field == "messages.content" && $0.locator.contains("rowid 8") }
        #expect(answer.count == 3 && answer.allSatisfy { $0.text.count <= 1 << 20 && $0.role == "assistant" })
        #expect(answer.flatMap(\.text) == Array(String(repeating: "é", count: 1_500_000).utf8))
        #expect(
            units.contains {
                $0.field == "messages.extra" && $0.text == Array(String(repeating: "wide", count: 9).utf8)
            })
        let long = units.filter { $0.locator.hasPrefix("messages.content rowid 9") }
        #expect(long.reduce(0) { $0 + $1.text.count } == 18_000_000)
        #expect(long.allSatisfy { $0.text.count <= 1 << 20 })
    }

    private static let script = """
        sizes = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]
        encodings = ['UTF-8', 'UTF-16le', 'UTF-16be']
        types = ['INTEGER', 'TEXT', 'REAL', 'BLOB', 'NUMERIC', '', 'VARCHAR(20)', 'DATETIME', 'INT UNSIGNED', 'DOUBLE PRECISION']

        def word(most=40):
            return ''.join(random.choice('abcdefgh äöü中文🙂xyz') for _ in range(random.randrange(most)))

        def value():
            k = random.randrange(10)
            if k == 0: return None
            if k <= 3: return random.choice([0, 1, -1, 127, 128, -129, 40000, 2**31, 2**47, -2**47, 2**62]) + random.randrange(3)
            if k == 4: return random.choice([0.5, 1e300, -3.25, 7.0])
            if k == 5: return os.urandom(random.randrange(30))
            if k == 6: return word(random.choice([40, 3000]))
            return word()

        for n in range(12):
            name = '%02d.db' % n
            c = sqlite3.connect(name, isolation_level=None)
            c.execute('pragma page_size=%d' % sizes[(n + random.randrange(8)) % 8])
            c.execute("pragma encoding='%s'" % encodings[n % 3])
            c.execute('pragma auto_vacuum=%d' % random.randrange(3))
            c.execute('pragma secure_delete=%d' % random.randrange(2))
            if n % 4 == 0: c.execute('pragma journal_mode=wal')
            c.execute('begin')
            tables = []
            for t in range(random.randrange(1, 5)):
                count = random.randrange(1, 9)
                odd = random.choice(['t%d', 'weird "%d', "it's%d", 'select%d', 'a b%d', 'Ünï%d']) % t
                columns, without = [], random.randrange(4) == 0
                for i in range(count):
                    kind = random.choice(types)
                    column = random.choice(['"c%d"', '[c%d]', '`c%d`', 'c%d', '"order, (%d"']) % i
                    extra = random.choice(['', '', '', ' NOT NULL DEFAULT 5', " DEFAULT 'x, y'", ' CHECK (1 = 1)', ' /* , */', ' COLLATE NOCASE'])
                    columns.append(column + ' ' + kind + extra)
                if without:
                    columns.append('k INTEGER, k2 TEXT, PRIMARY KEY (k2 DESC, k)')
                elif random.randrange(2):
                    columns.insert(random.randrange(len(columns) + 1), random.choice(['pk INTEGER PRIMARY KEY', 'pk INTEGER PRIMARY KEY AUTOINCREMENT', 'pk integer primary key desc']))
                if random.randrange(3) == 0:
                    columns.insert(0, 'g GENERATED ALWAYS AS (1 + 1) ' + random.choice(['VIRTUAL', 'STORED']))
                c.execute('create table %s (%s)%s' % (quoted(odd), ', -- a comment, (\\n '.join(columns), ' WITHOUT ROWID' if without else ''))
                tables.append((odd, without))
            for odd, without in tables:
                info = [r for r in c.execute('pragma table_xinfo(%s)' % quoted(odd)) if r[6] == 0]
                for r in range(random.choice([0, 3, 50, 400])):
                    row = [None if i[1] == 'pk' else (r if i[1] == 'k' else word(9) + str(r) if i[1] == 'k2' else (value() if not i[3] else word())) for i in info]
                    c.execute('insert into %s (%s) values (%s)' % (quoted(odd), ', '.join(quoted(i[1]) for i in info), ', '.join('?' * len(info))), row)
                if random.randrange(2): c.execute('create index %s on %s (%s)' % (quoted('i' + odd), quoted(odd), quoted(info[0][1])))
                if not without and random.randrange(2): c.execute('delete from %s where rowid %% 3 = 1' % quoted(odd))
                if random.randrange(3) == 0:
                    c.execute("alter table %s add column added TEXT DEFAULT 'later'" % quoted(odd))
                    c.execute("alter table %s add column added2 REAL DEFAULT -2" % quoted(odd))
            if n % 5 == 0:
                c.execute('create virtual table f using fts5(title, body)')
                for r in range(20): c.execute('insert into f values (?, ?)', (word(), word()))
            if random.randrange(4) == 0: c.execute('drop table %s' % quoted(tables[0][0]))
            c.execute('commit')
            c.execute('pragma wal_checkpoint')
            c.close()
            dump(name, name + '.dump')
        """
}
