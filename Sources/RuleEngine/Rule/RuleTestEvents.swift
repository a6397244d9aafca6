internal import Knowledge
package import Observation

/// The events that a rule carries to show what it matches.
package struct RuleTestEvents: Sendable {
    /// Events that it must match.
    package let matching: [RuleTestEvent]
    /// Events that it must not match.
    package let notMatching: [RuleTestEvent]

    /// Reads the custom key `tests`, which holds `match` and `no_match`, a list of maps each.
    ///
    /// - Throws: ``RuleFault`` when it is something else.
    init(reading node: YAMLNode?, category: String?) throws(RuleFault) {
        for (key, value) in node?.members ?? [] where key != "match" && key != "no_match" {
            throw RuleFault(line: value.line, reason: "'tests' holds 'match' and 'no_match'")
        }
        matching = try Self.events(node?["match"], category)
        notMatching = try Self.events(node?["no_match"], category)
    }

    private static func events(_ node: YAMLNode?, _ category: String?) throws(RuleFault) -> [RuleTestEvent] {
        guard let node, !node.isNull else { return [] }
        var events: [RuleTestEvent] = []
        for element in node.elements {
            events.append(try RuleTestEvent(reading: element, category: category))
        }
        return events
    }
}

/// One event of a rule's tests.
package struct RuleTestEvent: Sendable {
    /// The event's category: the rule's, unless the event names its own as `event.category`.
    package let category: String?
    /// Its fields by dotted name.
    package let fields: [String: FieldValue]
    /// The line of the rule's file.
    package let line: Int

    init(reading node: YAMLNode, category: String?) throws(RuleFault) {
        guard case .mapping = node.content else {
            throw RuleFault(line: node.line, reason: "a test event is a map of fields")
        }
        var fields: [String: FieldValue] = [:]
        Self.flatten(node, prefix: "", into: &fields)
        self.category = fields.removeValue(forKey: "event.category")?.string ?? category
        self.fields = fields
        line = node.line
    }

    private static func flatten(_ node: YAMLNode, prefix: String, into fields: inout [String: FieldValue]) {
        for (key, value) in node.members {
            if case .mapping = value.content {
                flatten(value, prefix: prefix + key + ".", into: &fields)
            } else {
                fields[prefix + key] = Self.value(value)
            }
        }
    }

    private static func value(_ node: YAMLNode) -> FieldValue {
        switch node.content {
        case .sequence(let nodes): return .list(nodes.map(value))
        case .mapping: return .null
        case .scalar(let text, let isQuoted):
            if node.isNull { return .null }
            if let truth = node.boolean { return .boolean(truth) }
            guard !isQuoted, let number = DecimalNumber(text) else { return .string(text) }
            switch number {
            case .integer(let number): return .integer(number)
            case .real(let number): return .real(number)
            }
        }
    }
}
