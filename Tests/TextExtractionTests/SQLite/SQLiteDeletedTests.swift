import Foundation
import Testing

@testable import TextExtraction

@Suite("The deleted rows of a database")
struct SQLiteDeletedTests {
    /// Random rows come and go; what ever was is written down, to be held against what is called deleted.
    private static let script = """
        def word(most=30):
            return ''.join(random.choice('abcdefgh äöüxyz') for _ in range(random.randrange(1, most)))

        schemas = [
            ('a integer primary key, role text not null, content text, created datetime', lambda: (None, random.choice(['user', 'assistant']), word(300), '2024-01-%02d' % random.randrange(1, 31))),
            ('id text primary key not null, n int, x real, data blob', lambda: (word() + str(random.random()), random.getrandbits(40), random.random() * 1e6, os.urandom(random.randrange(200)))),
            ('a int not null, b int, c real', lambda: (random.getrandbits(20), random.getrandbits(33), random.random())),
            ('a integer primary key, b text, c text, d text, e text', lambda: (None, word(), None, word(2000), word())),
        ]
        for n in range(8):
            name = '%d.db' % n
            c = sqlite3.connect(name, isolation_level=None)
            c.execute('pragma page_size=%d' % random.choice([512, 1024, 4096, 16384]))
            c.execute("pragma encoding='%s'" % random.choice(['UTF-8', 'UTF-8', 'UTF-16le', 'UTF-16be']))
            c.execute('pragma secure_delete=%d' % (n == 7))
            c.execute('pragma auto_vacuum=%d' % random.randrange(3))
            ever = []
            tables = random.sample(range(len(schemas)), 2)
            c.execute('begin')
            for t in tables: c.execute('create table t%d (%s)' % (t, schemas[t][0]))
            for step in range(random.choice([3, 80, 160])):
                t = random.choice(tables)
                if step % 7 == 6:
                    c.execute('delete from t%d where rowid %% 11 = ?' % t, (random.randrange(11),))
                    continue
                row = schemas[t][1]()
                c.execute('insert into t%d values (%s)' % (t, ','.join('?' * len(row))), row)
                row = c.execute('select * from t%d where rowid = last_insert_rowid()' % t).fetchone()
                kinds = {int: 'integer', float: 'real', str: 'text', bytes: 'blob', type(None): 'null'}
                values = [text(kinds[type(v)], v.encode() if type(v) is str else v) for v in row]
                ever.append('|'.join(['t%d' % t, '-'] + values))
            if n == 6: c.execute('delete from t%d' % tables[0])
            if n == 5: c.execute('drop table t%d' % tables[0])
            c.execute('commit')
            c.close()
            open(name + '.ever', 'w').write('\\n'.join(ever))
            dump(name, name + '.dump')
        """

    @Test("are rows that were, and no live ones; wiped ones are not made up", arguments: 0..<2)
    func generated(seed: Int) throws {
        guard let folder = try SQLiteOracle.folder(Self.script, seed: seed) else { return }
        var (reported, wrong) = (0, 0)
        for name in folder.databases {
            let ever = try folder.lines(name + ".ever").map(fields)
            let everLines = Set(ever.map { $0.joined(separator: "|") })
            let live = Set(try folder.lines(name + ".dump").map { fields($0).dropFirst(2).joined(separator: "|") })
            let rows = SQLiteOracle.rows(try folder.file(name)).filter { $0.state != .live }
            // Wiped rows are gone, save copies that were left when a page was divided.
            if name == "7.db" { #expect(rows.count <= 3) }
            for row in rows {
                reported += 1
                let line = fields(SQLiteOracle.line(row, withRowid: false))
                let was =
                    everLines.contains(line.joined(separator: "|"))
                    || ever.contains { other in
                        other.count == line.count && zip(other, line).dropFirst(2).allSatisfy { $0 == $1 || $1 == "?" }
                    }
                if !was {
                    wrong += 1
                    print(seed, name, "never was:", SQLiteOracle.line(row).prefix(300), row.page, row.offset)
                }
                let values = line.dropFirst(2).joined(separator: "|")
                #expect(!live.contains(values), "\(name): a live row: \(values.prefix(200))")
            }
        }
        print("seed \(seed): \(reported) reported as deleted, \(wrong) that never were")
        #expect(reported > 5)
        #expect(wrong <= 2 + reported * 3 / 100)
    }

    private func fields(_ line: String) -> [String] {
        line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("come back after a message, a table or all messages were deleted")
    func comeBack() throws {
        let script = """
            for name, end in [('row', 'delete from m where id = 50'), ('all', 'delete from m'), ('table', 'drop table m')]:
                c = sqlite3.connect(name + '.db', isolation_level=None)
                c.execute('pragma secure_delete=0')
                c.execute('create table n (a, b)')
                c.execute('create table m (id integer primary key, role text, content text)')
                for r in range(1, 100): c.execute('insert into m values (?, ?, ?)', (r, 'user', 'the planted prompt %d ' % r * (400 if r == 70 else 3)))
                c.execute(end)
                c.close()
            """
        guard let folder = try SQLiteOracle.folder(script) else { return }
        for (name, number) in [("row", 50), ("all", 70), ("all", 3), ("table", 70), ("table", 99)] {
            var units: [TextUnit] = []
            Extraction { units.append($0) }.readSQLite(try folder.file("\(name).db"))
            let text = String(repeating: "the planted prompt \(number) ", count: number == 70 ? 400 : 3)
            let found = units.filter { $0.text == Array(text.utf8) }
            #expect(found.map(\.state) == [.deleted], "\(name) \(number)")
            #expect(found.first?.field == "m.content" && found.first?.role == "user", "\(name) \(number)")
        }
    }
}
