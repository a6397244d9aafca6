extension MatcherCore {
    /// How many encodings that lie in one another are undone.
    static let depthLimit = 4
    /// How much text may be decoded of one text, at each depth, in bytes.
    static let decodedLimit = 4 << 20

    /// Searches the part of a text that is to be answered for; what lies around it is seen too.
    ///
    /// That a match belongs to the part is decided by the literal or the run of bytes that led to it.
    func search(
        _ bytes: Span<UInt8>, answering part: Range<Int>, using context: inout ScanContext
    ) -> [ContentMatch] {
        guard !bytes.isEmpty, !part.isEmpty else { return [] }
        context.working.adopt(self)
        let text = SearchedText(part: part, whole: 0..<bytes.count, pieces: [], depth: 0)
        return search(bytes, text, &context)
    }

    /// Searches a text and what is encoded in it.
    func search(_ bytes: Span<UInt8>, _ text: SearchedText, _ context: inout ScanContext) -> [ContentMatch] {
        context.working.hits.removeAll()
        context.working.regions.removeAll()
        collectHits(in: bytes, text, &context)
        if text.depth == 0 { context.markers.add(context.working.hits.markers) }
        if context.working.hits.isFull { context.limitsHit += 1 }
        if !context.working.hits.list.isEmpty { follow(in: bytes, text, &context) }
        for pattern in ungated { searchEverywhere(pattern, in: bytes, text, &context) }
        finishRegions(in: bytes, text, &context)
        collectRuns(in: bytes, text, &context)
        var matches: [ContentMatch] = []
        if !context.working.candidates.isEmpty {
            matches = told(context.working.candidates, in: bytes)
            context.working.candidates.removeAll()
        }
        if !context.working.regions.list.isEmpty { decode(bytes, text, &matches, &context) }
        return matches
    }

    /// Runs the gate over the part, and as far beyond it as a literal that begins in it may reach.
    private func collectHits(in bytes: Span<UInt8>, _ text: SearchedText, _ context: inout ScanContext) {
        let end = min(bytes.count, text.part.upperBound + max(0, longestLiteral - 1))
        let searched = bytes.extracting(text.part.lowerBound..<end)
        switch gate {
        case .hyperscan(let gate):
            if !context.working.search(searched, gate) { context.limitsHit += 1 }
        case .automaton(let automaton):
            var isWanted = true
            automaton.forEachHit(in: searched) { literal, end in
                if isWanted { isWanted = context.working.hits.note(literal: literal, end: end) }
            }
        }
    }

    /// Does what each hit asks for.
    private func follow(in bytes: Span<UInt8>, _ text: SearchedText, _ context: inout ScanContext) {
        for index in context.working.hits.list.indices {
            let hit = context.working.hits.list[index]
            let literal = Int(hit.literal)
            let end = text.part.lowerBound + Int(hit.end)
            let place = (end - lengths[literal])..<end
            guard place.lowerBound < text.part.upperBound else { continue }
            let bounds = text.bounds(at: place.lowerBound)
            guard end <= bounds.upperBound else { continue }
            for use in uses[literal] {
                switch use {
                case .anchor(let pattern, let anchor): confirm(pattern, anchor, at: place, in: bytes, bounds, &context)
                case .window(let pattern, let isWord):
                    if isWord, Self.isInWord(place, bytes) { break }
                    open(pattern, around: place, in: bytes, text, &context)
                case .canary(let number, let encoding):
                    context.note(Candidate(source: number, isCanary: true, range: place, encoding: encoding))
                case .escape(let form): context.working.regions.noteEscape(form, at: place, in: bytes, bounds)
                case .marker: break
                }
            }
        }
    }

    /// Whether a word is a part of a longer one; a capital letter or a change of case begins another.
    private static func isInWord(_ word: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        func isSmall(_ offset: Int) -> Bool {
            bytes.indices.contains(offset) && ByteSet.smallLetters.contains(bytes[offset])
        }
        return isSmall(word.lowerBound - 1) && isSmall(word.lowerBound) || isSmall(word.upperBound)
    }

    /// Runs the expression of a pattern where one of its literals stands.
    private func confirm(
        _ pattern: Int, _ number: Int, at literal: Range<Int>, in bytes: Span<UInt8>, _ bounds: Range<Int>,
        _ context: inout ScanContext
    ) {
        guard case .anchors(let anchors) = patterns[pattern].gate,
            anchors[number].allows(bytes, at: literal.upperBound)
        else { return }
        let lead = anchors[number].lead
        let start = max(literal.lowerBound - lead.upperBound, context.working.searched[pattern], bounds.lowerBound)
        let last = literal.lowerBound - lead.lowerBound
        let end = min(bounds.upperBound, literal.upperBound + ContentMatcher.matchReach)
        run(pattern, from: start, last: last, to: end, in: bytes, &context)
    }

    /// Finds all matches of a pattern that begin in a range.
    func run(
        _ number: Int, from first: Int, last: Int, to end: Int, in bytes: Span<UInt8>, _ context: inout ScanContext
    ) {
        guard first <= last else { return }
        let pattern = patterns[number]
        context.working.prepare(number, pattern.expression)
        var start = first
        while start <= last {
            guard
                let match = context.firstMatch(
                    of: pattern.expression, groups: pattern.secretGroups, in: bytes, from: start, last: last, to: end)
            else { break }
            start = max(match.whole.upperBound, start + 1)
            guard let secret = match.group, pattern.confirms(bytes.extracting(secret)),
                isWanted(pattern, secret, in: match.whole, of: bytes, &context)
            else { continue }
            context.note(Candidate(source: number, isCanary: false, range: secret))
        }
        context.working.noteSearched(number, upTo: start)
    }

    /// Whether a pattern is looked for in this file, and none of its allow lists allows the match.
    private func isWanted(
        _ pattern: CompiledPattern, _ secret: Range<Int>, in match: Range<Int>, of bytes: Span<UInt8>,
        _ context: inout ScanContext
    ) -> Bool {
        if let expression = pattern.pathExpression {
            guard let path = context.path.map({ Array($0.utf8) }), context.finds(expression, in: path.span) else {
                return false
            }
        }
        for allowance in pattern.allowances
        where allowance.allows(secret, in: match, of: bytes, path: context.path, using: &context) {
            return false
        }
        return true
    }
}
