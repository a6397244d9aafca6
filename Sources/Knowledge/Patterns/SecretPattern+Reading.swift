internal import TOMLKit

extension SecretPattern {
    /// The longest pattern file that is read, in bytes.
    package static let fileSizeLimit = 4 << 20

    /// Reads the `[[rules]]` of a file in the gitleaks configuration format.
    ///
    /// What is read of a rule: `id`, `description`, `regex`, `keywords`, `entropy`, `secretGroup`, and `stopwords` of
    /// `[rules.allowlist]` or `[[rules.allowlists]]`. A rule that is wrong is left out and told of; the others stay. An
    /// allow list that asks for more than stop words is told of too, and its rule stays, because to find too much is
    /// better than to find nothing.
    package static func load(_ file: RuleFile) -> (patterns: [SecretPattern], problems: [RuleProblem]) {
        var reading = SecretPatternReading(file: file.path)
        guard file.text.utf8.count <= fileSizeLimit else {
            reading.refuse("the file is larger than \(fileSizeLimit >> 20) MiB; split it")
            return ([], reading.problems)
        }
        guard !file.text.utf8.contains(0) else {
            reading.refuse("there is a NUL in it")
            return ([], reading.problems)
        }
        do {
            let document = try TOMLTable(string: file.text)
            withExtendedLifetime(document) { reading.read(document) }
        } catch let error as TOMLParseError {
            reading.refuse("no TOML document", line: error.source.begin.line)
        } catch {
            reading.refuse("no TOML document")
        }
        return (reading.patterns, reading.problems)
    }
}

/// The reading of one pattern file.
private struct SecretPatternReading {
    let file: String
    var patterns: [SecretPattern] = []
    var problems: [RuleProblem] = []
    private var identifiers: Set<String> = []

    init(file: String) {
        self.file = file
    }

    mutating func refuse(_ reason: String, line: Int? = nil) {
        problems.append(RuleProblem(file: file, line: line, reason: reason))
    }

    mutating func read(_ document: TOMLTable) {
        guard let rules = document["rules"]?.array else {
            refuse("there is no [[rules]] in it")
            return
        }
        for index in 0..<rules.count {
            guard let rule = rules[index].table else {
                refuse("rule \(index + 1) is no table")
                continue
            }
            let name = rule["id"]?.string ?? "number \(index + 1)"
            do throws(Refusal) {
                patterns.append(try pattern(rule, at: index))
            } catch {
                refuse("rule \(name): \(error.reason)")
            }
        }
    }

    private mutating func pattern(_ rule: TOMLTable, at index: Int) throws(Refusal) -> SecretPattern {
        guard let id = rule["id"]?.string, !id.isEmpty else { throw Refusal("it has no id") }
        guard identifiers.insert(id).inserted else { throw Refusal("another rule of the file has this id") }
        guard let regex = rule["regex"]?.string, !regex.isEmpty else { throw Refusal("it has no regex") }
        var pattern = SecretPattern(
            id: id, description: rule["description"]?.string ?? id, expression: regex,
            keywords: try strings(rule["keywords"], named: "keywords").map { $0.lowercased() }.filter { !$0.isEmpty })
        guard !pattern.keywords.isEmpty else {
            throw Refusal("it has no keywords; name a literal that is near every match")
        }
        pattern.file = file
        if let entropy = rule["entropy"] {
            guard let bits = entropy.double ?? entropy.int.map(Double.init), bits >= 0, bits <= 8 else {
                throw Refusal("entropy is a number of bits from 0 to 8")
            }
            pattern.minimumEntropy = bits
        }
        if let group = rule["secretGroup"] {
            guard let number = group.int, (0...99).contains(number) else {
                throw Refusal("secretGroup is the number of a group of the regex")
            }
            pattern.secretGroup = number
        }
        try readAllowances(rule, into: &pattern)
        return pattern
    }

    private mutating func readAllowances(_ rule: TOMLTable, into pattern: inout SecretPattern) throws(Refusal) {
        var lists: [TOMLTable] = []
        if let list = rule["allowlist"]?.table { lists.append(list) }
        if let more = rule["allowlists"]?.array {
            for index in 0..<more.count {
                if let list = more[index].table { lists.append(list) }
            }
        }
        for list in lists {
            pattern.stopWords += try strings(list["stopwords"], named: "stopwords").filter { !$0.isEmpty }
            for key in ["regexes", "paths", "commits"] where list[key] != nil {
                refuse("rule \(pattern.id): its allow list's \(key) are not in force; only stopwords are")
            }
        }
    }

    private func strings(_ value: (any TOMLValueConvertible)?, named name: String) throws(Refusal) -> [String] {
        guard let value else { return [] }
        guard let array = value.array else { throw Refusal("\(name) is a list of strings") }
        var strings: [String] = []
        for index in 0..<array.count {
            guard let string = array[index].string else { throw Refusal("\(name) is a list of strings") }
            strings.append(string)
        }
        return strings
    }
}

/// Why a rule of a pattern file is left out.
private struct Refusal: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
