/// The room of a thread's searches with one matcher, kept from one text to the next.
struct SearchRoom: ~Copyable {
    /// The matcher that it was made for.
    private var owner: MatcherCore?
    private(set) var scratch: HyperscanGate.Scratch?
    var hits = GateHits()
    /// Whether each pattern's expression was made ready for this thread.
    var isPrepared: [Bool] = []
    /// The region that is open for each pattern that is looked for around its keywords.
    var open: [Range<Int>?] = []
    /// Where the next search for each pattern may begin, so that no match is found twice.
    var searched: [Int] = []
    /// The patterns whose entries of the two above are not at their beginning.
    var touched: [Int] = []
    var candidates: [Candidate] = []
    var regions = EncodedRegions()
    /// Decoded text, the room for each depth.
    private var decoded: [DecodedText] = []

    /// Prepares for a matcher; costs nothing when it is the one of the last time.
    mutating func adopt(_ core: MatcherCore) {
        guard owner !== core else { return }
        owner = core
        scratch = nil
        if case .hyperscan(let gate) = core.gate { scratch = gate.scratch() }
        isPrepared = Array(repeating: false, count: core.patterns.count)
        open = Array(repeating: nil, count: core.patterns.count)
        searched = Array(repeating: 0, count: core.patterns.count)
        touched = []
        candidates = []
        hits = GateHits()
        hits.markerOf = core.markerOf
    }

    /// Runs Hyperscan over a text.
    ///
    /// - Returns: Whether it ran to the end.
    mutating func search(_ bytes: Span<UInt8>, _ gate: HyperscanGate) -> Bool {
        guard let scratch else { return false }
        return gate.search(bytes, using: scratch, into: &hits) || hits.isFull
    }

    /// Makes a pattern's expression ready for this thread.
    mutating func prepare(_ pattern: Int, _ expression: Expression) {
        guard !isPrepared[pattern] else { return }
        expression.prepare()
        isPrepared[pattern] = true
    }

    /// Takes note that a pattern has something to forget at the end of the text.
    mutating func touch(_ pattern: Int) {
        guard open[pattern] == nil, searched[pattern] == 0 else { return }
        touched.append(pattern)
    }

    /// Takes note that matches of a pattern begin at an offset at the earliest.
    mutating func noteSearched(_ pattern: Int, upTo offset: Int) {
        touch(pattern)
        searched[pattern] = max(searched[pattern], offset)
    }

    /// Forgets what belongs to the text that was searched last.
    mutating func forgetTouched() {
        for pattern in touched {
            open[pattern] = nil
            searched[pattern] = 0
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Lends the room for decoded text of a depth; it is to be given back.
    mutating func takeDecoded(_ depth: Int) -> DecodedText {
        while decoded.count <= depth { decoded.append(DecodedText()) }
        let text = decoded[depth]
        decoded[depth] = DecodedText()
        return text
    }

    mutating func giveBack(_ text: consuming DecodedText, _ depth: Int) {
        text.removeAll()
        decoded[depth] = text
    }
}
