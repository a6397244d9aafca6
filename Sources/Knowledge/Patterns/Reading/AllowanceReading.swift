/// The reading of allow lists.
struct AllowanceReading {
    /// Stop words of lists of which one criterion is enough.
    var stopWords: [String] = []
    /// Everything else.
    var allowances: [Allowance] = []
    /// The entropy that filters ask for.
    var minimumEntropy = 0.0
    /// What is asked for and not given.
    private(set) var notes: [String] = []

    init() {}

    /// Reads one list.
    ///
    /// - Throws: ``Refusal`` when a value is of the wrong kind, or an expression is wrong.
    mutating func read(_ table: inout PatternTable) throws(Refusal) {
        var allowance = Allowance()
        allowance.stopWords = try table.strings("stopwords").filter { !$0.isEmpty }
        allowance.expressions = try translated(try table.strings("regexes"))
        allowance.pathExpressions = try translated(try table.strings("paths"))
        allowance.needsAll = try needsAll(try table.string("condition"))
        if let target = try table.string("regexTarget"), !target.isEmpty {
            guard let known = Allowance.Target(rawValue: target.lowercased()) else {
                throw Refusal("regexTarget is secret, match or line")
            }
            allowance.target = known
        }
        let commits = try table.strings("commits")
        let resources = try table.strings("resources")
        for key in ["description", "targetRules"] { _ = table.has(key) }
        if !commits.isEmpty { notes.append("its allow list's commits are not in force: Earshot looks at files") }
        if !resources.isEmpty { notes.append("its allow list's resources are not in force") }
        notes += table.unknownKeys.map { "its allow list has an unknown key \($0), which is not in force" }
        if allowance.needsAll, !commits.isEmpty || !resources.isEmpty {
            notes.append("its allow list is not in force, because it asks for them as well")
            return
        }
        add(allowance)
    }

    /// Adds an allowance; stop words that are enough alone go to the others.
    mutating func add(_ allowance: Allowance) {
        var allowance = allowance
        if !allowance.needsAll || (allowance.expressions.isEmpty && allowance.pathExpressions.isEmpty) {
            stopWords += allowance.stopWords
            allowance.stopWords = []
        }
        let isEmpty = allowance.expressions.isEmpty && allowance.pathExpressions.isEmpty && allowance.stopWords.isEmpty
        if !isEmpty { allowances.append(allowance) }
    }

    private func needsAll(_ condition: String?) throws(Refusal) -> Bool {
        switch condition?.uppercased() {
        case nil, "", "OR", "||": false
        case "AND", "&&": true
        default: throw Refusal("an allow list's condition is AND or OR")
        }
    }

    private mutating func translated(_ expressions: [String]) throws(Refusal) -> [String] {
        var translated: [String] = []
        for expression in expressions {
            var parser = ExpressionParser(expression)
            _ = try parser.parse()
            for approximation in parser.approximations.sorted() { notes.append("in its allow list, " + approximation) }
            translated.append(String(decoding: parser.output, as: UTF8.self))
        }
        return translated
    }
}
