internal import Knowledge

/// A pattern that is ready to run.
struct CompiledPattern: Sendable {
    let id: String
    let description: String
    let expression: Expression
    let keywords: [String]
    let secretGroup: Int
    let minimumEntropy: Double
    /// Lower case, in bytes.
    let stopWords: [[UInt8]]

    /// Makes a pattern ready; what its keywords take is subtracted from the gate's `room`, in bytes.
    ///
    /// - Throws: ``RuleProblem`` when the gate has nothing to look for, the expression does not compile, or it has no
    ///   such group.
    init(_ pattern: SecretPattern, room: inout Int) throws(RuleProblem) {
        func problem(_ reason: String) -> RuleProblem {
            RuleProblem(file: pattern.file, line: nil, reason: "pattern \(pattern.id): \(reason)")
        }
        keywords = Set(pattern.keywords.map { $0.lowercased() }.filter { !$0.isEmpty }).sorted()
        guard !keywords.isEmpty else {
            throw problem("it has no keywords; name a literal that is near every match")
        }
        guard keywords.allSatisfy({ $0.utf8.count <= SecretMatcher.keywordLimit }) else {
            throw problem("a keyword is longer than \(SecretMatcher.keywordLimit) bytes")
        }
        do throws(ExpressionError) {
            expression = try Expression(pattern.expression)
        } catch {
            throw problem("its expression is wrong at byte \(error.offset): \(error.reason)")
        }
        guard (0...expression.groupCount).contains(pattern.secretGroup), pattern.secretGroup < 100 else {
            throw problem("its expression has no group \(pattern.secretGroup)")
        }
        id = pattern.id
        description = pattern.description
        secretGroup = pattern.secretGroup
        minimumEntropy = pattern.minimumEntropy
        let size = keywords.reduce(0) { $0 + $1.utf8.count }
        guard size <= room else { throw problem("the keywords of all patterns are too many") }
        room -= size
        stopWords = pattern.stopWords.map { $0.utf8.map(KeywordAutomaton.folded) }.filter { !$0.isEmpty }
    }

    /// Whether a text that the expression found is a secret: uneven enough, and without a stop word.
    func confirms(_ secret: Span<UInt8>) -> Bool {
        guard !secret.isEmpty else { return false }
        guard minimumEntropy == 0 || shannonEntropy(of: secret) > minimumEntropy else { return false }
        return !stopWords.contains { Self.holds(secret, $0) }
    }

    private static func holds(_ text: Span<UInt8>, _ word: [UInt8]) -> Bool {
        guard word.count <= text.count else { return false }
        return (0...(text.count - word.count)).contains { start in
            word.indices.allSatisfy { KeywordAutomaton.folded(text[start + $0]) == word[$0] }
        }
    }
}
