/// A text that a pattern or a canary was found in, before overlaps are resolved.
struct Candidate: Hashable {
    /// The number of the pattern, or of the canary.
    let source: Int
    let isCanary: Bool
    let range: Range<Int>
    /// How a canary is written.
    var encoding: ContentEncoding?
}

extension ContentMatch {
    /// Candidates without overlaps: of two texts the earlier pattern's counts, then the longer one's.
    static func resolved(_ candidates: [Candidate]) -> [Candidate] {
        let ranked = candidates.sorted {
            ($0.source, -$0.range.count, $0.range.lowerBound) < ($1.source, -$1.range.count, $1.range.lowerBound)
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
