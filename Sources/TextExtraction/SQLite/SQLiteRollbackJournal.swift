/// Reads which pages a rollback journal holds, as they were before a transaction.
///
/// Layout: "Database File Format" of the SQLite documentation, section 3. While a journal has a header, the transaction has
/// not ended: its images are what every other program sees, and what the next one puts back. With a wiped header the
/// transaction has ended; the images remain until the next one (`journal_mode=PERSIST`).
enum SQLiteRollbackJournal {
    private static let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]

    static func read(
        _ bytes: ByteSource, pageSize: Int, note: (ExtractionGap) -> Void
    ) throws(InputError) -> SQLiteLog {
        var log = SQLiteLog(bytes, headingByteCount: 4, state: .deleted)
        var segment = Segment(offset: 0, pageSize: pageSize)
        var isFirst = true
        while segment.offset < bytes.count, log.images.count < SQLiteLog.mostImages {
            let header = try bytes.bytes(28, at: segment.offset)
            guard header.count == 28 else { break }
            let hasHeader = header.starts(with: magic)
            if hasHeader {
                segment.take(header.span)
                guard segment.isPossible else {
                    note(.malformed)
                    break
                }
                if isFirst { log.pageCount = SQLiteNumber.word(header.span, at: 16) }
            } else if isFirst, header.allSatisfy({ $0 == 0 }) {
                segment.isWiped = true
            } else {
                break
            }
            isFirst = false
            guard try read(&segment, of: bytes, into: &log), hasHeader else { break }
        }
        if log.visible.isEmpty { log.pageCount = nil }
        return log
    }

    /// Reads the records behind one header, and leaves the segment where the next header may be.
    ///
    /// - Returns: Whether all records that it promises were there.
    private static func read(_ segment: inout Segment, of bytes: ByteSource, into log: inout SQLiteLog)
        throws(InputError) -> Bool
    {
        var record = [UInt8](repeating: 0, count: segment.pageSize + 8)
        var (offset, left) = (segment.offset + Int64(segment.sectorSize), segment.recordCount)
        while left > 0, log.images.count < SQLiteLog.mostImages {
            guard try bytes.read(into: &record, at: offset) == record.count else { return false }
            let page = SQLiteNumber.word(record.span, at: 0)
            let sum = SQLiteNumber.word(record.span, at: 4 + segment.pageSize) &- sum(record.span, segment.pageSize)
            // The number that belongs to a wiped header is told by the first record.
            if segment.isWiped, segment.nonce == nil { segment.nonce = sum }
            guard page >= 1, page <= UInt32(Int32.max), sum == segment.nonce else { return false }
            let image = offset + 4
            log.images.append(SQLiteImage(page: page, offset: image))
            if !segment.isWiped, log.visible[page] == nil { log.visible[page] = image }
            offset += Int64(record.count)
            left -= 1
        }
        let sector = Int64(segment.sectorSize)
        segment.offset = (offset + sector - 1) / sector * sector
        return true
    }

    /// Every two hundredth byte of a page counts, from behind.
    private static func sum(_ record: Span<UInt8>, _ pageSize: Int) -> UInt32 {
        var (total, offset): (UInt32, Int) = (0, pageSize - 200)
        while offset > 0 {
            total &+= UInt32(record[4 + offset])
            offset -= 200
        }
        return total
    }

    /// A header and the records behind it.
    private struct Segment {
        var offset: Int64
        let pageSize: Int
        var declaredPageSize: Int
        var sectorSize = 512
        var recordCount = UInt32.max
        var nonce: UInt32?
        var isWiped = false

        init(offset: Int64, pageSize: Int) {
            self.offset = offset
            self.pageSize = pageSize
            declaredPageSize = pageSize
        }

        mutating func take(_ header: Span<UInt8>) {
            recordCount = SQLiteNumber.word(header, at: 8)
            nonce = SQLiteNumber.word(header, at: 12)
            sectorSize = Int(SQLiteNumber.word(header, at: 20))
            declaredPageSize = Int(SQLiteNumber.word(header, at: 24))
        }

        var isPossible: Bool {
            (32...65_536).contains(sectorSize) && sectorSize & (sectorSize - 1) == 0 && declaredPageSize == pageSize
        }
    }
}
