/// Reads which pages a write-ahead log holds, and which of them count.
///
/// Layout and checksum: "Database File Format" of the SQLite documentation, sections 4.1 to 4.4. What counts are the frames
/// from the first on whose salts are those of the header and whose checksums are right, as far as the last of them that
/// ends a transaction. All others are images that nobody sees: of earlier generations of the log, which begins anew without
/// being wiped, of transactions without an end, and those with a later one of the same page.
enum SQLiteWriteAheadLog {
    private static let headerByteCount = 32
    private static let frameHeadingByteCount = 24

    static func read(_ bytes: ByteSource, pageSize: Int, note: (ExtractionGap) -> Void) throws(InputError) -> SQLiteLog
    {
        var log = SQLiteLog(bytes, headingByteCount: frameHeadingByteCount, state: .wal)
        let header = try bytes.bytes(headerByteCount, at: 0)
        guard header.count == headerByteCount else {
            if !header.isEmpty { note(.truncated) }
            return log
        }
        var sum = Checksum(isBigEndian: header[3] & 1 == 1)
        sum.add(header.span, 0..<24)
        let magic = SQLiteNumber.word(header.span, at: 0)
        let declared = SQLiteNumber.word(header.span, at: 8)
        var counts =
            magic & ~1 == 0x377F_0682 && SQLiteNumber.word(header.span, at: 4) == 3_007_000
            && declared == UInt32(pageSize) && sum.equals(header.span, at: 24)
        log.mark = UInt64(SQLiteNumber.word(header.span, at: 16)) << 32 | UInt64(SQLiteNumber.word(header.span, at: 20))
        // A log whose header is wiped or broken counts for nothing, and holds what it held.
        if !counts { note(.badChecksum) }

        var frame = [UInt8](repeating: 0, count: frameHeadingByteCount + pageSize)
        var (offset, open) = (Int64(headerByteCount), [UInt32: Int64]())
        while true {
            let got = try bytes.read(into: &frame, at: offset)
            guard got == frame.count else {
                if got > 0 { note(.truncated) }
                break
            }
            guard log.images.count < SQLiteLog.mostImages else {
                note(.capped("frames of a write-ahead log"))
                break
            }
            let page = SQLiteNumber.word(frame.span, at: 0)
            let image = offset + Int64(frameHeadingByteCount)
            if page > 0, page <= UInt32(Int32.max) { log.images.append(SQLiteImage(page: page, offset: image)) }
            if counts {
                sum.add(frame.span, 0..<8)
                sum.add(frame.span, frameHeadingByteCount..<frame.count)
                counts = page > 0 && SQLitePages.mark(frame.span) == log.mark && sum.equals(frame.span, at: 16)
            }
            if counts {
                open[page] = image
                let count = SQLiteNumber.word(frame.span, at: 4)
                if count > 0 {
                    log.visible.merge(open) { $1 }
                    log.pageCount = count
                    open.removeAll(keepingCapacity: true)
                }
            }
            offset += Int64(frame.count)
        }
        return log
    }

    /// Two sums over words, each of which takes the other in.
    private struct Checksum {
        let isBigEndian: Bool
        private var (first, second): (UInt32, UInt32) = (0, 0)

        init(isBigEndian: Bool) {
            self.isBigEndian = isBigEndian
        }

        mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
            var offset = range.lowerBound
            while offset + 8 <= range.upperBound {
                let (left, right) = (word(bytes, offset), word(bytes, offset + 4))
                first = first &+ left &+ second
                second = second &+ right &+ first
                offset += 8
            }
        }

        private func word(_ bytes: Span<UInt8>, _ offset: Int) -> UInt32 {
            let word = SQLiteNumber.word(bytes, at: offset)
            return isBigEndian ? word : word.byteSwapped
        }

        func equals(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
            first == SQLiteNumber.word(bytes, at: offset) && second == SQLiteNumber.word(bytes, at: offset + 4)
        }
    }
}
