extension MatcherCore {
    /// Searches the part of a text that is to be answered for; what lies around it is seen too.
    ///
    /// That a match belongs to the part is decided by the literal or the run of bytes that led to it.
    func search(
        _ bytes: Span<UInt8>, answering part: Range<Int>, using context: inout ScanContext
    ) -> [ContentMatch] {
        context.working.adopt(self)
        context.working.hits.removeAll()
        collectHits(in: bytes, part, &context)
        context.markers.add(context.working.hits.markers)
        if context.working.hits.isFull { context.limitsHit += 1 }
        if !context.working.hits.list.isEmpty { follow(in: bytes, part, &context) }
        for pattern in ungated { searchEverywhere(pattern, in: bytes, part, &context) }
        finish(in: bytes, &context)
        guard !context.working.candidates.isEmpty else { return [] }
        defer { context.working.candidates.removeAll() }
        return told(context.working.candidates, in: bytes)
    }

    /// Runs the gate over the part, and as far beyond it as a literal that begins in it may reach.
    private func collectHits(in bytes: Span<UInt8>, _ part: Range<Int>, _ context: inout ScanContext) {
        let end = min(bytes.count, part.upperBound + max(0, longestLiteral - 1))
        let searched = bytes.extracting(part.lowerBound..<end)
        switch gate {
        case .hyperscan(let gate):
            guard context.working.search(searched, gate) else {
                context.limitsHit += 1
                return
            }
        case .automaton(let automaton):
            var isWanted = true
            automaton.forEachHit(in: searched) { literal, end in
                if isWanted { isWanted = context.working.hits.note(literal: literal, end: end) }
            }
        }
    }

    /// Does what each hit asks for.
    private func follow(in bytes: Span<UInt8>, _ part: Range<Int>, _ context: inout ScanContext) {
        for index in context.working.hits.list.indices {
            let hit = context.working.hits.list[index]
            let literal = Int(hit.literal)
            let end = part.lowerBound + Int(hit.end)
            let start = end - lengths[literal]
            guard start < part.upperBound else { continue }
            for use in uses[literal] {
                switch use {
                case .anchor(let pattern, let anchor):
                    confirm(pattern, anchor, from: start, end, in: bytes, &context)
                case .window(let pattern): open(pattern, around: start..<end, in: bytes, &context)
                case .canary(let number):
                    context.note(Candidate(source: number, isCanary: true, range: start..<end))
                case .encoded, .marker: break
                }
            }
        }
    }

    /// Runs the expression of a pattern where one of its literals stands.
    private func confirm(
        _ pattern: Int, _ number: Int, from literal: Int, _ end: Int, in bytes: Span<UInt8>,
        _ context: inout ScanContext
    ) {
        guard case .anchors(let anchors) = patterns[pattern].gate, anchors[number].allows(bytes, at: end) else {
            return
        }
        let anchor = anchors[number]
        let start = max(literal - anchor.lead.upperBound, context.working.searched[pattern], 0)
        let last = literal - anchor.lead.lowerBound
        guard start <= last else { return }
        run(
            pattern, from: start, last: last, to: min(bytes.count, end + ContentMatcher.matchReach), in: bytes, &context
        )
    }

    /// Finds all matches of a pattern that begin in a range.
    func run(
        _ number: Int, from first: Int, last: Int, to end: Int, in bytes: Span<UInt8>, _ context: inout ScanContext
    ) {
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
                !isAllowed(pattern, secret, in: match.whole, of: bytes, &context)
            else { continue }
            context.note(Candidate(source: number, isCanary: false, range: secret))
        }
        context.working.noteSearched(number, upTo: start)
    }

    private func isAllowed(
        _ pattern: CompiledPattern, _ secret: Range<Int>, in match: Range<Int>, of bytes: Span<UInt8>,
        _ context: inout ScanContext
    ) -> Bool {
        for allowance in pattern.allowances
        where allowance.allows(secret, in: match, of: bytes, path: context.path, using: &context) {
            return true
        }
        return false
    }

    /// What was found, without overlaps and in the order of the text.
    private func told(_ candidates: [Candidate], in bytes: Span<UInt8>) -> [ContentMatch] {
        let canaries = ContentMatch.resolved(candidates.filter(\.isCanary))
        let others = ContentMatch.resolved(candidates.filter { !$0.isCanary })
        let all = canaries.isEmpty ? others : (canaries + others).sorted { $0.range.lowerBound < $1.range.lowerBound }
        return all.map { match($0, in: bytes) }
    }

    private func match(_ candidate: Candidate, in bytes: Span<UInt8>) -> ContentMatch {
        let text = bytes.text(in: candidate.range)
        guard !candidate.isCanary else {
            return ContentMatch(
                patternID: "canary", description: "Text that was asked for", kind: .canary, isValidated: false,
                encoding: [], range: candidate.range, text: text)
        }
        let pattern = patterns[candidate.source]
        return ContentMatch(
            patternID: pattern.id, description: pattern.description, kind: pattern.kind,
            isValidated: pattern.validator != nil, encoding: [], range: candidate.range, text: text)
    }
}

extension Span<UInt8> {
    /// Some of the bytes as text, invalid UTF-8 replaced.
    func text(in range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for offset in range { bytes.append(self[offset]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
