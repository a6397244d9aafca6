import AuditStore
import Foundation
import GRDB
import Glibc
import Testing

@Suite("The store of what was clean")
final class StoreTests {
    private let root: String
    private var folder: String { root + "/state/earshot" }
    private var path: String { folder + "/" + AuditStore.fileName }

    init() throws {
        var template = Array("/tmp/store-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        root = String(cString: made)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    private func store(regime: UInt64 = 7) throws -> AuditStore {
        try AuditStore(in: folder) { _ in regime }
    }

    private func kind(_ body: () throws -> AuditStore) -> StoreError.Kind? {
        do {
            _ = try body()
            return nil
        } catch let error as StoreError {
            return error.kind
        } catch {
            return nil
        }
    }

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        lstat(path, &status)
        return status.st_mode & 0o7777
    }

    @Test("folder and file are closed to everybody but their owner, whatever the mask is")
    func modes() throws {
        let mask = umask(0)
        defer { umask(mask) }
        let opened = try store()
        #expect(mode(folder) == 0o700)
        #expect(mode(path) == 0o600)
        chmod(path, 0o644)
        chmod(folder, 0o755)
        _ = opened
        _ = try store()
        #expect(mode(folder) == 0o700)
        #expect(mode(path) == 0o600)
    }

    @Test("what was kept is there again; another regime and another folder know nothing of it")
    func keeping() throws {
        let numbers: [UInt64] = [0, 1, 1 << 63, .max]
        let first = try store()
        first.keep(numbers, device: .max, inode: 3)
        first.flush()
        let key = first.key
        let again = try store()
        #expect(again.key == key)
        #expect(again.numbers(device: .max, inode: 3) == numbers)
        #expect(again.numbers(device: 1, inode: 3).isEmpty)
        #expect(try store(regime: 8).numbers(device: .max, inode: 3).isEmpty)
        again.keep([], device: .max, inode: 3)
        again.flush()
        #expect(try store().numbers(device: .max, inode: 3).isEmpty)
        #expect(again.problem == nil)
    }

    @Test("large numbers of folders are written as they come")
    func many() throws {
        let opened = try store()
        for inode in 0..<30_000 as Range<UInt64> { opened.keep([inode, inode + 1], device: 1, inode: inode) }
        // More than one batch has been written by now.
        let count = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM clean") }
        #expect((count ?? 0) > 10_000)
        opened.flush()
        #expect(try store().numbers(device: 1, inode: 29_999) == [29_999, 30_000])
    }

    @Test("of many regimes the last few stay")
    func regimes() throws {
        for regime in 0..<10 as Range<UInt64> {
            let opened = try store(regime: regime)
            opened.keep([regime], device: 1, inode: 1)
            opened.flush()
        }
        let count = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM clean") }
        #expect(count == 4)
        #expect(try store(regime: 9).numbers(device: 1, inode: 1) == [9])
    }

    @Test("how large a tree was is kept")
    func totals() throws {
        let opened = try store()
        #expect(opened.totals(device: 1, inode: 2) == nil)
        opened.keepTotals(files: 12, bytes: 34, device: 1, inode: 2)
        #expect(try store().totals(device: 1, inode: 2) ?? (0, 0) == (12, 34))
    }

    @Test("a file that is no store, or cut short, is told and not written")
    func damaged() throws {
        _ = try store()
        let bytes = try Data(contentsOf: URL(filePath: path))
        for text in [
            Data("not a database at all, but long enough to have a header of its own".utf8) + bytes,
            bytes.prefix(5_000),
        ] {
            try text.write(to: URL(filePath: path))
            #expect(kind { try store() } == .damaged)
            #expect(try Data(contentsOf: URL(filePath: path)) == text)
        }
        var flipped = bytes
        for offset in 100..<flipped.count { flipped[offset] = 0xA5 }
        try flipped.write(to: URL(filePath: path))
        #expect(kind { try store() } != nil)
    }

    @Test("somebody else's database and a later version's are told and left alone")
    func foreign() throws {
        _ = try store()
        try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 9") }
        #expect(kind { try store() } == .later)
        try FileManager.default.removeItem(atPath: path)
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE mine (a)") }
        #expect(kind { try store() } == .damaged)
        let tables = try DatabaseQueue(path: path).read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_master")
        }
        #expect(tables == ["mine"])
    }

    @Test("a store that another program writes in is told, and what is clean is still known")
    func locked() throws {
        let first = try store()
        first.keep([5], device: 1, inode: 1)
        first.flush()
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            #expect(first.numbers(device: 1, inode: 1) == [5])
            first.keep([6], device: 1, inode: 1)
            first.flush()
            #expect(first.problem?.kind == .locked)
            #expect(kind { try store() } == .locked)
            try database.execute(sql: "ROLLBACK")
        }
        #expect(try store().numbers(device: 1, inode: 1) == [5])
    }

    @Test("links and files with a second name are never written through")
    func links() throws {
        _ = try store()
        try FileManager.default.removeItem(atPath: path)
        symlink(root + "/elsewhere", path)
        #expect(kind { try store() } == .notOwn)
        #expect(!FileManager.default.fileExists(atPath: root + "/elsewhere"))
        unlink(path)
        try Data("other".utf8).write(to: URL(filePath: root + "/precious"))
        link(root + "/precious", path)
        #expect(kind { try store() } == .notOwn)
        #expect(try String(contentsOfFile: root + "/precious", encoding: .utf8) == "other")
    }

    @Test("needs root: nothing is made in another user's home")
    func othersHome() throws {
        guard geteuid() == 0 else { return print("skipped: giving files away needs root") }
        let home = root + "/home"
        mkdir(home, 0o755)
        chown(home, 65_534, 65_534)
        #expect(kind { try AuditStore(in: home + "/.local/state/earshot") { _ in 1 } } == .notOwn)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home).isEmpty)
    }

    @Test("needs root: a store on a disk that can't be written is still asked")
    func readOnly() throws {
        guard geteuid() == 0 else { return print("skipped: mounting needs root") }
        let first = try store()
        first.keep([5], device: 1, inode: 1)
        first.flush()
        let bind = 4_096 as UInt, readOnlyRemount = 1 | 32 | 4_096 as UInt
        guard mount(folder, folder, nil, bind, nil) == 0 else {
            return print("skipped: mounting is not permitted here")
        }
        defer { umount2(folder, CInt(MNT_DETACH)) }
        #expect(mount(folder, folder, nil, readOnlyRemount, nil) == 0)
        let second = try store()
        #expect(second.numbers(device: 1, inode: 1) == [5])
        #expect(second.problem?.kind == .readOnly)
        second.keep([6], device: 1, inode: 1)
        second.flush()
        #expect(second.numbers(device: 1, inode: 1) == [5])
    }

    @Test("no path, name or content is ever in the file: its tables hold numbers alone")
    func numbersAlone() throws {
        _ = try store()
        let columns = try DatabaseQueue(path: path).read { database in
            try String.fetchAll(
                database,
                sql: "SELECT DISTINCT c.type FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'")
        }
        #expect(Set(columns) == ["INTEGER", "BLOB"])
    }
}
