internal import Knowledge
internal import Observation

/// How many prompts, answers and tokens were counted in a file, where the catalogue says where they sit.
struct ContentTally: Sendable {
    /// One place inside the records, ready to be followed.
    private struct Rule: Sendable {
        let records: JSONWay
        let text: JSONWay
        let role: JSONWay
        let source: RoleSource
        let meaning: ContentLocator.Meaning
    }

    private let rules: [Rule]
    /// Whether the catalogue names a place that cannot be understood.
    let hasBrokenLocator: Bool
    private(set) var prompts: Int64 = 0
    private(set) var answers: Int64 = 0
    private(set) var tokens: Int64 = 0

    init(_ locators: [ContentLocator]) {
        rules = locators.compactMap { locator in
            let record = locator.record
            guard let records = JSONWay(record.text), let text = JSONWay(locator.field.text(below: record)),
                let role = JSONWay(locator.role.field.text(below: record))
            else { return nil }
            return Rule(records: records, text: text, role: role, source: locator.role, meaning: locator.meaning)
        }
        hasBrokenLocator = rules.count < locators.count
    }

    /// Whether there is anything to count.
    var isEmpty: Bool { rules.isEmpty }

    /// Whether prompts would be counted if there were any.
    var tellsPrompts: Bool { rules.contains { [.prompt, .byRole].contains($0.meaning) } }

    /// Whether answers would be counted if there were any.
    var tellsAnswers: Bool { rules.contains { [.answer, .byRole].contains($0.meaning) } }

    /// Whether tokens would be counted if there were any.
    var tellsTokens: Bool { rules.contains { $0.meaning == .tokenCount } }

    /// Counts in a document, or in one line of a JSON Lines file.
    mutating func count(_ document: JSONValue) {
        for rule in rules {
            for record in rule.records.values(in: document) {
                count(record, rule)
            }
        }
    }

    /// Counts one line of text that is not empty.
    mutating func countLine() {
        for rule in rules {
            switch rule.meaning {
            case .prompt: prompts += 1
            case .answer: answers += 1
            default: break
            }
        }
    }

    private mutating func count(_ record: JSONValue, _ rule: Rule) {
        let values = rule.text.values(in: record)
        switch rule.meaning {
        case .prompt: prompts += Self.one(values)
        case .answer: answers += Self.one(values)
        case .systemPrompt, .toolOutput, .title, .fileContent, .secret, .personal: break
        case .tokenCount:
            for value in values { add(tokens: value) }
        case .byRole:
            let role = rule.role.values(in: record).lazy.compactMap(\.speaker).first
            switch role.flatMap(rule.source.meaning(of:)) {
            case .prompt: prompts += Self.one(values)
            case .answer: answers += Self.one(values)
            default: break
            }
        }
    }

    /// A record is one prompt or answer, however many pieces its text has.
    private static func one(_ values: [JSONValue]) -> Int64 {
        values.contains(where: \.holdsText) ? 1 : 0
    }

    /// A number of tokens, or a list of them.
    private mutating func add(tokens value: JSONValue) {
        switch value {
        case .integer(let number) where number > 0:
            let (sum, overflow) = tokens.addingReportingOverflow(number)
            tokens = overflow ? .max : sum
        case .array(let list): tokens += Int64(list.count)
        default: break
        }
    }
}

extension JSONValue {
    /// The name of a speaker: a text, or a truth value or number that stands for one.
    fileprivate var speaker: String? {
        switch self {
        case .string(let text): text
        case .boolean(let truth): String(truth)
        case .integer(let number): String(number)
        case .null, .real, .array, .object: nil
        }
    }
}
