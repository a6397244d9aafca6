internal import TOMLKit

/// The reading of one rule.
struct PatternReading {
    /// The shortest literal that is good enough for a gate.
    private static let gateLengthLimit = 3

    private var table: PatternTable
    private let file: String
    /// What the rule asks for and does not get.
    private(set) var notes: [String] = []

    init(_ table: TOMLTable, file: String) {
        self.table = PatternTable(table)
        self.file = file
    }

    mutating func pattern() throws(Refusal) -> SecretPattern {
        guard let id = try table.string("id"), !id.isEmpty else { throw Refusal("it has no id") }
        let description = try table.string("description") ?? id
        let path = try table.string("path")
        guard let regex = try table.string("regex"), !regex.isEmpty else {
            throw Refusal(path == nil ? "it has no regex" : "it looks at paths alone, and Earshot looks into files")
        }
        guard try !table.truth("skipReport") else { throw Refusal("it is only a part of other rules") }
        var parser = ExpressionParser(regex)
        let node = try parser.parse()
        notes += parser.approximations.sorted()
        let keywords = try table.strings("keywords").map { $0.lowercased() }.filter { !$0.isEmpty }
        let required = Self.gate(of: node)
        var pattern = SecretPattern(
            id: id, description: description, expression: String(decoding: parser.output, as: UTF8.self),
            keywords: keywords.isEmpty ? required.map { $0.text.lowercased() } : keywords)
        try setGate(of: &pattern, required, hasKeywords: !keywords.isEmpty)
        pattern.file = file
        pattern.secretGroups = try secretGroups(of: parser.groupCount)
        pattern.pathExpression = try path.map { path throws(Refusal) in try translated(path) }
        try readEntropy(into: &pattern)
        try readAllowances(into: &pattern)
        try readOwn(into: &pattern)
        tellOfTheRest()
        return pattern
    }

    /// The literals that every match holds, when all are long enough and are text.
    private static func gate(of node: ExpressionNode) -> [GateLiteral] {
        var literals: [GateLiteral] = []
        for literal in RequiredLiterals(node).best {
            guard literal.bytes.count >= gateLengthLimit, let text = String(validating: literal.bytes, as: UTF8.self)
            else { return [] }
            literals.append(GateLiteral(text: text, isCaseSensitive: !literal.isCaseless && hasLetters(literal)))
        }
        return literals.sorted { $0.text < $1.text }
    }

    private static func hasLetters(_ literal: ExpressionLiteral) -> Bool {
        literal.bytes.contains { ExpressionLiteral.isLetter($0) }
    }

    /// Lets the literals of the expression be the gate, when they say no less than the keywords.
    private mutating func setGate(
        of pattern: inout SecretPattern, _ required: [GateLiteral], hasKeywords: Bool
    ) throws(Refusal) {
        guard hasKeywords || !required.isEmpty else {
            throw Refusal("it has no keywords, and its regex no literal; name one that is near every match")
        }
        // A keyword that a match need not hold is asked for beside it; the gate cannot do both, and the keyword counts.
        let isImplied = required.allSatisfy { literal in
            pattern.keywords.contains { literal.text.lowercased().contains($0) }
        }
        guard !required.isEmpty, isImplied || !hasKeywords else { return }
        pattern.gate = required
        pattern.isGateInMatch = true
    }

    private mutating func secretGroups(of count: Int) throws(Refusal) -> [Int] {
        let group = try table.integer("secretGroup") ?? 0
        guard (0...99).contains(group), group <= count else {
            throw Refusal("secretGroup is the number of a group of the regex")
        }
        // Without a number, the first group that took part is the secret.
        return group > 0 ? [group] : count == 0 ? [0] : Array(1...min(count, 99))
    }

    private mutating func translated(_ expression: String) throws(Refusal) -> String {
        var parser = ExpressionParser(expression)
        _ = try parser.parse()
        notes += parser.approximations.sorted()
        return String(decoding: parser.output, as: UTF8.self)
    }

    private mutating func readEntropy(into pattern: inout SecretPattern) throws(Refusal) {
        guard let bits = try table.number("entropy") else { return }
        guard bits >= 0, bits <= 8 else { throw Refusal("entropy is a number of bits from 0 to 8") }
        pattern.minimumEntropy = bits
    }

    private mutating func readAllowances(into pattern: inout SecretPattern) throws(Refusal) {
        var reading = AllowanceReading()
        for var list in table.tables("allowlist") + table.tables("allowlists") { try reading.read(&list) }
        if let text = try table.string("filter") {
            var filter = FilterReading(text)
            filter.read()
            notes += filter.notes
            pattern.add(filter.allowances)
        }
        notes += reading.notes
        pattern.add(reading)
    }

    private mutating func readOwn(into pattern: inout SecretPattern) throws(Refusal) {
        guard var own = table.table("earshot") else { return }
        if let kind = try own.string("kind") {
            guard let known = SecretPattern.Kind(rawValue: kind) else {
                throw Refusal("kind is one of: \(SecretPattern.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            pattern.kind = known
        }
        pattern.validator = try own.string("validator")
        pattern.isVague = try own.truth("vague")
        pattern.examples = try own.strings("finds")
        pattern.counterexamples = try own.strings("passes")
        notes += own.unknownKeys.map { "[rules.earshot] has no key \($0)" }
    }

    private mutating func tellOfTheRest() {
        if table.has("required") || table.has("components") {
            notes.append("the rules that it requires near it are not asked for; it is found without them, too")
        }
        if table.has("validate") { notes.append("its validation over the network is dropped") }
        if table.has("tokenEfficiency") { notes.append("tokenEfficiency is not in force; only entropy is") }
        for key in ["tags", "specificity", "title", "severity"] { _ = table.has(key) }
        notes += table.unknownKeys.map { "it has an unknown key \($0), which is not in force" }
    }
}
