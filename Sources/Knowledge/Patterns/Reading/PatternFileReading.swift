internal import TOMLKit

/// The reading of one pattern file.
struct PatternFileReading {
    let file: String
    private(set) var patterns: [SecretPattern] = []
    private(set) var problems: [RuleProblem] = []

    init(file: String) {
        self.file = file
    }

    mutating func tell(_ reason: String, line: Int? = nil) {
        problems.append(RuleProblem(file: file, line: line, reason: reason))
    }

    mutating func read(_ document: TOMLTable) {
        var table = PatternTable(document)
        tellOfExtension(table.table("extend"))
        let shared = sharedAllowances(&table)
        guard let rules = document["rules"]?.array else {
            tell("there is no [[rules]] in it")
            return
        }
        var identifiers: Set<String> = []
        for index in 0..<rules.count {
            guard let rule = rules[index].table else {
                tell("rule \(index + 1) is no table")
                continue
            }
            let name = rule["id"]?.string ?? "number \(index + 1)"
            do throws(Refusal) {
                var reading = PatternReading(rule, file: file)
                var pattern = try reading.pattern()
                guard identifiers.insert(pattern.id).inserted else {
                    throw Refusal("another rule of the file has this id")
                }
                for note in reading.notes { tell("rule \(name): \(note)") }
                for allowances in shared where allowances.targets.isEmpty || allowances.targets.contains(pattern.id) {
                    pattern.add(allowances.allowances)
                }
                patterns.append(pattern)
            } catch {
                tell("rule \(name): \(error.reason)")
            }
        }
    }

    private mutating func tellOfExtension(_ table: PatternTable?) {
        guard var table else { return }
        if (try? table.truth("useDefault")) == true {
            tell(
                "[extend] useDefault is not followed: give the file with the default rules, too; Earshot's own stay in force"
            )
        }
        if table.has("path") { tell("[extend] path is not followed: give that file, too") }
        if table.has("url") { tell("[extend] url is not followed: Earshot asks nobody") }
        if table.has("disabledRules") { tell("[extend] disabledRules is not in force, because nothing is extended") }
    }

    /// The allow lists that are not of one rule, each with the rules that it is for; all of them when it names none.
    private mutating func sharedAllowances(
        _ table: inout PatternTable
    ) -> [(targets: Set<String>, allowances: AllowanceReading)] {
        var shared: [(targets: Set<String>, allowances: AllowanceReading)] = []
        for var list in table.tables("allowlist") + table.tables("allowlists") {
            do throws(Refusal) {
                let targets = Set(try list.strings("targetRules"))
                var reading = AllowanceReading()
                try reading.read(&list)
                for note in reading.notes { tell("allow list: \(note)") }
                shared.append((targets, reading))
            } catch {
                tell("allow list: \(error.reason)")
            }
        }
        for key in ["prefilter", "filter"] {
            guard let text = try? table.string(key) else { continue }
            var reading = FilterReading(text)
            reading.read()
            for note in reading.notes { tell("\(key): \(note)") }
            shared.append(([], reading.allowances))
        }
        return shared
    }
}

extension SecretPattern {
    /// Takes over what allow lists say.
    mutating func add(_ reading: AllowanceReading) {
        stopWords += reading.stopWords
        allowances += reading.allowances
        minimumEntropy = max(minimumEntropy, reading.minimumEntropy)
    }
}
