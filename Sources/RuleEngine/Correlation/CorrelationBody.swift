internal import Knowledge

/// The part of a correlation rule that decides, as it is written.
struct CorrelationBody: Sendable {
    /// When a correlation holds.
    enum Condition: Sendable {
        /// The number that it counts or measures keeps to bounds.
        case threshold(CorrelationThreshold)
        /// Which rules matched, by their names.
        case rules(RuleEngine.Condition)
    }

    let kind: CorrelationKind
    /// The rules that it is about, by name or identifier, in their order.
    let rules: [String]
    /// The fields whose values tell one group from another; may be aliases.
    let groupBy: [String]
    /// How long the window is, in nanoseconds.
    let span: Int64
    let condition: Condition
    /// The fields that are measured; several make one value of all.
    let fields: [String]
    /// The share of values below the percentile, from 0 to 100.
    let percentile: Double
    /// The field that stands for an alias in each rule.
    let aliases: [String: [String: String]]
    /// Whether the rules report matches of their own too.
    let generates: Bool
    let line: Int

    static let ruleLimit = 100
    static let groupLimit = 20
}

extension CorrelationBody {
    /// Reads the key `correlation`.
    ///
    /// - Throws: ``RuleFault`` when something is missing, is of the wrong kind or exceeds a limit.
    init(reading node: YAMLNode) throws(RuleFault) {
        line = node.line
        guard case .mapping(let members) = node.content else {
            throw RuleFault(line: node.line, reason: "'correlation' takes a map")
        }
        for (key, value) in members where !Self.keys.contains(key) {
            throw RuleFault(
                line: value.line, reason: "a correlation has no key '\(key.prefix(40))'; it has \(Self.keyList)")
        }
        kind = try Self.kind(node)
        rules = try Self.texts(node, "rules", limit: Self.ruleLimit)
        guard !rules.isEmpty else { throw RuleFault(line: node.line, reason: "'rules' names no rule") }
        guard Set(rules).count == rules.count else {
            throw RuleFault(line: node.line, reason: "'rules' names a rule twice")
        }
        groupBy = try Self.texts(node, "group-by", limit: Self.groupLimit)
        span = try Self.span(node)
        aliases = try Self.aliases(node["aliases"], rules: rules)
        generates = node["generate"]?.boolean ?? false
        (condition, fields, percentile) = try Self.condition(node, kind)
    }

    private static let keys = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"]
    private static let keyList = keys.joined(separator: ", ")

    private static func kind(_ node: YAMLNode) throws(RuleFault) -> CorrelationKind {
        guard let kind = node["type"]?.text.flatMap(CorrelationKind.init(rawValue:)) else {
            let names = CorrelationKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw RuleFault(line: (node["type"] ?? node).line, reason: "'type' is none of: \(names)")
        }
        return kind
    }

    private static func texts(_ node: YAMLNode, _ key: String, limit: Int) throws(RuleFault) -> [String] {
        guard let value = node[key], !value.isNull else { return [] }
        guard value.elements.count <= limit else {
            throw RuleFault(line: value.line, reason: "'\(key)' has more than \(limit) entries")
        }
        var texts: [String] = []
        for element in value.elements {
            guard let text = element.text, !text.isEmpty else {
                throw RuleFault(line: element.line, reason: "'\(key)' takes a text, or a list of texts")
            }
            texts.append(text)
        }
        return texts
    }

    /// Seconds of the units of a time span; a month and a year are those of the Gregorian calendar on average.
    private static let units: [Character: Int64] = [
        "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "M": 2_629_746, "y": 31_556_952,
    ]

    private static func span(_ node: YAMLNode) throws(RuleFault) -> Int64 {
        guard let value = node["timespan"] ?? node["timeframe"], let text = value.text, let unit = text.last,
            let seconds = units[unit], let count = Int64(text.dropLast()), count > 0
        else {
            throw RuleFault(
                line: (node["timespan"] ?? node).line,
                reason: "'timespan' takes a number with a unit, one of s, m, h, d, w, M and y: 5m")
        }
        let (whole, overflow) = count.multipliedReportingOverflow(by: seconds * 1_000_000_000)
        guard !overflow else { throw RuleFault(line: value.line, reason: "'timespan' is longer than 292 years") }
        return whole
    }

    private static func aliases(_ node: YAMLNode?, rules: [String]) throws(RuleFault) -> [String: [String: String]] {
        guard let node, !node.isNull else { return [:] }
        var aliases: [String: [String: String]] = [:]
        for (alias, mapping) in node.members {
            for (rule, field) in mapping.members {
                guard rules.contains(rule) else {
                    throw RuleFault(
                        line: field.line, reason: "the alias '\(alias.prefix(40))' names a rule that is not in 'rules'")
                }
                guard let field = field.text, !field.isEmpty else {
                    throw RuleFault(line: field.line, reason: "an alias names one field of each rule")
                }
                aliases[alias, default: [:]][rule] = field
            }
        }
        guard aliases.count == node.members.count else {
            throw RuleFault(line: node.line, reason: "an alias takes a map from rules to fields")
        }
        return aliases
    }
}
