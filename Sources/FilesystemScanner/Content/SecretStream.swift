internal import ContentMatching

/// The secrets of one file, found while it streams past.
///
/// Stretches overlap by twice ``margin``: a stretch answers for the secrets that begin before its last margin, and the next
/// one, which sees a whole margin of what stands before them, for the others. So the result does not depend on where
/// the stream is cut, as long as a secret and its keyword lie within a margin.
struct SecretStream {
    private static let margin = 8 << 10
    private static let stretch = 256 << 10

    /// One secret of the file, and the line on which it was first seen.
    struct Finding: Hashable {
        let patternID: String
        let secret: String
        let line: Int
    }

    private struct Key: Hashable {
        let patternID: String
        let secret: String
    }

    private let distinctLimit: Int
    private var buffer: [UInt8] = []
    /// Secrets that begin before this offset of the buffer were told of by the stretch before.
    private var answered = 0
    /// The number of the line on which the buffer begins, counted from one.
    private var line = 1
    private var seen: Set<Key> = []
    /// The distinct secrets, in the order of the file.
    private(set) var findings: [Finding] = []
    /// Distinct secrets that were not kept because there were too many.
    private(set) var dropped = 0

    init(distinctLimit: Int) {
        self.distinctLimit = distinctLimit
    }

    /// Takes the next bytes.
    mutating func feed(_ bytes: Span<UInt8>, _ matcher: SecretMatcher, _ context: inout ScanContext) {
        buffer.reserveCapacity(buffer.count + bytes.count)
        for offset in 0..<bytes.count { buffer.append(bytes[offset]) }
        if buffer.count >= Self.stretch { scan(isLast: false, matcher, &context) }
    }

    /// Searches what is left.
    mutating func finish(_ matcher: SecretMatcher, _ context: inout ScanContext) {
        scan(isLast: true, matcher, &context)
        buffer = []
    }

    private mutating func scan(isLast: Bool, _ matcher: SecretMatcher, _ context: inout ScanContext) {
        let end = isLast ? buffer.count : buffer.count - Self.margin
        var (counted, number) = (0, line)
        for match in matcher.matches(in: buffer.span, using: &context) {
            let start = match.range.lowerBound
            guard (answered..<end).contains(start) else { continue }
            number += Self.lineFeeds(buffer.span.extracting(counted..<start))
            counted = start
            note(match, on: number)
        }
        guard !isLast else { return }
        let cut = max(0, end - Self.margin)
        line += Self.lineFeeds(buffer.span.extracting(0..<cut))
        buffer.removeFirst(cut)
        answered = end - cut
    }

    private mutating func note(_ match: SecretMatch, on line: Int) {
        let key = Key(patternID: match.patternID, secret: match.secret)
        guard !seen.contains(key) else { return }
        guard findings.count < distinctLimit else {
            dropped += 1
            return
        }
        seen.insert(key)
        findings.append(Finding(patternID: match.patternID, secret: match.secret, line: line))
    }

    private static func lineFeeds(_ bytes: Span<UInt8>) -> Int {
        var count = 0
        for offset in 0..<bytes.count where bytes[offset] == UInt8(ascii: "\n") { count += 1 }
        return count
    }
}
