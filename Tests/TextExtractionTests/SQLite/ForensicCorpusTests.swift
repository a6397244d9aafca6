import Foundation
import Testing

@testable import TextExtraction

/// The corpus of Nemetz, Schmitt and Freiling ("A standardized corpus for SQLite database forensics", version 1.0).
///
/// How it is counted. A row counts as to be found when its key marks it as deleted, or its table, and its bytes are still in
/// the file, which a search for the values' bytes decides without the reader (`ForensicRemains`): the keys also list rows
/// that later ones overwrote. A row is found when a row of the same table with the same values is reported as deleted; of a
/// table whose statement is overwritten (0B) the name is nowhere, so the row may be given to another one.
/// Precision counts every row that is reported as deleted: right when it agrees with a row of the key that is deleted (in
/// all values that are not lost), wrong otherwise; one that agrees with a live row in all values is counted apart.
@Suite("The forensic corpus")
struct ForensicCorpusTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/corpora/sqlite-forensic-v1/sqlite_forensic_corpus_v1.0").standardized
    private static let isThere = FileManager.default.fileExists(atPath: folder.path)

    struct Count {
        var (deleted, remaining, found, reported, partial, wrong, live) = (0, 0, 0, 0, 0, 0, 0)
        var (liveKeys, liveFound) = (0, 0)

        static func += (sum: inout Count, other: Count) {
            sum.deleted += other.deleted
            sum.remaining += other.remaining
            sum.found += other.found
            sum.reported += other.reported
            sum.partial += other.partial
            sum.wrong += other.wrong
            sum.live += other.live
            sum.liveKeys += other.liveKeys
            sum.liveFound += other.liveFound
        }
    }

    @Test("gives back its deleted rows, and calls no live row deleted")
    func recovered() throws {
        guard Self.isThere else { return print("skipped the forensic corpus: it is not at \(Self.folder.path)") }
        var (sum, folders) = (Count(), [String: Count]())
        let all = FileManager.default.enumerator(at: Self.folder, includingPropertiesForKeys: nil)
        for case let file as URL in all ?? FileManager.DirectoryEnumerator() where file.pathExtension == "db" {
            let count = try self.count(file)
            folders[file.deletingLastPathComponent().lastPathComponent, default: Count()] += count
            sum += count
        }
        print(
            "folder: in the keys as deleted / still in the file / found / reported / partial / wrong / live; live found of"
        )
        for (folder, count) in folders.sorted(by: { $0.key < $1.key }) + [("all", sum)] {
            print(
                "\(folder): \(count.deleted) / \(count.remaining) / \(count.found) / \(count.reported) /",
                "\(count.partial) / \(count.wrong) / \(count.live); \(count.liveFound) of \(count.liveKeys)")
        }
        let recall = Double(sum.found) / Double(sum.remaining)
        let precision = Double(sum.reported - sum.wrong) / Double(sum.reported)
        print("recall \(recall), precision \(precision), of all keys \(Double(sum.found) / Double(sum.deleted))")
        #expect(sum.remaining > 100)
        #expect(recall >= 0.90)
        #expect(precision >= 0.97)
        #expect(sum.live == 0)
    }

    private func count(_ file: URL) throws -> Count {
        let data = try Data(contentsOf: file)
        var key = ForensicKey(
            xml: String(
                decoding: try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("xml")),
                as: UTF8.self))
        var count = Count()
        var rows: [SQLiteRow] = []
        SQLiteRows { row in
            rows.append(row)
            return true
        }.read(FileInput(name: file.lastPathComponent, bytes: ByteSource(Array(data))))
        rows.removeAll { $0.table == "sqlite_schema" }

        // Its script deletes these, its key does not say so.
        if file.lastPathComponent == "09-01.db" { key.delete { (21_407...22_554).contains(Int($0.values[0]) ?? 0) } }
        let liveKeys = key.rows.filter { !$0.isDeleted }
        count.liveKeys = liveKeys.count
        var open = liveKeys
        for row in rows where row.state == .live {
            guard let index = open.firstIndex(where: { agrees(row, $0, in: data) }) else { continue }
            open.remove(at: index)
            count.liveFound += 1
        }
        if !open.isEmpty { print(file.lastPathComponent, "misses live", open.prefix(2).map(\.values)) }

        let deletedKeys = key.rows.filter(\.isDeleted)
        var deleted = deletedKeys
        count.deleted = deleted.count
        let remaining = deleted.filter { ForensicRemains(of: $0.values, in: data) == .whole }
        count.remaining = remaining.count
        for row in rows where row.state != .live {
            count.reported += 1
            let isPart = row.values.contains { $0.value == .lost }
            if isPart, deletedKeys.contains(where: { agrees(row, $0, in: data) }) {
                count.partial += 1
            } else if let index = deleted.firstIndex(where: { agrees(row, $0, in: data) }) {
                deleted.remove(at: index)
                count.found += 1
            } else if rows.contains(where: { $0.state == .live && isSame($0, row) }) {
                count.live += 1
                count.wrong += 1
            } else {
                count.wrong += 1
                print(file.lastPathComponent, "wrong", row.table, row.page, row.offset, row.values.map(\.value))
            }
        }
        for row in deleted where ForensicRemains(of: row.values, in: data) == .whole {
            print(file.lastPathComponent, "missed", row.table, row.values.map { $0.prefix(20) }.prefix(6))
        }
        return count
    }

    private func agrees(_ row: SQLiteRow, _ key: ForensicKey.Row, in file: Data) -> Bool {
        let name = row.table.replacingOccurrences(of: "\r", with: "\n")
        guard name == key.table || file.range(of: Data("CREATE TABLE \(key.table)".utf8)) == nil,
            row.values.count == key.values.count
        else { return false }
        return zip(row.values, key.values).allSatisfy { ForensicKey.agrees($0.value, $1) }
    }

    private func isSame(_ one: SQLiteRow, _ other: SQLiteRow) -> Bool {
        one.table == other.table && one.values.count == other.values.count
            && zip(one.values, other.values).allSatisfy { $0.value == $1.value || $1.value == .lost }
    }
}
