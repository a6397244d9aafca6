/// The search of one unit: the region that is open for each pattern, and what was found.
///
/// Keywords that stand close together share a region, so a page full of them is searched once and not once a keyword.
struct SecretSearch {
    /// The longest region, in bytes, before another one is begun.
    private static let regionLimit = 16 << 10

    /// One text that a pattern took for a secret.
    struct Candidate {
        let pattern: Int
        let range: Range<Int>
    }

    private var open: [Range<Int>?]
    /// Where the next search for each pattern may begin, so that no match is found twice.
    private var searched: [Int]
    private var found: [Candidate] = []

    init(patternCount: Int) {
        open = Array(repeating: nil, count: patternCount)
        searched = Array(repeating: 0, count: patternCount)
    }

    /// Takes note of a keyword's end, and searches the pattern's last region when this one is too far from it.
    mutating func note(
        _ end: Int, of pattern: Int, _ patterns: [CompiledPattern], in unit: Span<UInt8>,
        using context: inout ScanContext
    ) {
        let window = max(0, end - SecretMatcher.reach)..<min(unit.count, end + SecretMatcher.reach)
        if let region = open[pattern] {
            if window.lowerBound <= region.upperBound, window.upperBound - region.lowerBound <= Self.regionLimit {
                open[pattern] = region.lowerBound..<window.upperBound
                return
            }
            search(region, pattern, patterns[pattern], in: unit, using: &context)
        }
        open[pattern] = window
    }

    /// Searches the regions that are still open.
    mutating func finish(_ patterns: [CompiledPattern], in unit: Span<UInt8>, using context: inout ScanContext) {
        for (number, region) in open.enumerated() {
            guard let region else { continue }
            search(region, number, patterns[number], in: unit, using: &context)
        }
    }

    private mutating func search(
        _ region: Range<Int>, _ number: Int, _ pattern: CompiledPattern, in unit: Span<UInt8>,
        using context: inout ScanContext
    ) {
        var start = max(region.lowerBound, searched[number])
        var end = region.upperBound
        while start < end {
            guard
                let match = context.firstMatch(
                    of: pattern.expression, group: pattern.secretGroup, in: unit, from: start, to: end)
            else { break }
            if match.whole.upperBound == end, end < unit.count, end - region.lowerBound < 2 * Self.regionLimit {
                // The region's end may have cut it short.
                end = min(unit.count, end + Self.regionLimit)
                continue
            }
            start = max(match.whole.upperBound, start + 1)
            guard let secret = match.group, pattern.confirms(unit.extracting(secret)) else { continue }
            guard found.count < SecretMatcher.matchLimit else {
                context.matchesDropped += 1
                continue
            }
            found.append(Candidate(pattern: number, range: secret))
        }
        searched[number] = max(searched[number], start)
    }

    /// What was found, without overlaps: of two secrets the earlier pattern's counts, then the longer one's.
    func accepted() -> [Candidate] {
        let ranked = found.sorted {
            ($0.pattern, -$0.range.count, $0.range.lowerBound) < ($1.pattern, -$1.range.count, $1.range.lowerBound)
        }
        var kept: [Candidate] = []
        for candidate in ranked {
            let place = Self.firstIndex(endingBehind: candidate.range.lowerBound, in: kept)
            if place < kept.count, kept[place].range.lowerBound < candidate.range.upperBound { continue }
            kept.insert(candidate, at: place)
        }
        return kept
    }

    /// The first of some ordered candidates that ends behind an offset, by halving.
    private static func firstIndex(endingBehind offset: Int, in kept: [Candidate]) -> Int {
        var (low, high) = (0, kept.count)
        while low < high {
            let middle = (low + high) / 2
            if kept[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
