/// The runs of text in bytes of an unknown shape: ASCII and UTF-8, and UTF-16LE of characters below U+0100.
///
/// Bytes are added in chunks; a run may go on over their borders. Runs of the two encodings are found side by side, and
/// may come in another order than they stand in. What is longer than the bound comes in pieces.
struct TextRuns {
    /// Takes a run: its bytes, its offset in the whole, and whether it is UTF-16LE.
    typealias Found = (_ bytes: ArraySlice<UInt8>, _ offset: Int64, _ isWide: Bool) -> Void

    private let shortest: Int
    private let longest: Int
    private var buffer: [UInt8] = []
    private var bufferStart: Int64 = 0
    /// From where on either encoding is still to be looked for, in the buffer.
    private var narrowStart = 0
    private var wideStart = 0

    /// Begins.
    ///
    /// - Parameters:
    ///   - shortest: The fewest bytes of a run in UTF-8, and characters of one in UTF-16.
    ///   - longest: The most bytes of a piece.
    init(shortest: Int, longest: Int) {
        self.shortest = max(2, shortest)
        self.longest = max(64, longest)
    }

    /// Takes the next bytes.
    mutating func add(_ bytes: [UInt8], _ found: Found) {
        let kept = min(narrowStart, wideStart)
        buffer.removeFirst(kept)
        bufferStart += Int64(kept)
        narrowStart -= kept
        wideStart -= kept
        if buffer.isEmpty { buffer = bytes } else { buffer += bytes }
        scan(isLast: false, found)
    }

    /// Hands out what is still begun.
    mutating func finish(_ found: Found) {
        scan(isLast: true, found)
        buffer = []
        (narrowStart, wideStart) = (0, 0)
    }

    private mutating func scan(isLast: Bool, _ found: Found) {
        let bytes = buffer
        narrowStart = scanNarrow(bytes, isLast, found)
        wideStart = scanWide(bytes, isLast, found)
    }

    /// Looks at the last byte of as many as the shortest run has, and goes on behind the last that is no part of a text, as
    /// searchers of words do (Boyer and Moore).
    private func scanNarrow(_ bytes: [UInt8], _ isLast: Bool, _ found: Found) -> Int {
        let span = bytes.span
        let count = span.count
        var index = narrowStart
        while index + shortest <= count {
            var probe = index + shortest - 1
            while probe >= index, Self.mayBeText(span, probe) { probe -= 1 }
            guard probe < index else {
                index = probe + 1
                continue
            }
            var end = index
            while end < count, end - index < longest {
                let length = Self.length(span, end)
                if length == 0 { break }
                end += length
            }
            // It may go on in the next chunk, also with the rest of a character.
            if !isLast, end - index < longest, end + 4 > count { return index }
            if end - index >= shortest { found(bytes[index..<end], bufferStart + Int64(index), false) }
            index = max(end, index + 1)
        }
        return isLast ? count : min(index, count)
    }

    /// Looks at every eleventh pair of bytes first: of a run of six characters one byte of it is zero and one is not.
    private func scanWide(_ bytes: [UInt8], _ isLast: Bool, _ found: Found) -> Int {
        let span = bytes.span
        let width = 2 * shortest
        var index = wideStart
        while index + width <= span.count {
            let probe = index + width - 2
            let isCandidate = span[probe] == 0 ? Self.isWideLow(span[probe + 1]) : span[probe + 1] == 0
            guard isCandidate else {
                index = probe + 1
                continue
            }
            var start = span[probe] == 0 ? probe + 1 : probe
            while start >= index + 2, Self.isWideLow(span[start - 2]), span[start - 1] == 0 { start -= 2 }
            var end = start
            while end + 1 < span.count, end - start < longest, Self.isWideLow(span[end]), span[end + 1] == 0 {
                end += 2
            }
            if !isLast, end - start < longest, end + 2 > span.count { return start }
            if end - start >= width { found(bytes[start..<end], bufferStart + Int64(start), true) }
            index = max(end, index + 1)
        }
        return isLast ? span.count : min(index, span.count)
    }

    /// Whether a byte is ASCII, or stands beside what it needs beside it to be part of a character.
    @inline(__always)
    private static func mayBeText(_ span: Span<UInt8>, _ index: Int) -> Bool {
        let byte = span[index]
        if byte < 0x80 { return isASCIIText(byte) }
        // What the borders cut off may be there.
        if byte < 0xC0 { return index == 0 || span[index - 1] &- 0x80 < 0x75 }
        return byte &- 0xC2 < 0x33 && (index + 1 >= span.count || span[index + 1] & 0xC0 == 0x80)
    }

    @inline(__always)
    private static func length(_ span: Span<UInt8>, _ index: Int) -> Int {
        let byte = span[index]
        if byte < 0x80 { return isASCIIText(byte) ? 1 : 0 }
        guard byte >= 0xC2, byte <= 0xF4 else { return 0 }
        let wanted = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        guard index + wanted <= span.count else { return 0 }
        for next in index + 1..<index + wanted where span[next] & 0xC0 != 0x80 { return 0 }
        // Neither longer than needed, nor half a character of UTF-16, nor above U+10FFFF (RFC 3629).
        switch byte {
        case 0xE0: return span[index + 1] >= 0xA0 ? 3 : 0
        case 0xED: return span[index + 1] < 0xA0 ? 3 : 0
        case 0xF0: return span[index + 1] >= 0x90 ? 4 : 0
        case 0xF4: return span[index + 1] < 0x90 ? 4 : 0
        default: return wanted
        }
    }

    @inline(__always)
    private static func isASCIIText(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x5F || byte &- 0x09 < 5
    }

    @inline(__always)
    private static func isWideLow(_ byte: UInt8) -> Bool {
        isASCIIText(byte) || byte >= 0xA0
    }
}
