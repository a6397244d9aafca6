/// A literal that every match of an expression, or of one of its branches, holds at a known distance from its beginning.
struct ExpressionAnchor: Hashable, Sendable {
    /// A run of bytes that follows: so many of a set, and not one more of it behind them.
    struct Step: Hashable, Sendable {
        let set: ByteSet
        let minimum: Int
        let maximum: Int
    }

    private static let literalCountLimit = 64
    private static let lengthLimit = 24
    /// Longer leads are not worth it: the expression would be tried at each of so many places.
    private static let leadLimit = 96

    /// One of these stands there.
    let literals: [GateLiterals.Literal]
    /// How many bytes of the match precede it, at least and at most.
    let lead: ClosedRange<Int>
    /// What must follow it, as far as that can be said byte by byte.
    let steps: [Step]
    /// How many bytes a match has at most from the literal on; nothing when there is no most.
    let reach: Int?

    /// The anchors of an expression, one for each of its branches; empty when some branch has none.
    static func all(in syntax: ExpressionSyntax) -> [ExpressionAnchor] {
        let parts = syntax.parts
        if parts.count == 1, case .choice(let branches) = parts[0] {
            let anchors = branches.map { all(in: $0) }
            return anchors.contains(where: \.isEmpty) ? [] : anchors.flatMap { $0 }
        }
        return best(in: parts).map { [$0] } ?? []
    }

    private static func best(in parts: [ExpressionSyntax]) -> ExpressionAnchor? {
        var best: (score: Int, anchor: ExpressionAnchor)?
        for start in parts.indices {
            let lead = ExpressionSyntax.sequence(Array(parts[..<start])).width
            guard let most = lead.maximum, most <= leadLimit else { break }
            guard let (end, texts) = longest(from: start, in: parts) else { continue }
            let shortest = texts.lazy.map(\.count).min() ?? 0
            // Longer is rarer, up to a point; many are dearer.
            let score = 8 * min(shortest, 10) - texts.count - most / 8
            guard shortest > 0, best.map({ score > $0.score }) ?? true else { continue }
            best = (
                score,
                ExpressionAnchor(
                    literals: Array(Set(texts.map(literal))), lead: lead.minimum...most,
                    steps: steps(parts[end...]), reach: ExpressionSyntax.sequence(Array(parts[start...])).width.maximum)
            )
        }
        return best?.anchor
    }

    /// The texts that the parts from one on can be, up to the first that can be too many; and where that is.
    private static func longest(
        from start: Int, in parts: [ExpressionSyntax]
    ) -> (end: Int, texts: [[ByteSet]])? {
        var texts: [[ByteSet]] = [[]]
        var end = start
        while end < parts.count, let more = Self.texts(of: parts[end]) {
            let (count, isOverflow) = texts.count.multipliedReportingOverflow(by: more.count)
            guard !isOverflow, count <= literalCountLimit else { break }
            texts = texts.flatMap { text in more.map { text + $0 } }
            guard texts.allSatisfy({ $0.count <= lengthLimit }) else { break }
            end += 1
        }
        guard texts.allSatisfy({ $0.count <= lengthLimit }) else {
            // Cut, with what follows unknown.
            return (parts.count, texts.map { Array($0.prefix(lengthLimit)) })
        }
        return end > start ? (end, texts) : nil
    }

    /// Every text that a part can be, letters of either case as one; nothing when those are too many.
    private static func texts(of part: ExpressionSyntax) -> [[ByteSet]]? {
        switch part {
        case .nothing: return [[]]
        case .byte(let set):
            if set.count == 1 || isLetterOfBothCases(set) { return [[set]] }
            return set.count <= 6 ? set.bytes.map { [ByteSet([$0])] } : nil
        case .sequence(let parts):
            var texts: [[ByteSet]] = [[]]
            for part in parts {
                guard let more = Self.texts(of: part), texts.count * more.count <= literalCountLimit else { return nil }
                texts = texts.flatMap { text in more.map { text + $0 } }
            }
            return texts
        case .choice(let branches):
            var texts: [[ByteSet]] = []
            for branch in branches {
                guard let more = Self.texts(of: branch), texts.count + more.count <= literalCountLimit else {
                    return nil
                }
                texts += more
            }
            return texts
        case .repetition(let part, let minimum, let maximum):
            guard let maximum, maximum <= 4, minimum <= maximum, let once = Self.texts(of: part) else { return nil }
            var texts: [[ByteSet]] = []
            var repeated: [[ByteSet]] = [[]]
            for count in 0...maximum {
                if count >= minimum { texts += repeated }
                guard texts.count <= literalCountLimit, repeated.count * once.count <= literalCountLimit else {
                    return nil
                }
                if count < maximum { repeated = repeated.flatMap { text in once.map { text + $0 } } }
            }
            return texts
        }
    }

    private static func isLetterOfBothCases(_ set: ByteSet) -> Bool {
        set.count == 2 && ByteSet([set.bytes[0]]).withBothCases == set
    }

    private static func literal(_ text: [ByteSet]) -> GateLiterals.Literal {
        let isCaseSensitive = text.allSatisfy { $0.count == 1 }
        return GateLiterals.Literal(text.map { $0.bytes[$0.bytes.count - 1] }, isCaseSensitive: isCaseSensitive)
    }

    /// Runs of bytes that need no going back: no run's set may share a byte with what can follow it.
    private static func steps(_ parts: ArraySlice<ExpressionSyntax>) -> [Step] {
        var steps: [Step] = []
        for part in parts {
            switch part {
            case .nothing: continue
            case .byte(let set): steps.append(Step(set: set, minimum: 1, maximum: 1))
            case .repetition(.byte(let set), let minimum, let maximum):
                steps.append(Step(set: set, minimum: minimum, maximum: maximum ?? .max))
            case .repetition(.sequence(let inner), let minimum, let maximum) where inner.count == 1:
                guard case .byte(let set) = inner[0] else { return determined(steps) }
                steps.append(Step(set: set, minimum: minimum, maximum: maximum ?? .max))
            default: return determined(steps)
            }
        }
        return determined(steps)
    }

    /// Cuts the runs where one may take what belongs to the next; of the last only the least is known.
    private static func determined(_ steps: [Step]) -> [Step] {
        var kept: [Step] = []
        for (number, step) in steps.enumerated() {
            let isFixed = step.minimum == step.maximum
            if isFixed {
                kept.append(step)
                continue
            }
            let isLast = number + 1 >= steps.count
            if !isLast, steps[number + 1].minimum > 0, step.set.isDisjoint(with: steps[number + 1].set) {
                kept.append(step)
                continue
            }
            if step.minimum > 0 { kept.append(Step(set: step.set, minimum: step.minimum, maximum: step.minimum)) }
            break
        }
        return kept
    }

    /// Whether what follows a literal that ends at an offset may be a match; false only if it cannot be one.
    @inline(__always)
    func allows(_ bytes: Span<UInt8>, at end: Int) -> Bool {
        var offset = end
        for step in steps {
            let isFixed = step.minimum == step.maximum
            var count = 0
            while count < step.maximum, offset < bytes.count, step.set.contains(bytes[offset]) {
                offset += 1
                count += 1
            }
            guard count >= step.minimum else { return false }
            if !isFixed, count == step.maximum, offset < bytes.count, step.set.contains(bytes[offset]) { return false }
        }
        return true
    }
}
