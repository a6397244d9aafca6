import Foundation
import TestSupport
import Testing
import TextExtraction

/// Databases that SQLite itself makes, through Python, with what it says is in them.
enum SQLiteOracle {
    /// A folder of databases, removed with its owner.
    final class Folder {
        let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: "sqlite-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        /// A database of the folder, with the files beside it.
        func file(_ name: String) throws -> FileInput {
            let folder = url
            let bytes = try Data(contentsOf: folder.appending(path: name))
            return FileInput(name: name, bytes: ByteSource(Array(bytes))) { sibling in
                (try? Data(contentsOf: folder.appending(path: sibling))).map { ByteSource(Array($0)) }
            }
        }

        /// What the script wrote down about a database: its rows as lines.
        func lines(_ name: String) throws -> [String] {
            try String(contentsOf: url.appending(path: name), encoding: .utf8).split(separator: "\n").map(String.init)
        }

        var databases: [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).filter { $0.hasSuffix(".db") }
                .sorted()
        }
    }

    /// Runs a script of Python in a new folder; nothing, and a line that says so, where there is no Python.
    ///
    /// It finds `dump(database, file)`, which writes down all rows that SQLite shows, and `put(database)`, which copies a
    /// database with its logs as they are into the folder.
    static func folder(_ script: String, seed: Int = 0) throws -> Folder? {
        guard PythonOracle.canImport("sqlite3") else { return nil }
        let folder = try Folder()
        guard PythonOracle.run(prelude + script, input: "\(folder.url.path)\n\(seed)\n") != nil else {
            Issue.record("the script of the test failed")
            return nil
        }
        return folder
    }

    /// A row as a line: its table, its number, its values with their types.
    static func line(_ row: SQLiteRow, withRowid: Bool = true) -> String {
        let values = row.values.map { text($0.value) }
        let name = row.table.replacingOccurrences(of: "\n", with: " ")
        return "\(name)|\(withRowid ? row.rowid.map { "\($0)" } ?? "-" : "-")|\(values.joined(separator: "|"))"
    }

    private static func text(_ value: SQLiteValue) -> String {
        switch value {
        case .null: "n"
        case .integer(let whole): "i\(whole)"
        case .real(let number): "r\(String(number.bitPattern, radix: 16))"
        case .text(let text): "t\(hexadecimal(text))"
        case .blob(let blob): "b\(hexadecimal(blob))"
        case .lost: "?"
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// All rows of a database, save those of the schema.
    static func rows(_ file: FileInput) -> [SQLiteRow] {
        var rows: [SQLiteRow] = []
        SQLiteRows { row in
            if row.table != "sqlite_schema" { rows.append(row) }
            return true
        }.read(file)
        return rows
    }

    private static let prelude = """
        import sqlite3, struct, os, random, shutil, sys
        folder = sys.stdin.readline().strip()
        random.seed(int(sys.stdin.readline()))
        os.chdir(folder)

        def text(kind, value):
            if kind == 'null': return 'n'
            if kind == 'integer': return 'i%d' % value
            if kind == 'real': return 'r%x' % struct.unpack('>Q', struct.pack('>d', value))
            return kind[0] + bytes(value).hex()

        def quoted(name): return '"' + name.replace('"', '""') + '"'

        def dump(database, file):
            c = sqlite3.connect(database)
            c.text_factory = bytes
            out = []
            names = c.execute("select name, sql from sqlite_master where type='table' and rootpage > 0").fetchall()
            for name, sql in names:
                name = name.decode()
                info = c.execute('pragma table_xinfo(%s)' % quoted(name)).fetchall()
                columns = [r[1].decode() for r in info if r[6] in (0, 3)]
                rowid = b'without rowid' not in sql.lower()
                parts = ', '.join('typeof(%s), %s' % (quoted(x), quoted(x)) for x in columns)
                for row in c.execute('select %s, %s from %s' % ('rowid' if rowid else '0', parts, quoted(name))):
                    values = [text(row[i].decode(), row[i + 1]) for i in range(1, len(row), 2)]
                    out.append('|'.join([name.replace('\\n', ' '), str(row[0]) if rowid else '-'] + values))
            c.close()
            with open(file, 'w') as f: f.write('\\n'.join(out))

        def put(database, name=None):
            for end in ('', '-wal', '-journal'):
                if os.path.exists(database + end): shutil.copy(database + end, (name or os.path.basename(database)) + end)


        """
}
