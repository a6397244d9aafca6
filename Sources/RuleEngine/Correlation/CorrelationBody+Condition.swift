internal import Knowledge

extension CorrelationBody {
    /// Reads the key `condition` of a correlation: bounds with the field they are about, or a text over rules.
    ///
    /// A temporal correlation without one asks for all of its rules.
    static func condition(
        _ node: YAMLNode, _ kind: CorrelationKind
    ) throws(RuleFault) -> (condition: Condition, fields: [String], percentile: Double) {
        guard let condition = node["condition"], !condition.isNull else {
            guard kind.isTemporal else { throw RuleFault(line: node.line, reason: "'condition' is missing") }
            let count = Double(node["rules"]?.elements.count ?? 1)
            return (.threshold(CorrelationThreshold(bounds: [.init(relation: .greaterOrEqual, number: count)])), [], 50)
        }
        if let text = condition.text {
            return (.rules(try expression(text, kind, line: condition.line)), [], 50)
        }
        var bounds: [CorrelationThreshold.Bound] = []
        var fields: [String] = []
        var percentile: Double?
        for (key, value) in condition.members {
            if let relation = CorrelationThreshold.Relation(rawValue: key) {
                guard let number = value.real else {
                    throw RuleFault(line: value.line, reason: "'\(key)' takes a number")
                }
                bounds.append(.init(relation: relation, number: number))
            } else if key == "field" {
                fields = value.elements.compactMap(\.text).filter { !$0.isEmpty }
            } else if key == "percentile" {
                guard let number = value.real, (0...100).contains(number) else {
                    throw RuleFault(line: value.line, reason: "'percentile' takes a number from 0 to 100")
                }
                percentile = number
            } else {
                throw RuleFault(
                    line: value.line,
                    reason:
                        "a condition has no key '\(key.prefix(40))'; it has gt, gte, lt, lte, eq, neq, field, percentile"
                )
            }
        }
        guard (1...2).contains(bounds.count) else {
            throw RuleFault(line: condition.line, reason: "a condition has one bound, or two that make a range")
        }
        guard kind.needsField == !fields.isEmpty else {
            let reason = kind.needsField ? "needs the 'field' that it measures" : "measures no 'field'"
            throw RuleFault(line: condition.line, reason: "a \(kind.rawValue) \(reason)")
        }
        guard fields.count <= 1 || kind == .valueCount else {
            throw RuleFault(line: condition.line, reason: "a \(kind.rawValue) measures one field")
        }
        guard kind != .valuePercentile || percentile != nil else {
            throw RuleFault(line: condition.line, reason: "a value_percentile needs 'percentile', from 0 to 100")
        }
        return (.threshold(CorrelationThreshold(bounds: bounds)), fields, percentile ?? 50)
    }

    private static func expression(
        _ text: String, _ kind: CorrelationKind, line: Int
    ) throws(RuleFault) -> RuleEngine.Condition {
        guard kind.isTemporal else {
            throw RuleFault(line: line, reason: "only a temporal correlation takes a condition over its rules")
        }
        do {
            return try ConditionParser.condition(text)
        } catch {
            throw RuleFault(line: line, reason: error.reason)
        }
    }
}
