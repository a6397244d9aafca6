/// What is found in a file while it streams past, with offsets and lines of the whole file.
///
/// The bytes are searched in parts of a fixed length, each seen with a margin on either side, so the result does not
/// depend on how they came. Every byte is searched once; only the margins are moved.
package struct ContentStream: ~Copyable {
    /// How much of what lies before and behind a part is seen, in bytes.
    static let margin = 16 << 10
    /// The length of a part.
    static let part = 256 << 10

    /// One text of the file, where it stands for the first time.
    package struct Finding: Hashable, Sendable {
        /// What was found; its range is that of the file.
        package let match: ContentMatch
        /// The line on which it begins, counted from one.
        package let line: Int
    }

    private struct Key: Hashable {
        let patternID: String
        let text: String
    }

    private let distinctLimit: Int
    private var buffer: [UInt8]
    /// How much of the buffer is filled.
    private var count = 0
    /// How much of the buffer was answered for.
    private var answered = 0
    /// The offset in the file at which the buffer begins.
    private var base = 0
    /// The line feeds before an offset of the buffer.
    private var lines = (before: 0, offset: 0)
    private var seen: Set<Key> = []
    /// The distinct texts, in the order of the file.
    package private(set) var findings: [Finding] = []
    /// Distinct texts that were not kept because there were too many.
    package private(set) var dropped = 0
    /// Signs of a conversation.
    package private(set) var markers = ConversationMarkers()

    /// Makes a stream that keeps so many distinct texts of a file.
    package init(distinctLimit: Int) {
        self.distinctLimit = distinctLimit
        buffer = []
    }

    /// Begins another file.
    package mutating func begin() {
        (count, answered, base, dropped) = (0, 0, 0, 0)
        lines = (0, 0)
        if !findings.isEmpty {
            seen = []
            findings = []
        }
        markers = ConversationMarkers()
    }

    /// Takes the next bytes.
    package mutating func feed(_ bytes: Span<UInt8>, _ matcher: ContentMatcher, _ context: inout ScanContext) {
        var taken = 0
        while taken < bytes.count {
            makeRoom(for: bytes.count - taken)
            let step = min(buffer.count - count, bytes.count - taken)
            buffer.copy(bytes.extracting(taken..<(taken + step)), to: count)
            taken += step
            count += step
            searchIfFull(matcher, &context)
        }
    }

    /// Lets someone read the next bytes straight into the buffer.
    ///
    /// The reading fills the beginning of the range and tells how many bytes it filled, zero at the end. It leaves the
    /// buffer's length and what lies outside of the range as they are; its error ends the filling.
    package mutating func fill<Problem: Error>(
        _ matcher: ContentMatcher, _ context: inout ScanContext,
        _ read: (_ buffer: inout [UInt8], _ room: Range<Int>) throws(Problem) -> Int
    ) throws(Problem) -> Int {
        makeRoom(for: Self.part)
        let filled = min(max(0, try read(&buffer, count..<buffer.count)), buffer.count - count)
        count += filled
        searchIfFull(matcher, &context)
        return filled
    }

    /// Searches what is left, and ends the file.
    package mutating func finish(_ matcher: ContentMatcher, _ context: inout ScanContext) {
        search(upTo: count, matcher, &context)
        count = 0
    }

    /// Grows the buffer, up to its full size, when it cannot take so many bytes more.
    private mutating func makeRoom(for more: Int) {
        let full = Self.part + 2 * Self.margin
        guard buffer.count < full, buffer.count - count < more else { return }
        buffer += Array(repeating: 0, count: min(full, max(count + more, 16 << 10)) - buffer.count)
    }

    private mutating func searchIfFull(_ matcher: ContentMatcher, _ context: inout ScanContext) {
        let full = Self.part + 2 * Self.margin
        guard count == full else { return }
        search(upTo: full - Self.margin, matcher, &context)
        let kept = answered - Self.margin
        countLines(to: kept)
        buffer.move(kept..<count, to: 0)
        base += kept
        count -= kept
        answered -= kept
        lines.offset -= kept
    }

    /// Searches from where the last search ended.
    private mutating func search(upTo end: Int, _ matcher: ContentMatcher, _ context: inout ScanContext) {
        let (before, part) = (context.markers, answered..<end)
        context.markers = ConversationMarkers()
        let matches = matcher.core.search(buffer.span.extracting(0..<count), answering: part, using: &context)
        let counted = context.markers
        markers.add(counted)
        context.markers = before
        answered = end
        for match in matches { note(match) }
    }

    private mutating func note(_ match: ContentMatch) {
        let key = Key(patternID: match.patternID, text: match.text)
        guard !seen.contains(key) else { return }
        guard findings.count < distinctLimit else {
            dropped += 1
            return
        }
        seen.insert(key)
        let start = match.range.lowerBound
        countLines(to: start)
        var match = match
        match.range = (base + start)..<(base + match.range.upperBound)
        findings.append(Finding(match: match, line: lines.before + 1))
    }

    /// Counts the line feeds up to an offset of the buffer, forward or back from where they were counted last.
    private mutating func countLines(to offset: Int) {
        let (before, counted) = lines
        let range = min(offset, counted)..<max(offset, counted)
        let lineFeeds = buffer.span.extracting(range).lineFeeds
        lines = (before + (offset < counted ? -lineFeeds : lineFeeds), offset)
    }
}
