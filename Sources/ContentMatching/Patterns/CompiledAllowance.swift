internal import Knowledge

/// An allow list that is ready to run.
struct CompiledAllowance: Sendable {
    private let expressions: [Expression]
    private let target: Allowance.Target
    private let pathExpressions: [Expression]
    /// Lower case, in bytes.
    private let stopWords: [[UInt8]]
    private let needsAll: Bool

    init(_ allowance: Allowance) throws(ExpressionError) {
        expressions = try Self.compile(allowance.expressions)
        pathExpressions = try Self.compile(allowance.pathExpressions)
        target = allowance.target
        stopWords = allowance.stopWords.map { $0.utf8.map(KeywordAutomaton.folded) }.filter { !$0.isEmpty }
        needsAll = allowance.needsAll
    }

    private static func compile(_ texts: [String]) throws(ExpressionError) -> [Expression] {
        var compiled: [Expression] = []
        for text in texts { compiled.append(try Expression(text)) }
        return compiled
    }

    /// Whether a match is none.
    func allows(
        _ secret: Range<Int>, in match: Range<Int>, of bytes: Span<UInt8>, path: String?,
        using context: inout ScanContext
    ) -> Bool {
        var criteria: [Bool] = []
        if !expressions.isEmpty {
            let range =
                switch target {
                case .secret: secret
                case .match: match
                case .line: Self.line(around: match, in: bytes)
                }
            criteria.append(finds(expressions, in: bytes.extracting(range), &context))
        }
        if !stopWords.isEmpty {
            criteria.append(stopWords.contains { bytes.extracting(secret).holds(folded: $0) })
        }
        if !pathExpressions.isEmpty {
            let text = Array((path ?? "").utf8)
            criteria.append(path != nil && finds(pathExpressions, in: text.span, &context))
        }
        return needsAll ? !criteria.isEmpty && !criteria.contains(false) : criteria.contains(true)
    }

    private func finds(_ expressions: [Expression], in bytes: Span<UInt8>, _ context: inout ScanContext) -> Bool {
        for expression in expressions where context.finds(expression, in: bytes) { return true }
        return false
    }

    /// The line, or the lines, that a match is on; of very long ones the part around it.
    private static func line(around match: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
        let reach = 1_024
        var (start, end) = (match.lowerBound, match.upperBound)
        while start > 0, match.lowerBound - start < reach, bytes[start - 1] != 0x0A { start -= 1 }
        while end < bytes.count, end - match.upperBound < reach, bytes[end] != 0x0A { end += 1 }
        return start..<end
    }
}
