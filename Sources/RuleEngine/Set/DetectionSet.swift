package import Observation

/// Every rule in force, ready to be asked about events.
///
/// Rules are sorted by the category they look at, so an event meets only those that may match it.
package struct DetectionSet: Sendable {
    /// The rules, in the order of their files; the user's behind those that the binary carries.
    package let rules: [DetectionRule]
    /// The correlations, with the rules that they are about looked up.
    let program: CorrelationProgram

    /// The rules of one category, those without any included.
    private let groups: [String: RuleGroup]
    /// The rules without a category, for events of a category that no rule names.
    private let rest: RuleGroup

    /// No rules.
    package init() {
        self.init(rules: [])
    }

    init(rules: [DetectionRule], program: CorrelationProgram = CorrelationProgram()) {
        self.rules = rules
        self.program = program
        let numbered = Array(rules.enumerated())
        rest = RuleGroup(numbered.filter { $0.element.logSource.category == nil })
        var groups: [String: RuleGroup] = [:]
        for category in Set(rules.compactMap(\.logSource.category)) {
            groups[category] = RuleGroup(
                numbered.filter { $0.element.logSource.category == nil || $0.element.logSource.category == category })
        }
        self.groups = groups
    }

    /// The rule of that name or identifier.
    package func rule(named name: String) -> DetectionRule? {
        rules.first { $0.name == name } ?? rules.first { $0.id == name }
    }

    /// What one of Earshot's own events matches, in the order of the rules.
    package func matches(_ event: Event) -> [DetectionMatch] {
        matches(event.fields, category: event.category.rawValue) { $0.isObserved }
    }

    /// What an event from elsewhere matches.
    ///
    /// A rule applies when the source has every part that the rule names.
    package func matches(_ fields: EventFields, from source: LogSource) -> [DetectionMatch] {
        matches(fields, category: source.category) { $0.covers(source) }
    }

    private func matches(
        _ fields: EventFields, category: String?, where applies: (LogSource) -> Bool
    ) -> [DetectionMatch] {
        let group = category.flatMap { groups[$0] } ?? rest
        return group.matches(fields, where: applies)
    }

    /// The correlations in force, inner ones before those that are about them.
    package var correlations: [CorrelationRule] { program.nodes.map(\.rule) }

    /// Whether a rule reports matches of its own, and is not only there for a correlation.
    func reports(_ place: Int) -> Bool { !program.silentDetections.contains(place) }

    /// Whether a correlation reports matches of its own, and is not only there for another one.
    func reports(_ rule: CorrelationRule) -> Bool { !program.isSilent(rule) }

    /// How often a regular expression gave no answer, because the text was too long or it took too many steps.
    package var abandonedExpressions: Int {
        rules.reduce(0) { sum, rule in sum + rule.program.expressions.reduce(0) { $0 + $1.abandonedRuns } }
    }
}

/// One rule that an event matches.
package struct DetectionMatch: Sendable {
    package let rule: DetectionRule
    /// The rule's place in the set.
    let place: Int
    /// The fields that made it match, each once, in the order of the rule.
    package let fields: [String]
}

/// Rules that look at the same events, with one numbering of the fields for all of them.
struct RuleGroup: Sendable {
    fileprivate struct Member: Sendable {
        let rule: DetectionRule
        let place: Int
        /// The group's number for each of the rule's fields.
        let slots: [Int]
        /// The fields without which the rule cannot match.
        let required: [FieldKey]
    }

    private let members: [Member]
    private let fields: [FieldKey]

    init(_ rules: [(offset: Int, element: DetectionRule)]) {
        var fields: [FieldKey] = []
        var numbers: [String: Int] = [:]
        members = rules.map { place, rule in
            Member(
                rule: rule, place: place,
                slots: rule.program.fields.map { field in
                    if let number = numbers[field] { return number }
                    numbers[field] = fields.count
                    fields.append(FieldKey(field))
                    return fields.count - 1
                },
                required: rule.program.requiredFields.map(FieldKey.init))
        }
        self.fields = fields
    }

    func matches(_ event: EventFields, where applies: (LogSource) -> Bool) -> [DetectionMatch] {
        var matches: [DetectionMatch] = []
        // Most events lack what most rules ask for, so their values are made ready only when a rule may match.
        var prepared: EventView?
        for index in members.indices where members[index].mayMatch(event) {
            let member = members[index]
            guard applies(member.rule.logSource) else { continue }
            let view = prepared ?? EventView(event, named: fields)
            prepared = view
            guard member.rule.program.holds(for: view, slots: member.slots) else { continue }
            let fields = member.rule.program.matchedFields(in: view, slots: member.slots)
            matches.append(DetectionMatch(rule: member.rule, place: member.place, fields: fields))
        }
        return matches
    }
}

extension RuleGroup.Member {
    fileprivate func mayMatch(_ event: EventFields) -> Bool {
        for key in required where !key.isPresent(in: event) { return false }
        return true
    }
}
