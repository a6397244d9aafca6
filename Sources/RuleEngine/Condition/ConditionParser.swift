/// Reads a condition by recursive descent.
///
/// From the loosest to the tightest: `or`, `and`, `not`, `1|any|all of …`, brackets (Sigma rules specification, section
/// "Condition"). Operators are whole words in small letters, so `notepad_sel` is a name.
struct ConditionParser {
    private var tokens: [Token]
    private var position = 0

    private enum Token: Hashable {
        case open, close
        case word(String)
    }

    /// Reads a whole condition.
    ///
    /// - Throws: ``ConditionError`` when it does not read or exceeds a limit.
    static func condition(_ text: String) throws(ConditionError) -> Condition {
        var parser = ConditionParser(tokens: try tokens(text))
        let condition = try parser.disjunction(depth: 0)
        guard parser.position == parser.tokens.count else {
            throw ConditionError(reason: "the condition goes on where it should end, \(parser.place)")
        }
        return condition
    }

    private static func tokens(_ text: String) throws(ConditionError) -> [Token] {
        guard text.utf8.count <= Condition.sizeLimit else {
            throw ConditionError(reason: "the condition is longer than \(Condition.sizeLimit) bytes")
        }
        var tokens: [Token] = []
        var word = ""
        func isPartOfName(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "_-*.".unicodeScalars.contains(scalar)
        }
        for scalar in text.unicodeScalars {
            if isPartOfName(scalar) {
                word.unicodeScalars.append(scalar)
                continue
            }
            if !word.isEmpty {
                tokens.append(.word(word))
                word = ""
            }
            switch scalar {
            case "(": tokens.append(.open)
            case ")": tokens.append(.close)
            case "|":
                throw ConditionError(
                    reason: "aggregation behind '|' is no longer part of Sigma; write a correlation rule instead")
            default:
                guard scalar.properties.isWhitespace else {
                    throw ConditionError(reason: "the condition holds a character that belongs to no name or operator")
                }
            }
        }
        if !word.isEmpty {
            tokens.append(.word(word))
        }
        guard tokens.count <= Condition.tokenLimit else {
            throw ConditionError(reason: "the condition has more than \(Condition.tokenLimit) words")
        }
        return tokens
    }

    private var next: Token? { position < tokens.count ? tokens[position] : nil }

    /// Where the parser stands, for people.
    private var place: String {
        switch next {
        case .open: "at an opening bracket (word \(position + 1))"
        case .close: "at a closing bracket (word \(position + 1))"
        case .word(let word): "at '\(word.prefix(40))' (word \(position + 1))"
        case nil: "at its end"
        }
    }

    private mutating func accept(_ token: Token) -> Bool {
        guard next == token else { return false }
        position += 1
        return true
    }

    private mutating func disjunction(depth: Int) throws(ConditionError) -> Condition {
        var terms = [try conjunction(depth: depth)]
        while accept(.word("or")) {
            terms.append(try conjunction(depth: depth))
        }
        return terms.count == 1 ? terms[0] : .or(terms)
    }

    private mutating func conjunction(depth: Int) throws(ConditionError) -> Condition {
        var terms = [try negation(depth: depth)]
        while accept(.word("and")) {
            terms.append(try negation(depth: depth))
        }
        return terms.count == 1 ? terms[0] : .and(terms)
    }

    private mutating func negation(depth: Int) throws(ConditionError) -> Condition {
        // Counted instead of nested, so that a thousand of them take no stack, here or later.
        var isNegated = false
        while accept(.word("not")) {
            isNegated.toggle()
        }
        let operand = try operand(depth: depth)
        return isNegated ? .not(operand) : operand
    }

    private mutating func operand(depth: Int) throws(ConditionError) -> Condition {
        guard depth < Condition.depthLimit else {
            throw ConditionError(reason: "the condition nests deeper than \(Condition.depthLimit) brackets")
        }
        if accept(.open) {
            let inner = try disjunction(depth: depth + 1)
            guard accept(.close) else {
                throw ConditionError(reason: "the condition lacks a closing bracket, \(place)")
            }
            return inner
        }
        guard case .word(let word) = next else {
            throw ConditionError(reason: "the condition lacks the name of a detection, \(place)")
        }
        let quantifier: Condition.Quantifier? = ["1": .any, "any": .any, "all": .all][word]
        if position + 1 < tokens.count, tokens[position + 1] == .word("of") {
            guard let quantifier else {
                throw ConditionError(reason: "only '1 of', 'any of' and 'all of' are known, \(place)")
            }
            return try selector(quantifier)
        }
        guard !["and", "or", "of", "them"].contains(word) else {
            throw ConditionError(reason: "the condition lacks the name of a detection, \(place)")
        }
        position += 1
        return .name(word)
    }

    private mutating func selector(_ quantifier: Condition.Quantifier) throws(ConditionError) -> Condition {
        position += 2
        guard case .word(let pattern) = next, !["and", "or", "not", "of"].contains(pattern) else {
            throw ConditionError(reason: "'of' lacks 'them' or the names it means, \(place)")
        }
        position += 1
        return .selector(quantifier, pattern: pattern)
    }
}
