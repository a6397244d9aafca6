/// What programs mean by the keys and values of their LevelDB: Chromium's IndexedDB, its local and session storage, or
/// anything.
///
/// Names of databases and stores are learnt first, as they may stand behind what they name.
///
/// Layouts: Chromium's `indexed_db_leveldb_coding.cc`, `local_storage_impl.cc`, `session_storage_metadata.cc`. Which one it
/// is shows in each key.
final class LevelDBMeaning {
    enum Meaning {
        /// Nothing that has text.
        case nothing
        /// Text: where it is, its field, and itself.
        case text(key: String, field: String, [UInt8])
        case value(key: String, field: String, StoredValue)
        /// A structured clone, and the text of its key.
        case clone(key: String, field: String, [UInt8], keyText: [UInt8]?)
        /// Bytes of an unknown shape.
        case bytes(key: String, field: String, [UInt8])
        case missing(ExtractionGap)
    }

    /// The names of databases and object stores, by their numbers, as far as they were seen.
    private var databases: [UInt64: String] = [:]
    private var stores: [UInt64: [UInt64: String]] = [:]

    /// Remembers the name that a record gives a number, if it does.
    func learn(_ record: LevelDBRecord) {
        guard !record.isDeletion, let key = IndexedDBKey(record.key) else { return }
        switch key.kind {
        case .databaseName(let name):
            var reader = ByteReader(record.value)
            guard databases.count < 4_096, let number = try? reader.variable() else { return }
            databases[number] = Self.line(name)
        case .storeName(let store):
            guard stores.count < 4_096, stores[key.database]?.count ?? 0 < 4_096 else { return }
            let name = StoredText.fromUTF16Big(record.value[...])
            stores[key.database, default: [:]][store] = Self.line(name)
        case .metadata, .value, .index: return
        }
    }

    func of(_ record: LevelDBRecord) -> Meaning {
        if let key = IndexedDBKey(record.key), let meaning = indexed(record, key) { return meaning }
        if let meaning = Self.localStorage(record) ?? Self.sessionStorage(record) { return meaning }
        let key = Self.readable(record.key)
        return .bytes(key: key, field: key, record.value)
    }

    /// `_origin`, two bytes, a name; the value has its encoding as its first byte.
    private static func localStorage(_ record: LevelDBRecord) -> Meaning? {
        guard record.key.first == 0x5F, let zero = record.key.firstIndex(of: 0), zero > 1 else { return nil }
        let origin = String(decoding: record.key[1..<zero], as: UTF8.self)
        guard let name = encoded(record.key[(zero + 1)...]), let value = encoded(record.value[...]) else { return nil }
        let field = line(name)
        return .text(key: "\(origin) \(field)", field: field, value)
    }

    /// Text behind a byte that says its encoding: 0 for UTF-16LE, 1 for Latin-1.
    private static func encoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        switch bytes.first {
        case 0: StoredText.fromUTF16Little(bytes.dropFirst())
        case 1: StoredText.fromLatin1(bytes.dropFirst())
        default: nil
        }
    }

    /// `map-3-name` with a value in UTF-16LE, or `namespace-…-origin` with the number of a map.
    private static func sessionStorage(_ record: LevelDBRecord) -> Meaning? {
        let key = record.key
        if key.starts(with: Array("namespace-".utf8)) { return .text(key: readable(key), field: "namespace", key) }
        guard key.starts(with: Array("map-".utf8)), let dash = key[4...].firstIndex(of: 0x2D), dash > 4,
            key[4..<dash].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let name = Array(key[(dash + 1)...])
        let field = line(StoredText.whole(name) ?? name)
        let map = String(decoding: key[..<dash], as: UTF8.self)
        return .text(key: "\(map) \(field)", field: field, StoredText.fromUTF16Little(record.value[...]))
    }

    private func indexed(_ record: LevelDBRecord, _ key: IndexedDBKey) -> Meaning? {
        switch key.kind {
        case .databaseName(let name):
            return .text(key: "database names", field: "database", name)
        case .storeName(let store):
            let name = StoredText.fromUTF16Big(record.value[...])
            return .text(key: "database \(key.database) store \(store) name", field: "store", name)
        case .metadata:
            return .bytes(key: "database \(key.database) metadata", field: "metadata", record.value)
        case .index(let store, let text):
            guard let text else { return .nothing }
            let name = stores[key.database]?[store] ?? "store \(store)"
            return .text(key: "\(name) index", field: "\(name).index", text)
        case .value(let store, let label, let text):
            var reader = ByteReader(record.value)
            guard (try? reader.variable()) != nil, reader.peeked == 0xFF else { return nil }
            let name = stores[key.database]?[store] ?? "store \(store)"
            let database = databases[key.database].map { "\($0) " } ?? ""
            let content = Array(record.value[reader.offset...])
            // A value that is large is packed, or lies in a file of its own beside the store.
            if content.starts(with: [0xFF, 0x11, 0x01]) {
                return .missing(.unsupported("IndexedDB value in another file"))
            }
            if content.starts(with: [0xFF, 0x11, 0x02]) {
                do throws(ExtractionGap) {
                    let unpacked = try Snappy.unpack(Array(content[3...]), limit: 32 << 20)
                    return .clone(key: "\(database)\(name) \(label)", field: name, unpacked, keyText: text)
                } catch {
                    return .missing(error)
                }
            }
            return .clone(key: "\(database)\(name) \(label)", field: name, content, keyText: text)
        }
    }

    /// A key for a locator: its text where it is some, else how many bytes it has.
    private static func readable(_ key: [UInt8]) -> String {
        guard let text = StoredText.whole(key) else {
            let start = key.prefix { (0x21...0x7E).contains($0) }
            return start.count >= 4 ? String(decoding: start.prefix(64), as: UTF8.self) : "key of \(key.count) bytes"
        }
        return line(text)
    }

    private static func line(_ text: [UInt8]) -> String {
        String(String(decoding: text.prefix(128), as: UTF8.self).map { $0.isNewline ? " " : $0 })
    }
}
