/// A line of a text, or a piece of one that is longer than a piece of text may be.
struct TextLine {
    /// The line's number, from one.
    let number: Int
    /// How many bytes of the line came in earlier pieces.
    let start: Int
    /// Whether the line ends here.
    let isEnd: Bool
    /// Its bytes in UTF-8, without what ends the line.
    let bytes: [UInt8]

    /// Where it sits: `line 7`, and for later pieces `line 7 from byte 1048576`.
    var locator: String { start == 0 ? "line \(number)" : "line \(number) from byte \(start)" }
}

/// The lines of a text one after another, never more of it in memory than a piece and a chunk.
struct LineStream {
    private var chunks: TextChunks
    private let pieceByteCount: Int
    private var chunk: [UInt8] = []
    private var position = 0
    private var number = 1
    private var start = 0
    private var held: [UInt8] = []

    /// What the system failed with, where it did.
    var failure: InputError? { chunks.failure }

    init(_ bytes: ByteSource, pieceByteCount: Int) {
        chunks = TextChunks(bytes)
        self.pieceByteCount = max(8, pieceByteCount)
    }

    /// The next line, or the next piece of one; nothing at the end.
    ///
    /// A line that is no UTF-8 comes repaired (``TextEncoding/repaired(_:)``).
    mutating func next() -> TextLine? {
        while true {
            if position == chunk.count {
                chunk = chunks.next()
                position = 0
                if chunk.isEmpty { return last() }
            }
            let room = pieceByteCount - held.count
            let limit = min(chunk.count, position + room)
            let end = Self.lineEnd(chunk.span, from: position, limit: limit)
            held.append(contentsOf: chunk[position..<end])
            position = end
            if end < limit {
                position += 1
                if held.last == 0x0D { held.removeLast() }
                return take(isEnd: true)
            }
            if held.count >= pieceByteCount { return take(isEnd: false) }
        }
    }

    private static func lineEnd(_ bytes: Span<UInt8>, from start: Int, limit: Int) -> Int {
        var end = start
        while end < limit, bytes[end] != 0x0A { end += 1 }
        return end
    }

    private mutating func last() -> TextLine? {
        held.isEmpty ? nil : take(isEnd: true)
    }

    private mutating func take(isEnd: Bool) -> TextLine {
        var rest: [UInt8] = []
        if !isEnd {
            let unfinished = TextEncoding.unfinishedByteCount(held.span)
            rest = Array(held.suffix(unfinished))
            held.removeLast(unfinished)
        }
        let line = TextLine(number: number, start: start, isEnd: isEnd, bytes: TextEncoding.repaired(held))
        start = isEnd ? 0 : start + held.count
        if isEnd { number += 1 }
        held = rest
        return line
    }
}
