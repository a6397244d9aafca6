internal import Observation

/// All correlations of a rule set with their rules looked up, the inner ones before those that are about them.
struct CorrelationProgram: Sendable {
    /// One correlation.
    struct Node: Sendable {
        let rule: CorrelationRule
        let kind: CorrelationKind
        /// How many rules it is about.
        let slotCount: Int
        let span: Int64
        let test: Test
        /// The correlations that this one is a rule of, with its place among their rules.
        var parents: [Consumer] = []
    }

    /// When a node fires.
    enum Test: Sendable {
        case threshold(CorrelationThreshold)
        /// One of the clauses holds.
        case clauses([Clause])
    }

    /// Rules that must all have matched in a window, and rules none of which may have.
    struct Clause: Hashable, Sendable {
        var present: Set<Int>
        var absent: Set<Int>
    }

    /// A correlation that takes what a rule matches.
    struct Consumer: Sendable {
        let node: Int
        let slot: Int
        /// The fields that make the group.
        let group: [FieldKey]
        /// The fields that are measured.
        let value: [FieldKey]
    }

    /// The correlations, inner ones first.
    private(set) var nodes: [Node] = []
    /// What takes the matches of each detection, by the detection's place in the rule set.
    private(set) var consumers: [Int: [Consumer]] = [:]
    /// The detections that some correlation is about, none of which has them report on their own.
    private(set) var silentDetections: Set<Int> = []

    /// No correlations.
    init() {}

    var isEmpty: Bool { nodes.isEmpty }

    /// Whether some correlation is about this one, and none of them has it report on its own.
    func isSilent(_ rule: CorrelationRule) -> Bool {
        guard let node = nodes.first(where: { $0.rule === rule }), !node.parents.isEmpty else { return false }
        return !node.parents.contains { nodes[$0.node].rule.body.generates }
    }

    /// How deeply correlations of correlations nest.
    static let depthLimit = 16

    /// Looks up the rules of every correlation.
    ///
    /// - Parameters:
    ///   - correlations: The correlations in the order of their files.
    ///   - detections: The place of each detection by name and by identifier.
    /// - Returns: The program, the detections that report nothing of their own, and what is wrong with the correlations
    ///   that are not in it.
    static func linking(
        _ correlations: [CorrelationRule], to detections: [String: Int]
    ) -> (program: CorrelationProgram, problems: [(CorrelationRule, String)]) {
        var linker = CorrelationLinker(correlations, detections)
        for index in correlations.indices { _ = linker.link(index, depth: 0) }
        var program = linker.program
        let loud = program.consumers.filter { $0.value.contains { program.nodes[$0.node].rule.body.generates } }
        program.silentDetections = Set(program.consumers.keys).subtracting(loud.keys)
        return (program, linker.problems)
    }

    fileprivate mutating func add(_ node: Node) -> Int {
        nodes.append(node)
        return nodes.count - 1
    }

    fileprivate mutating func connect(_ consumer: Consumer, toDetection index: Int) {
        consumers[index, default: []].append(consumer)
    }

    fileprivate mutating func connect(_ consumer: Consumer, toNode index: Int) {
        nodes[index].parents.append(consumer)
    }
}

/// Turns names into places, inner correlations first.
private struct CorrelationLinker {
    private let correlations: [CorrelationRule]
    private let detections: [String: Int]
    private let places: [String: Int]
    private var linked: [Int: Int?] = [:]
    private var open: Set<Int> = []
    private(set) var program = CorrelationProgram()
    private(set) var problems: [(CorrelationRule, String)] = []

    init(_ correlations: [CorrelationRule], _ detections: [String: Int]) {
        self.correlations = correlations
        self.detections = detections
        var places: [String: Int] = [:]
        for (index, rule) in correlations.enumerated() {
            places[rule.name] = index
            if let id = rule.id { places[id] = index }
        }
        self.places = places
    }

