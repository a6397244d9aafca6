/// Finds text in room where no record is.
enum SQLiteSlack {
    /// Shorter runs of printable bytes are as likely chance.
    private static let leastByteCount = 8

    /// The longest runs of printable characters.
    static func runs(
        _ page: Span<UInt8>, _ range: Range<Int>, _ encoding: SQLiteHeader.Encoding, _ take: (Range<Int>) -> Void
    ) {
        switch encoding {
        case .utf8: runs(page, range, leastByteCount, take) { SQLiteText.characterByteCount(page, at: $0, end: $1) }
        case .utf16LittleEndian: wideRuns(page, range, encoding, take)
        case .utf16BigEndian: wideRuns(page, range, encoding, take)
        }
    }

    private static func runs(
        _ page: Span<UInt8>, _ range: Range<Int>, _ least: Int, _ take: (Range<Int>) -> Void,
        _ characterByteCount: (_ offset: Int, _ end: Int) -> Int
    ) {
        var (start, position) = (range.lowerBound, range.lowerBound)
        while position < range.upperBound {
            let count = characterByteCount(position, range.upperBound)
            if count > 0 {
                position += count
                continue
            }
            if position - start >= least { take(start..<position) }
            position += 1
            start = position
        }
        if position - start >= least { take(start..<position) }
    }

    private static func wideRuns(
        _ page: Span<UInt8>, _ range: Range<Int>, _ encoding: SQLiteHeader.Encoding, _ take: (Range<Int>) -> Void
    ) {
        // Text of two bytes a character may begin at any byte; only that of the first planes' letters is told from noise.
        runs(page, range, 2 * leastByteCount, take) { offset, end in
            guard offset + 2 <= end else { return 0 }
            let (first, second) = (page[offset], page[offset + 1])
            let (low, high) = encoding == .utf16LittleEndian ? (first, second) : (second, first)
            return high == 0 && (low >= 0x20 && low < 0x7F || low >= 0xA0 || low == 10) || high > 0 && high < 6 ? 2 : 0
        }
    }
}
