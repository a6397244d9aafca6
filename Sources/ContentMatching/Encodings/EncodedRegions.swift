/// The encoded stretches of one text, in the order in which they were found.
struct EncodedRegions: ~Copyable {
    /// How many are kept of one text.
    private static let limit = 1 << 16
    /// How far the text around an escape is taken with it.
    private static let surroundings = 256
    /// How far lines of base 64 are taken together.
    private static let longest = 1 << 20

    private(set) var list: [EncodedRegion] = []
    /// How many were not kept.
    private(set) var dropped = 0
    /// The text around escapes and percent signs that is still growing.
    private var openText: EncodedRegion?

    mutating func removeAll() {
        list.removeAll(keepingCapacity: list.count < 1 << 12)
        openText = nil
        dropped = 0
    }

    private mutating func add(_ region: EncodedRegion) {
        guard list.count < Self.limit else {
            dropped += 1
            return
        }
        list.append(region)
    }

    // MARK: Escapes

    /// Takes note of an escape; those that stand close together share a region.
    mutating func noteEscape(
        _ form: EncodedRegion.Form, at range: Range<Int>, in bytes: Span<UInt8>, _ bounds: Range<Int>
    ) {
        if let text = openText, text.form == form, range.lowerBound < text.range.upperBound + Self.surroundings {
            guard range.upperBound > text.range.upperBound else { return }
            let end = Self.end(of: form, from: range.upperBound, in: bytes, bounds)
            openText = EncodedRegion(form: form, range: text.range.lowerBound..<end)
            return
        }
        finishEscapes()
        var start = range.lowerBound
        while start > bounds.lowerBound, range.lowerBound - start < Self.surroundings,
            !Self.ends(form, bytes[start - 1])
        {
            start -= 1
        }
        openText = EncodedRegion(
            form: form, range: start..<Self.end(of: form, from: range.upperBound, in: bytes, bounds))
    }

    /// Closes the region that is still growing.
    mutating func finishEscapes() {
        if let text = openText { add(text) }
        openText = nil
    }

    private static func end(
        of form: EncodedRegion.Form, from start: Int, in bytes: Span<UInt8>, _ bounds: Range<Int>
    ) -> Int {
        var end = min(start, bounds.upperBound)
        while end < bounds.upperBound, end - start < surroundings, !ends(form, bytes[end]) { end += 1 }
        return end
    }

    /// Whether a byte cannot be part of such a text: white space in an address, a line feed in a literal.
    private static func ends(_ form: EncodedRegion.Form, _ byte: UInt8) -> Bool {
        form == .percent ? byte <= 0x20 || byte == UInt8(ascii: "\"") : byte == 0x0A
    }

    // MARK: Digits

    /// Finds the whole run around one of its digits, takes note of it if it may be encoded text, and tells its end.
    mutating func noteDigits(
        around inside: Int, in bytes: Span<UInt8>, _ bounds: Range<Int>, from earliest: Int
    ) -> Int {
        var run = DigitRun(around: inside, in: bytes, bounds)
        guard run.range.count >= RunScan.shortest else { return run.range.upperBound }
        run.look(bytes)
        if run.range.lowerBound < earliest {
            // The beginning was decoded with what stands before; go on at the beginning of a group of four.
            let skipped = (earliest - run.range.lowerBound) & ~3
            run.range = (run.range.lowerBound + skipped)..<run.range.upperBound
        }
        if run.isHex {
            for phase in 0..<2 {
                let region = EncodedRegion(form: .hex, range: (run.range.lowerBound + phase)..<run.range.upperBound)
                if region.seemsText(in: bytes) || region.isCompressed(in: bytes) {
                    add(region)
                    break
                }
            }
            // Digits of hexadecimal are digits of base 64, but nothing else looks like them.
            return run.range.upperBound
        }
        guard run.seemsBase64 else { return run.range.upperBound }
        let end = run.endWithFollowingLines(in: bytes, bounds, limit: Self.longest)
        var best = (plainness: 0, region: EncodedRegion(form: .base64, range: run.range.lowerBound..<end))
        for phase in 0..<4 where best.plainness < 100 {
            let region = EncodedRegion(form: .base64, range: (run.range.lowerBound + phase)..<end)
            let plainness = region.isCompressed(in: bytes) ? 100 : region.plainness(in: bytes)
            if plainness > best.plainness { best = (plainness, region) }
        }
        if best.plainness >= 70 {
            add(best.region)
            return end
        }
        // Binary, which may hold text further on.
        if run.range.count >= 64 { add(EncodedRegion(form: .base64, range: run.range.lowerBound..<end)) }
        return end
    }

    // MARK: UTF-16

    /// Finds the whole run around one of its characters, takes note of it, and tells its end.
    mutating func noteWide(around character: Int, in bytes: Span<UInt8>, _ bounds: Range<Int>) -> Int {
        var (first, last) = (character, character)
        while last + 2 < bounds.upperBound, bytes[last + 1] == 0, bytes[last + 2] != 0 { last += 2 }
        while first - 2 >= bounds.lowerBound, bytes[first - 1] == 0, bytes[first - 2] != 0 { first -= 2 }
        let isFollowed = last + 1 < bounds.upperBound && bytes[last + 1] == 0
        let isPreceded = first > bounds.lowerBound && bytes[first - 1] == 0
        // Where its ends leave either order open, it is the one of Windows and the web.
        let zeroFirst = isPreceded && !isFollowed
        let range = zeroFirst ? (first - 1)..<(last + 1) : first..<min(bounds.upperBound, last + 2)
        if range.count >= RunScan.shortestWide { add(EncodedRegion(form: .wide(zeroFirst: zeroFirst), range: range)) }
        return max(range.upperBound, character + 1)
    }
}
