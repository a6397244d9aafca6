@testable import TextExtraction

/// Writes the files of a LevelDB, so that there is something to read where no other writer is.
enum LevelDBWriter {
    enum Write {
        case put([UInt8], [UInt8])
        case delete([UInt8])
    }

    /// A log with a batch for each list of writes, numbered from a first number on.
    static func log(_ batches: [[Write]], from sequence: UInt64 = 1) -> [UInt8] {
        var sequence = sequence
        var log: [UInt8] = []
        for batch in batches {
            var bytes: [UInt8] = .little(sequence) + .little(UInt32(batch.count))
            for write in batch {
                switch write {
                case .put(let key, let value): bytes += [1] + counted(key) + counted(value)
                case .delete(let key): bytes += [0] + counted(key)
                }
                sequence += 1
            }
            append(bytes, to: &log)
        }
        return log
    }

    /// A table of versions in order, each with its number; blocks of two entries.
    static func table(_ entries: [(Write, UInt64)], kind: UInt8 = 0, pack: ([UInt8]) -> [UInt8] = { $0 }) -> [UInt8] {
        var (file, index): ([UInt8], [([UInt8], [UInt8])]) = ([], [])
        for start in stride(from: 0, to: entries.count, by: 2) {
            var (block, last): ([UInt8], [UInt8]) = ([], [])
            for (write, sequence) in entries[start..<min(start + 2, entries.count)] {
                let (key, value, kind): ([UInt8], [UInt8], UInt64)
                switch write {
                case .put(let putKey, let putValue): (key, value, kind) = (putKey, putValue, 1)
                case .delete(let deleted): (key, value, kind) = (deleted, [], 0)
                }
                let whole = key + .little(sequence << 8 | kind)
                let shared = zip(last, whole).prefix { $0 == $1 }.count
                block += .variable(UInt64(shared)) + .variable(UInt64(whole.count - shared))
                block += .variable(UInt64(value.count)) + whole.dropFirst(shared) + value
                last = whole
            }
            index.append((last, add(pack(finish(block)), kind, to: &file)))
        }
        let meta = add(finish([]), 0, to: &file)
        var block: [UInt8] = []
        for (key, handle) in index {
            block += [0] + .variable(UInt64(key.count)) + .variable(UInt64(handle.count)) + key + handle
        }
        let top = add(finish(block), 0, to: &file)
        let handles = meta + top
        return file + handles + [UInt8](repeating: 0, count: 40 - handles.count)
            + .little(0xDB47_7524_8B80_FB57 as UInt64)
    }

    private static func counted(_ bytes: [UInt8]) -> [UInt8] { .variable(UInt64(bytes.count)) + bytes }

    private static func finish(_ block: [UInt8]) -> [UInt8] { block + .little(UInt32(0)) + .little(UInt32(1)) }

    private static func add(_ block: [UInt8], _ kind: UInt8, to file: inout [UInt8]) -> [UInt8] {
        let handle: [UInt8] = .variable(UInt64(file.count)) + .variable(UInt64(block.count))
        let bytes = block + [kind]
        file += bytes + .little(CRC32C.masked(CRC32C.of(bytes, 0..<bytes.count)))
        return handle
    }

    private static func append(_ record: [UInt8], to log: inout [UInt8]) {
        var (rest, isFirst) = (record[...], true)
        repeat {
            let room = 32_768 - log.count % 32_768
            if room < 7 { log += [UInt8](repeating: 0, count: room) }
            let part = rest.prefix(min(rest.count, 32_768 - log.count % 32_768 - 7))
            rest = rest.dropFirst(part.count)
            let type: UInt8 = isFirst ? (rest.isEmpty ? 1 : 2) : (rest.isEmpty ? 4 : 3)
            let bytes = [type] + part
            log += .little(CRC32C.masked(CRC32C.of(bytes, 0..<bytes.count))) + .little(UInt16(part.count)) + bytes
            isFirst = false
        } while !rest.isEmpty
    }
}
