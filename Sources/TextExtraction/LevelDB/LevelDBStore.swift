/// The files of a LevelDB as one thing: which version of each key is the one that the program would show.
///
/// Of all versions of a key, in tables and logs together, the one with the highest number is live, unless it is a deletion.
/// All others are deleted: overwritten, or behind a deletion, and there until the tables are compacted. A table that the
/// manifest does not name any more is left over, and what it alone has is deleted too. What stands in a log and in no table
/// yet is live: the program reads it back when it starts.
struct LevelDBStore {
    /// How many keys are kept account of; of more the newest version is not known.
    private static let keyLimit = 4 << 20

    private struct Newest {
        var sequence: UInt64
        var isDeletion: Bool
        var wasShown = false
    }

    /// The files, tables and logs, oldest first.
    private let files: [FileInput]
    private let manifest: LevelDBManifest?
    private let extraction: Extraction
    private var newest: [UInt64: Newest] = [:]

    /// - Parameters:
    ///   - files: All files of the folder, or one of them.
    ///   - extraction: Takes the gaps.
    init(_ files: [FileInput], _ extraction: Extraction) {
        self.extraction = extraction
        let limit = extraction.limits.documentBytes
        self.files = files.filter { Self.number(of: $0.name) != nil }.sorted {
            Self.number(of: $0.name) ?? 0 < Self.number(of: $1.name) ?? 0
        }
        // Of several manifests the one with the highest number is in use, as a rule; CURRENT says which.
        let current = files.first { $0.name == "CURRENT" }.flatMap { try? $0.bytes.bytes(64, at: 0) } ?? []
        let name = String(decoding: current.prefix { $0 > 0x20 }, as: UTF8.self)
        let chosen = files.first { $0.name == name && name.hasPrefix("MANIFEST-") }
        manifest = chosen.flatMap { file in
            do throws(ExtractionGap) {
                return try LevelDBManifest(file.bytes, limit: limit) { extraction.note($0) }
            } catch {
                extraction.note(error)
                return nil
            }
        }
    }

    /// Calls with every version of every key, the older files' first.
    ///
    /// - Parameters:
    ///   - before: Sees what the files in use have once before.
    ///   - body: Takes each version with the file that it is in.
    mutating func forEach(
        before: (LevelDBRecord) -> Void, _ body: (LevelDBRecord, _ file: String, TextUnit.State) -> Void
    ) {
        var newest = self.newest
        for file in files where isInUse(file.name) {
            read(file, notes: true) { record in
                before(record)
                let key = Self.hash(record.key)
                if let known = newest[key] {
                    if record.sequence >= known.sequence {
                        newest[key] = Newest(sequence: record.sequence, isDeletion: record.isDeletion)
                    }
                } else if newest.count < Self.keyLimit {
                    newest[key] = Newest(sequence: record.sequence, isDeletion: record.isDeletion)
                } else {
                    extraction.note(.capped("keys of one store"))
                    return false
                }
                return !extraction.isStopped
            }
        }
        for file in files {
            let isInUse = isInUse(file.name)
            // What a file in use is missing was noted when it was read before.
            read(file, notes: !isInUse) { record in
                guard !record.isDeletion else { return !extraction.isStopped }
                let key = Self.hash(record.key)
                var state = TextUnit.State.deleted
                if let known = newest[key], known.sequence == record.sequence {
                    // A copy of what is shown already says nothing more.
                    if known.wasShown { return !extraction.isStopped }
                    if !known.isDeletion {
                        state = .live
                        newest[key]?.wasShown = true
                    }
                }
                body(record, file.name, state)
                return !extraction.isStopped
            }
        }
        self.newest = newest
    }

    /// Whether the manifest names a file; without one all are in use.
    private func isInUse(_ name: String) -> Bool {
        guard let manifest, let number = Self.number(of: name) else { return true }
        return name.hasSuffix(".log") ? number >= manifest.logNumber : manifest.tables.contains(number)
    }

    private func read(_ file: FileInput, notes: Bool, _ body: LevelDBVisitor) {
        let limit = extraction.limits.documentBytes
        let note: (ExtractionGap) -> Void = { if notes { extraction.note($0) } }
        do throws(ExtractionGap) {
            if file.name.hasSuffix(".log") {
                try LevelDBLog(file.bytes, limit: limit).forEachWrite(note: note, body)
            } else {
                let table = LevelDBTable(file.bytes, limit: limit) { extraction.mayUnpack($0) }
                try table.forEach(note: note, body)
            }
        } catch {
            note(error)
        }
    }

    /// The number in a table's or log's name: `000005.ldb`.
    static func number(of name: String) -> UInt64? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, ["ldb", "sst", "log"].contains(parts[1].lowercased()) else { return nil }
        return UInt64(parts[0])
    }

    /// FNV-1a; keys of the same hash would be taken for one.
    private static func hash(_ key: [UInt8]) -> UInt64 {
        key.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
