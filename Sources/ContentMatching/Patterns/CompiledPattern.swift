internal import Knowledge

/// A pattern that is ready to run; a class, because it is looked at wherever a literal stands, and copies are dear there.
final class CompiledPattern: Sendable {
    /// How it is found where it has no literal that gates it.
    enum Gate: Sendable, Hashable {
        /// Around each of some literals.
        case window([GateLiterals.Literal])
        /// Where literals stand that every match holds.
        case anchors([ExpressionAnchor])
        /// Everywhere: dear, and so told of when it is compiled.
        case everywhere
    }

    /// The longest literal of the gate, in bytes.
    static let literalLimit = 128

    let id: String
    let description: String
    let kind: ContentMatch.Kind
    let isVague: Bool
    let expression: Expression
    let gate: Gate
    /// What stands in every match; nothing for those that are found at a literal, or where nothing is rare enough.
    let required: RequiredRun?
    let secretGroups: [Int]
    let minimumEntropy: Double
    let validator: Validator?
    /// Lower case, in bytes.
    let stopWords: [[UInt8]]
    let allowances: [CompiledAllowance]
    /// What the path of a file must match for the pattern to be looked for in it.
    let pathExpression: Expression?

    /// Makes a pattern ready.
    ///
    /// - Throws: ``RuleProblem`` when the gate has nothing to look for, the expression does not compile, or it has no
    ///   such group.
    init(_ pattern: SecretPattern) throws(RuleProblem) {
        func problem(_ reason: String) -> RuleProblem {
            RuleProblem(file: pattern.file, line: nil, reason: "pattern \(pattern.id): \(reason)")
        }
        do throws(ExpressionError) {
            expression = try Expression(pattern.expression)
        } catch {
            throw problem("its expression is wrong at byte \(error.offset): \(error.reason)")
        }
        let groupCount = expression.groupCount
        guard let last = pattern.secretGroups.max(), pattern.secretGroups.allSatisfy({ $0 >= 0 }), last <= groupCount,
            last < ScanContext.groupLimit
        else {
            throw problem("its expression has no group \(pattern.secretGroup)")
        }
        let syntax = ExpressionSyntaxReader.read(pattern.expression)
        gate = Self.gate(of: pattern, syntax)
        if case .window(let literals) = gate, literals.contains(where: { $0.bytes.count > Self.literalLimit }) {
            throw problem("a keyword is longer than \(Self.literalLimit) bytes")
        }
        if case .anchors = gate { required = nil } else { required = syntax.flatMap(RequiredRun.init) }
        id = pattern.id
        description = pattern.description
        kind =
            switch pattern.kind {
            case .secret: .secret
            case .personalData: .personalData
            }
        isVague = pattern.isVague
        secretGroups = pattern.secretGroups
        minimumEntropy = pattern.minimumEntropy
        guard pattern.validator == nil || pattern.validator.flatMap(Validator.init(rawValue:)) != nil else {
            throw problem("there is no check of the name that it gives")
        }
        validator = pattern.validator.flatMap(Validator.init(rawValue:))
        stopWords = pattern.stopWords.map { $0.utf8.map(KeywordAutomaton.folded) }.filter { !$0.isEmpty }
        do throws(ExpressionError) {
            var compiled: [CompiledAllowance] = []
            for allowance in pattern.allowances { compiled.append(try CompiledAllowance(allowance)) }
            allowances = compiled
            pathExpression = try pattern.pathExpression.map { text throws(ExpressionError) in try Expression(text) }
        } catch {
            throw problem(
                "the expression of its path or of its allow list is wrong at byte \(error.offset): \(error.reason)")
        }
    }

    private static func gate(of pattern: SecretPattern, _ syntax: ExpressionSyntax?) -> Gate {
        let literals = pattern.gate.filter { !$0.text.isEmpty }.map {
            GateLiterals.Literal($0.text.utf8, isCaseSensitive: $0.isCaseSensitive)
        }
        let shortest = literals.lazy.map(\.bytes.count).min() ?? 0
        if let syntax {
            let anchors = ExpressionAnchor.all(in: syntax)
            let anchored = anchors.flatMap(\.literals)
            let fits = anchored.allSatisfy { literal in
                literal.bytes.count >= min(3, max(shortest, 1))
                    && (pattern.isGateInMatch || literals.isEmpty
                        || literals.contains { Self.isOneInTheOther($0.bytes, literal.bytes) })
            }
            if !anchors.isEmpty, fits { return .anchors(anchors) }
        }
        return literals.isEmpty ? .everywhere : .window(literals)
    }

    private static func isOneInTheOther(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let (left, right) = (left.map(KeywordAutomaton.folded), right.map(KeywordAutomaton.folded))
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        return (0...(long.count - short.count)).contains { long[$0...].starts(with: short) }
    }

    /// Whether a text that the expression found is what is looked for: uneven enough, without a stop word, and valid.
    func confirms(_ secret: Span<UInt8>) -> Bool {
        guard !secret.isEmpty else { return false }
        guard minimumEntropy == 0 || shannonEntropy(of: secret) > minimumEntropy else { return false }
        guard !stopWords.contains(where: { secret.holds(folded: $0) }) else { return false }
        return validator?.accepts(secret) ?? true
    }
}

extension Span<UInt8> {
    /// Whether a word, given in small letters, is in it in whatever case.
    func holds(folded word: [UInt8]) -> Bool {
        guard word.count <= count else { return false }
        return (0...(count - word.count)).contains { start in
            word.indices.allSatisfy { KeywordAutomaton.folded(self[start + $0]) == word[$0] }
        }
    }
}
