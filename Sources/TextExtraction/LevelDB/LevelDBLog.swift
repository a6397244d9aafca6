/// A log of a LevelDB: blocks of 32 KiB with records that may go on from one into the next.
///
/// Layout: LevelDB's `doc/log_format.md`: a masked CRC32C, a length, and whether it is a whole record, its first, a middle
/// or the last part. Manifests are laid out the same.
struct LevelDBLog {
    private static let blockBytes = 32 << 10
    private static let headerBytes = 7

    private let source: ByteSource
    private let limit: Int

    /// - Parameters:
    ///   - source: The file.
    ///   - limit: The most bytes of one record.
    init(_ source: ByteSource, limit: Int) {
        self.source = source
        self.limit = limit
    }

    /// Calls with each whole record until told no; what is damaged is noted and passed over.
    func forEach(note: (ExtractionGap) -> Void, _ body: ([UInt8]) -> Bool) throws(ExtractionGap) {
        var record: [UInt8] = []
        var isInside = false
        var offset: Int64 = 0
        while offset < source.count {
            let block = try source.some(Self.blockBytes, at: offset)
            if block.isEmpty { break }
            offset += Int64(Self.blockBytes)
            var start = 0
            while start + Self.headerBytes <= block.count {
                var reader = ByteReader(block, start..<block.count)
                let checksum = UInt32(truncatingIfNeeded: try reader.little(4))
                let length = try reader.little16()
                let type = try reader.byte()
                // Room that was reserved and not written to.
                if type == 0, length == 0 { break }
                let content = start + Self.headerBytes
                guard content + length <= block.count else {
                    note(offset < source.count ? .malformed : .truncated)
                    isInside = false
                    break
                }
                start = content + length
                guard CRC32C.masked(CRC32C.of(block, content - 1..<start)) == checksum else {
                    // The length may be what is wrong, so the rest of the block can't be trusted either.
                    note(.badChecksum)
                    isInside = false
                    break
                }
                switch type {
                case 1, 2:
                    if isInside { note(.truncated) }
                    record = Array(block[content..<start])
                    isInside = type == 2
                    if type == 1, !body(record) { return }
                case 3, 4:
                    guard isInside else {
                        note(.malformed)
                        continue
                    }
                    guard record.count + length <= limit else {
                        note(.capped("bytes of one record"))
                        isInside = false
                        continue
                    }
                    record += block[content..<start]
                    if type == 4 {
                        isInside = false
                        if !body(record) { return }
                    }
                default: note(.malformed)
                }
            }
        }
        if isInside { note(.truncated) }
    }

    /// Calls with what each batch of writes in the log puts or deletes.
    func forEachWrite(note: (ExtractionGap) -> Void, _ body: LevelDBVisitor) throws(ExtractionGap) {
        try forEach(note: note) { batch in
            do throws(ExtractionGap) {
                return try Self.read(batch, body)
            } catch {
                note(error)
                return true
            }
        }
    }

    /// A batch: the number of its first write, how many there are, and each with its kind (LevelDB's `write_batch.cc`).
    static func read(_ batch: [UInt8], _ body: LevelDBVisitor) throws(ExtractionGap) -> Bool {
        var reader = ByteReader(batch)
        var sequence = try reader.little(8)
        let count = try reader.little32()
        for _ in 0..<count {
            let kind = try reader.byte()
            guard kind <= 1 else { throw .malformed }
            let key = batch[try reader.counted()]
            let value = kind == 1 ? batch[try reader.counted()] : []
            let record = LevelDBRecord(
                key: Array(key), value: Array(value), sequence: sequence, isDeletion: kind == 0)
            if !body(record) { return false }
            sequence &+= 1
        }
        return true
    }
}
