/// Turns a rule's detections and conditions into a graph.
struct MatchCompiler {
    private var fields: [String] = []
    private var slots: [String: Int] = [:]
    private var nodes: [MatchProgram.Node] = []
    private var expressions: [RegularExpression] = []
    /// The node of each detection.
    private var roots: [String: Int] = [:]
    private var names: [String] = []
    private let line: Int

    /// Compiles a rule.
    ///
    /// - Throws: ``RuleFault`` when the condition names what is not there, or an expression is not taken.
    static func program(for body: DetectionBody) throws(RuleFault) -> MatchProgram {
        var compiler = MatchCompiler(line: body.line)
        for (name, detection) in body.detections {
            compiler.roots[name] = try compiler.node(detection)
            compiler.names.append(name)
        }
        var roots: [Int] = []
        for condition in body.conditions {
            roots.append(try compiler.node(condition))
        }
        let root = compiler.joined(roots, all: false)
        return MatchProgram(
            fields: compiler.fields, nodes: compiler.nodes, root: root,
            expressions: compiler.expressions)
    }

    private init(line: Int) {
        self.line = line
    }

    private mutating func add(_ node: MatchProgram.Node) -> Int {
        nodes.append(node)
        return nodes.count - 1
    }

    private mutating func joined(_ parts: [Int], all: Bool) -> Int {
        parts.count == 1 ? parts[0] : add(all ? .all(parts) : .any(parts))
    }

    private mutating func slot(_ field: String) -> Int {
        if let slot = slots[field] { return slot }
        slots[field] = fields.count
        fields.append(field)
        return fields.count - 1
    }

    private mutating func node(_ detection: Detection) throws(RuleFault) -> Int {
        switch detection {
        case .item(let item): return try node(item)
        case .all(let parts): return joined(try nodes(parts), all: true)
        case .any(let parts): return joined(try nodes(parts), all: false)
        }
    }

    private mutating func nodes(_ parts: [Detection]) throws(RuleFault) -> [Int] {
        var indices: [Int] = []
        for part in parts {
            indices.append(try node(part))
        }
        return indices
    }

    private mutating func node(_ item: DetectionItem) throws(RuleFault) -> Int {
        let slot: Int? = if let field = item.field { self.slot(field) } else { nil }
        var parts: [Int] = []
        for value in item.values {
            parts.append(try node(value, slot, line: item.line))
        }
        let joined = joined(parts, all: item.needsAll)
        return item.isNegated ? add(.not(joined)) : joined
    }

    private mutating func node(_ value: DetectionValue, _ slot: Int?, line: Int) throws(RuleFault) -> Int {
        guard case .anyOf(let forms) = value else {
            return add(.comparison(.init(slot: slot, test: try test(value, line: line))))
        }
        var parts: [Int] = []
        for form in forms {
            parts.append(try node(form, slot, line: line))
        }
        return joined(parts, all: false)
    }

    private mutating func test(_ value: DetectionValue, line: Int) throws(RuleFault) -> ValueTest {
        switch value {
        case .text(let pattern): return .text(TextMatcher(pattern))
        case .number(let number): return .number(.equal, number)
        case .comparison(let relation, let number): return .number(relation, number)
        case .boolean(let truth): return .boolean(truth)
        case .null, .anyOf: return .null
        case .exists(let wanted): return .exists(wanted)
        case .network(let network): return .network(network)
        case .timePart(let part, let relation, let number): return .timePart(part, relation, number)
        case .reference(let reference): return .reference(slot: slot(reference.field), reference)
        case .expression(let source, let flags):
            do {
                let expression = try RegularExpression(source, flags: flags)
                expressions.append(expression)
                return .expression(expression)
            } catch {
                throw RuleFault(line: line, reason: "the regular expression, at byte \(error.offset): \(error.reason)")
            }
        }
    }

    private mutating func node(_ condition: Condition) throws(RuleFault) -> Int {
        switch condition {
        case .name(let name):
            guard let root = roots[name] else {
                let isOperator = ["AND", "OR", "NOT"].contains(name)
                let hint = isOperator ? "; operators are written in small letters" : ""
                throw RuleFault(
                    line: line, reason: "the condition names '\(name.prefix(60))', which is no detection\(hint)")
            }
            return root
        case .selector(let quantifier, let pattern):
            let selected = Condition.names(selectedBy: pattern, among: names).compactMap { roots[$0] }
            guard !selected.isEmpty else {
                throw RuleFault(line: line, reason: "the condition's 'of \(pattern.prefix(60))' selects no detection")
            }
            return joined(selected, all: quantifier == .all)
        case .not(let inner): return add(.not(try node(inner)))
        case .and(let terms): return joined(try nodes(terms), all: true)
        case .or(let terms): return joined(try nodes(terms), all: false)
        }
    }

    private mutating func nodes(_ terms: [Condition]) throws(RuleFault) -> [Int] {
        var indices: [Int] = []
        for term in terms {
            indices.append(try node(term))
        }
        return indices
    }
}
