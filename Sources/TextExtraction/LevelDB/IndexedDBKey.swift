/// A key of Chromium's IndexedDB as LevelDB has it: numbers of a database, a store and an index, then a key of theirs.
///
/// Layout: Chromium's `indexed_db_leveldb_coding.h`. The first byte says how many bytes each number has.
struct IndexedDBKey {
    enum Kind {
        /// The name of a database, whose number is the value.
        case databaseName([UInt8])
        /// The name of an object store.
        case storeName(store: UInt64)
        /// Other things that are known of a database.
        case metadata
        /// A record of a store: its number, a label and the text of its key.
        case value(store: UInt64, label: String, text: [UInt8]?)
        /// An entry of an index, with the text that was indexed.
        case index(store: UInt64, text: [UInt8]?)
    }

    let database: UInt64
    let kind: Kind

    /// Reads a key; nothing where it is no such one.
    init?(_ key: [UInt8]) {
        do throws(ExtractionGap) {
            var reader = ByteReader(key)
            let widths = try reader.byte()
            let database = try reader.little(Int(widths >> 5) + 1)
            let store = try reader.little(Int(widths >> 2 & 7) + 1)
            let index = try reader.little(Int(widths & 3) + 1)
            self.database = database
            switch (database, store, index) {
            case (0, 0, 0):
                // 201: the name of an origin, then that of a database, each behind its number of units.
                guard try reader.byte() == 201 else { return nil }
                _ = try Self.text(&reader)
                kind = .databaseName(try Self.text(&reader))
            case (_, 0, 0):
                let type = try reader.byte()
                guard type <= 6 || (50...202).contains(type) else { return nil }
                // 50: what is known of a store; of that 0 is its name.
                if type == 50 {
                    let store = try reader.variable()
                    kind = try reader.byte() == 0 ? .storeName(store: store) : .metadata
                } else {
                    kind = .metadata
                }
            case (1..., 1..., 1):
                let (label, text) = try Self.userKey(&reader, depth: 0)
                kind = .value(store: store, label: label, text: text)
            case (1..., 1..., 30...):
                kind = .index(store: store, text: try Self.userKey(&reader, depth: 0).text)
            default: return nil
            }
        } catch {
            return nil
        }
    }

    /// A key as a page gave it: nothing, text, a date, a number, a list, or bytes.
    private static func userKey(
        _ reader: inout ByteReader, depth: Int
    ) throws(ExtractionGap) -> (label: String, text: [UInt8]?) {
        switch try reader.byte() {
        case 0, 5: return ("key", nil)
        case 1:
            let text = try text(&reader)
            let start = String(decoding: text.prefix(64), as: UTF8.self)
            return (String(start.map { $0.isNewline ? " " : $0 }), text)
        case 2, 3:
            let number = Double(bitPattern: try reader.little(8))
            return (Int64(exactly: number).map { String($0) } ?? "\(number)", nil)
        case 4:
            guard depth < 8 else { throw .malformed }
            var (labels, texts): ([String], [[UInt8]]) = ([], [])
            for _ in 0..<min(try reader.variable(), 64) {
                let (label, text) = try userKey(&reader, depth: depth + 1)
                labels.append(label)
                if let text { texts.append(text) }
            }
            return ("[\(labels.joined(separator: ", "))]", texts.isEmpty ? nil : Array(texts.joined(separator: [0x0A])))
        case 6:
            _ = try reader.counted()
            return ("key", nil)
        default: throw .malformed
        }
    }

    private static func text(_ reader: inout ByteReader) throws(ExtractionGap) -> [UInt8] {
        let units = try reader.variable()
        guard units <= UInt64(reader.left / 2) else { throw .malformed }
        return StoredText.fromUTF16Big(reader.bytes[try reader.range(2 * Int(units))])
    }
}
