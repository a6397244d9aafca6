internal import Foundation
internal import GRDB

/// The tables of the store, and every statement that is sent to them.
enum StoreSchema {
    /// Says whose file it is; SQLite keeps it in the header.
    private static let application: Int32 = 0x4561_7273
    /// The version of the tables.
    private static let version: Int32 = 1
    /// How many regimes are kept; those used longest ago go first.
    private static let regimeLimit = 4
    /// How large the store grows before it is begun anew, in bytes.
    private static let sizeLimit: Int64 = 1 << 30

    /// Makes the tables of a new file, and checks those of an old one.
    static func prepare(_ database: Database) throws {
        let found = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        if found == 0, application == 0, try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 {
            try make(database)
            return
        }
        guard application == Self.application, found > 0 else { throw StoreError(.damaged) }
        guard found <= version else { throw StoreError(.later) }
        let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        if pages.multipliedReportingOverflow(by: pageSize).partialValue > sizeLimit {
            try database.execute(sql: "DELETE FROM clean")
        }
    }

    private static func make(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE secret (low INTEGER NOT NULL, high INTEGER NOT NULL);
                CREATE TABLE regime (id INTEGER PRIMARY KEY, used INTEGER NOT NULL);
                CREATE TABLE clean (
                    regime INTEGER NOT NULL, device INTEGER NOT NULL, folder INTEGER NOT NULL, files BLOB NOT NULL,
                    PRIMARY KEY (regime, device, folder)
                ) WITHOUT ROWID;
                CREATE TABLE tree (
                    device INTEGER NOT NULL, folder INTEGER NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
                    PRIMARY KEY (device, folder)
                ) WITHOUT ROWID;
                PRAGMA user_version = \(version);
                PRAGMA application_id = \(application);
                """)
        try database.execute(
            sql: "INSERT INTO secret VALUES (?, ?)",
            arguments: [Int64.random(in: .min ... .max), Int64.random(in: .min ... .max)])
    }

    /// The key of all hashes.
    static func key(_ database: Database) throws -> (low: UInt64, high: UInt64) {
        guard let row = try Row.fetchOne(database, sql: "SELECT low, high FROM secret"),
            let low = Int64.fromDatabaseValue(row[0]), let high = Int64.fromDatabaseValue(row[1])
        else { throw StoreError(.damaged) }
        return (UInt64(bitPattern: low), UInt64(bitPattern: high))
    }

    /// Notes that a regime is in use, and lets go of those that have not been for long.
    static func use(_ regime: UInt64, _ database: Database) throws {
        let (id, now) = (Int64(bitPattern: regime), Int64(Date.now.timeIntervalSince1970))
        try database.execute(sql: "INSERT OR REPLACE INTO regime VALUES (?, ?)", arguments: [id, now])
        let old = try Int64.fetchAll(
            database, sql: "SELECT id FROM regime WHERE id <> ? ORDER BY used DESC LIMIT -1 OFFSET ?",
            arguments: [id, regimeLimit - 1])
        for id in old {
            try database.execute(sql: "DELETE FROM clean WHERE regime = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM regime WHERE id = ?", arguments: [id])
        }
    }

    /// The numbers that are kept of a folder.
    static func numbers(
        _ database: Database, _ regime: UInt64, _ device: UInt64, _ inode: UInt64
    ) throws -> [UInt64] {
        let statement = try database.cachedStatement(
            sql: "SELECT files FROM clean WHERE regime = ? AND device = ? AND folder = ?")
        let arguments = [regime, device, inode].map { Int64(bitPattern: $0) }
        guard let data = try Data.fetchOne(statement, arguments: StatementArguments(arguments)) else { return [] }
        return unsafe data.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map { index in
                UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
        }
    }

    /// Keeps the numbers of a folder; without any, the folder is forgotten.
    static func keep(
        _ database: Database, _ regime: UInt64, _ device: UInt64, _ inode: UInt64, _ numbers: [UInt64]
    ) throws {
        let folder = [regime, device, inode].map { Int64(bitPattern: $0) }
        guard !numbers.isEmpty else {
            try database.cachedStatement(sql: "DELETE FROM clean WHERE regime = ? AND device = ? AND folder = ?")
                .execute(arguments: StatementArguments(folder))
            return
        }
        let bytes = numbers.map(\.littleEndian)
        let data = unsafe bytes.withUnsafeBytes { unsafe Data($0) }
        let values: [any DatabaseValueConvertible] = folder + [data]
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO clean VALUES (?, ?, ?, ?)")
            .execute(arguments: StatementArguments(values))
    }

    static func totals(
        _ database: Database, _ device: UInt64, _ inode: UInt64
    ) throws -> (files: Int64, bytes: Int64)? {
        let row = try Row.fetchOne(
            database, sql: "SELECT files, bytes FROM tree WHERE device = ? AND folder = ?",
            arguments: [Int64(bitPattern: device), Int64(bitPattern: inode)])
        guard let row, let files = Int64.fromDatabaseValue(row[0]), let bytes = Int64.fromDatabaseValue(row[1]) else {
            return nil
        }
        return (files, bytes)
    }

    static func keepTotals(
        _ database: Database, _ device: UInt64, _ inode: UInt64, _ files: Int64, _ bytes: Int64
    ) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO tree VALUES (?, ?, ?, ?)",
            arguments: [Int64(bitPattern: device), Int64(bitPattern: inode), files, bytes])
    }
}
