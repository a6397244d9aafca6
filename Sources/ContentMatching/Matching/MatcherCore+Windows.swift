/// Patterns that are looked for around their keywords.
///
/// Keywords that stand close together share a region, so a page full of them is searched once and not once a keyword.
extension MatcherCore {
    /// The longest region, in bytes, before another one is begun.
    private static let regionLimit = 16 << 10

    /// Takes note of a keyword, and searches the pattern's last region when this one is too far from it.
    func open(
        _ pattern: Int, around keyword: Range<Int>, in bytes: Span<UInt8>, _ text: SearchedText,
        _ context: inout ScanContext
    ) {
        let (reach, bounds) = (ContentMatcher.reach, text.bounds(at: keyword.lowerBound))
        let lower = max(bounds.lowerBound, keyword.lowerBound - reach)
        let window = lower..<min(bounds.upperBound, keyword.upperBound + reach)
        if let region = context.working.open[pattern] {
            if region.lowerBound >= bounds.lowerBound, window.lowerBound <= region.upperBound,
                window.upperBound - region.lowerBound <= Self.regionLimit
            {
                context.working.open[pattern] = region.lowerBound..<window.upperBound
                return
            }
            search(region, for: pattern, in: bytes, text, &context)
        }
        context.working.touch(pattern)
        context.working.open[pattern] = window
    }

    /// Searches the regions that are still open, and forgets how far each pattern was searched.
    func finishRegions(in bytes: Span<UInt8>, _ text: SearchedText, _ context: inout ScanContext) {
        for index in context.working.touched.indices {
            let pattern = context.working.touched[index]
            if let region = context.working.open[pattern] { search(region, for: pattern, in: bytes, text, &context) }
        }
        context.working.forgetTouched()
    }

    private func search(
        _ region: Range<Int>, for pattern: Int, in bytes: Span<UInt8>, _ text: SearchedText,
        _ context: inout ScanContext
    ) {
        let bounds = text.bounds(at: region.lowerBound)
        let start = max(region.lowerBound, context.working.searched[pattern])
        let end = min(bounds.upperBound, region.upperBound + ContentMatcher.matchReach)
        guard mayMatch(pattern, from: start, last: region.upperBound - 1, to: end, in: bytes) else { return }
        run(pattern, from: start, last: region.upperBound - 1, to: end, in: bytes, &context)
    }

    /// Whether what every match holds stands where one that begins in a range may be.
    private func mayMatch(_ number: Int, from first: Int, last: Int, to end: Int, in bytes: Span<UInt8>) -> Bool {
        guard first <= last, let required = patterns[number].required else { return first <= last }
        let reach = required.matchWidth.map { min(end, last + 1 + min($0, ContentMatcher.matchReach)) } ?? end
        return required.stands(in: bytes, first..<max(first, reach))
    }

    /// Searches all of a part for a pattern that has no literal, a stretch at a time.
    func searchEverywhere(
        _ pattern: Int, in bytes: Span<UInt8>, _ text: SearchedText, _ context: inout ScanContext
    ) {
        context.working.touch(pattern)
        for bounds in text.depth == 0 ? [text.whole] : text.pieces.map(\.range) {
            var start = max(bounds.lowerBound, text.part.lowerBound)
            let last = min(bounds.upperBound, text.part.upperBound)
            while start < last {
                let end = min(last, start + Self.regionLimit)
                let first = max(start, context.working.searched[pattern])
                let reach = min(bounds.upperBound, end + ContentMatcher.matchReach)
                if mayMatch(pattern, from: first, last: end - 1, to: reach, in: bytes) {
                    run(pattern, from: first, last: end - 1, to: reach, in: bytes, &context)
                }
                start = end
            }
        }
    }
}
