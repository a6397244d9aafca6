internal import Knowledge
internal import Observation

/// What a rule lacks, or what in it does not mean what it seems to.
struct RuleLint {
    private let rule: DetectionRule
    private(set) var reasons: [String] = []

    init(_ rule: DetectionRule) {
        self.rule = rule
        checkIdentity()
        checkCompleteness()
        checkSource()
        checkFields()
        checkDetections()
    }

    private mutating func checkIdentity() {
        if let id = rule.id {
            if !Self.isUUID(id) { reasons.append("'id' is no UUID") }
        } else {
            reasons.append("'id' is missing")
        }
        let stem = RuleFile(path: rule.file, text: "", origin: rule.origin).stem
        if rule.isNamed, rule.name != stem, !rule.name.hasPrefix(stem + "-") {
            reasons.append("'name' differs from the file's name, '\(stem)'")
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.joined().utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }

    private mutating func checkCompleteness() {
        if !rule.hasLevel { reasons.append("'level' is missing; 'medium' is supposed") }
        if rule.summary.isEmpty { reasons.append("'description' is missing") }
        if rule.falsePositives.isEmpty { reasons.append("'falsepositives' is missing") }
        if rule.references.isEmpty { reasons.append("'references' is missing") }
        if rule.remediation.isEmpty {
            reasons.append("'remediation' is missing: what should its reader type?")
        } else if !rule.remediation.contains(where: \.isForEverybody) {
            reasons.append("'remediation' has no line for everybody, so that other products have none")
        }
        if rule.tests.matching.isEmpty { reasons.append("'tests' has no event under 'match'") }
        if rule.tests.notMatching.isEmpty { reasons.append("'tests' has no event under 'no_match'") }
        if let status = rule.status, status == "deprecated" || status == "unsupported" {
            reasons.append("'status' is '\(status)', and the rule is in force all the same")
        }
    }

    private mutating func checkSource() {
        if let obstacle = rule.logSource.obstacle {
            reasons.append("the rule never applies to what is observed here: \(obstacle)")
        }
        for event in rule.tests.matching + rule.tests.notMatching {
            guard let category = event.category, EventCategory(rawValue: category) == nil,
                rule.logSource.eventCategory != nil
            else { continue }
            reasons.append("a test event has the unknown category '\(category.prefix(40))'")
        }
    }

    /// Names that are no fields of the vocabulary, in rules that look at its events.
    private mutating func checkFields() {
        guard rule.logSource.eventCategory != nil else { return }
        let templates = [rule.title, rule.summary] + rule.remediation.map(\.text)
        let events = rule.tests.matching + rule.tests.notMatching
        let groups: [(String, [String])] = [
            ("the detection names", rule.comparedFields),
            ("'fields' names", rule.fields),
            ("a placeholder names", templates.flatMap { TextTemplate($0).fields }),
            ("a test event has", events.flatMap { $0.fields.keys.sorted() }),
        ]
        for (what, names) in groups {
            var met: Set<String> = []
            for name in names where Field(named: name) == nil && met.insert(name).inserted {
                reasons.append("\(what) '\(name.prefix(60))', which is no field of the vocabulary")
            }
        }
    }

    private mutating func checkDetections() {
        let names = rule.detections.map(\.name)
        let used = Set(rule.conditions.flatMap { $0.names(among: names) })
        for name in names where !used.contains(name) {
            reasons.append("the detection '\(name.prefix(60))' is not used by the condition")
        }
        let items = rule.detections.flatMap(\.detection.items)
        if items.contains(where: { $0.values.count > 1 && $0.values.contains(where: \.isNull) }) {
            reasons.append("null stands in a list, which not every engine takes")
        }
    }
}

extension DetectionValue {
    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

extension Condition {
    /// The detections that it uses.
    fileprivate func names(among all: [String]) -> [String] {
        switch self {
        case .name(let name): [name]
        case .selector(_, let pattern): Self.names(selectedBy: pattern, among: all)
        case .not(let inner): inner.names(among: all)
        case .and(let terms), .or(let terms): terms.flatMap { $0.names(among: all) }
        }
    }
}