    /// The node of a correlation; nothing when something is wrong with it, which is noted once.
    mutating func link(_ index: Int, depth: Int) -> Int? {
        if let known = linked[index] { return known }
        let rule = correlations[index]
        guard !open.contains(index), depth < CorrelationProgram.depthLimit else {
            refuse(index, open.contains(index) ? "it is about itself, over others" : "correlations nest too deeply")
            return nil
        }
        open.insert(index)
        defer { open.remove(index) }
        enum Source { case detection(Int), node(Int) }
        var sources: [Source] = []
        for name in rule.body.rules {
            if let detection = detections[name] {
                sources.append(.detection(detection))
            } else if let place = places[name] {
                guard let node = link(place, depth: depth + 1) else {
                    refuse(index, "the correlation '\(name.prefix(80))' that it is about is not in force")
                    return nil
                }
                if let missing = fieldsNotGiven(by: program.nodes[node].rule, to: rule, as: name) {
                    refuse(index, "the correlation '\(name.prefix(80))' gives no field '\(missing)'; group it by that")
                    return nil
                }
                sources.append(.node(node))
            } else {
                refuse(index, "no rule in force is called '\(name.prefix(80))'")
                return nil
            }
        }
        guard let test = test(of: index) else { return nil }
        let node = program.add(
            .init(rule: rule, kind: rule.body.kind, slotCount: sources.count, span: rule.body.span, test: test))
        for (slot, source) in sources.enumerated() {
            let name = rule.body.rules[slot]
            let consumer = CorrelationProgram.Consumer(
                node: node, slot: slot, group: rule.fields(rule.body.groupBy, in: name).map(FieldKey.init),
                value: rule.fields(rule.body.fields, in: name).map(FieldKey.init))
            switch source {
            case .detection(let place): program.connect(consumer, toDetection: place)
            case .node(let place): program.connect(consumer, toNode: place)
            }
        }
        linked[index] = node
        return node
    }

    private mutating func refuse(_ index: Int, _ reason: String) {
        guard linked[index] == nil else { return }
        linked[index] = .some(nil)
        problems.append((correlations[index], reason))
    }

    /// A field that a correlation asks of an inner one, which gives only what it is grouped by, and its number.
    private func fieldsNotGiven(by inner: CorrelationRule, to outer: CorrelationRule, as name: String) -> String? {
        let given = Set(inner.body.groupBy + [inner.body.kind.rawValue, CorrelationRule.measureField])
        return (outer.fields(outer.body.groupBy, in: name) + outer.fields(outer.body.fields, in: name))
            .first { !given.contains($0) }
    }

    private mutating func test(of index: Int) -> CorrelationProgram.Test? {
        let rule = correlations[index]
        guard case .rules(let condition) = rule.body.condition else {
            guard case .threshold(let threshold) = rule.body.condition else { return nil }
            return .threshold(threshold)
        }
        var slots: [String: Int] = [:]
        for (slot, name) in rule.body.rules.enumerated() { slots[name] = slot }
        do {
            let clauses = try CorrelationProgram.Clause.clauses(of: condition, rules: rule.body.rules, slots)
            guard clauses.allSatisfy({ !$0.present.isEmpty }) else {
                refuse(index, "its condition can hold although none of its rules matched; name one that must")
                return nil
            }
            return .clauses(clauses)
        } catch {
            refuse(index, error.reason)
            return nil
        }
    }
}

extension CorrelationProgram.Clause {
    /// How many clauses a condition may come to.
    static let limit = 256

    /// The clauses of a condition over rules, one of which must hold (disjunctive normal form).
    static func clauses(
        of condition: Condition, rules: [String], _ slots: [String: Int], negated: Bool = false
    ) throws(ConditionError) -> [Self] {
        switch condition {
        case .name(let name):
            guard let slot = slots[name] else {
                throw ConditionError(reason: "its condition names '\(name.prefix(60))', which is not among its rules")
            }
            return [negated ? Self(present: [], absent: [slot]) : Self(present: [slot], absent: [])]
        case .selector(let quantifier, let pattern):
            let names = Condition.names(selectedBy: pattern, among: rules).map(Condition.name)
            guard !names.isEmpty else { throw ConditionError(reason: "its condition selects none of its rules") }
            return try clauses(of: quantifier == .all ? .and(names) : .or(names), rules: rules, slots, negated: negated)
        case .not(let inner): return try clauses(of: inner, rules: rules, slots, negated: !negated)
        case .and(let terms), .or(let terms):
            var isConjunction = false
            if case .and = condition { isConjunction = true }
            var all: [[Self]] = []
            for term in terms { all.append(try clauses(of: term, rules: rules, slots, negated: negated)) }
            guard isConjunction != negated else { return try bounded(all.flatMap(\.self)) }
            var product = [Self(present: [], absent: [])]
            for alternatives in all {
                product = try bounded(
                    product.flatMap { left in alternatives.compactMap { left.joined(with: $0) } })
            }
            return product
        }
    }

    private static func bounded(_ clauses: [Self]) throws(ConditionError) -> [Self] {
        guard clauses.count <= limit else { throw ConditionError(reason: "its condition has too many cases") }
        return clauses
    }

    /// Both at once; nothing when one forbids what the other asks for.
    private func joined(with other: Self) -> Self? {
        let present = self.present.union(other.present)
        let absent = self.absent.union(other.absent)
        return present.isDisjoint(with: absent) ? Self(present: present, absent: absent) : nil
    }
}
