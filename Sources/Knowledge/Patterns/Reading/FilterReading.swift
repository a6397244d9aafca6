/// The reading of a filter of betterleaks: an expression that discards a match.
///
/// The language is Google's Common Expression Language in some releases and Expr in others. Read are the terms that stand side by side, joined by `||`: entropy below a bound, expressions that the secret, the
/// match, the line or the path must not match, and words that the secret must not contain. Every other term is told of.
struct FilterReading {
    private let text: [UInt8]
    /// What the terms come to.
    private(set) var allowances = AllowanceReading()
    /// The terms that are not in force.
    private(set) var notes: [String] = []

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    mutating func read() {
        for term in FilterScanner.terms(of: text) {
            if !takes(FilterScanner.unwrapped(term)) {
                notes.append("a part of its filter is not in force: \(Self.name(of: term))")
            }
        }
        notes += allowances.notes
    }

    /// The first word of a term, which tells which one it is without repeating it.
    private static func name(of term: [UInt8]) -> String {
        let word = FilterScanner.unwrapped(term).prefix {
            ExpressionParser.isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
        }
        return word.isEmpty ? "an expression" : String(decoding: word.prefix(40), as: UTF8.self)
    }

    private mutating func takes(_ term: [UInt8]) -> Bool {
        guard let call = FilterCall(term) else { return false }
        switch (call.function, call.subject) {
        case ("entropy", .secret):
            guard let bound = call.bound, bound >= 0, bound <= 8 else { return false }
            allowances.minimumEntropy = max(allowances.minimumEntropy, bound)
            return true
        case ("matchesAny", let subject?): return allows(call.strings, in: subject)
        case ("containsAny", .secret):
            allowances.stopWords += call.strings.filter { !$0.isEmpty }
            return !call.strings.isEmpty
        default: return false
        }
    }

    private mutating func allows(_ expressions: [String], in subject: FilterCall.Subject) -> Bool {
        var allowance = Allowance()
        for expression in expressions {
            var parser = ExpressionParser(expression)
            guard (try? parser.parse()) != nil else { return false }
            let translated = String(decoding: parser.output, as: UTF8.self)
            if subject == .path {
                allowance.pathExpressions.append(translated)
            } else {
                allowance.expressions.append(translated)
            }
        }
        switch subject {
        case .secret, .path: allowance.target = .secret
        case .match: allowance.target = .match
        case .line: allowance.target = .line
        }
        allowances.add(allowance)
        return !expressions.isEmpty
    }
}
