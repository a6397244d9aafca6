package import Knowledge
package import Observation

/// Takes events one by one and keeps what the rules find in them.
///
/// Events that the same rule matches, and that are about the same subject, are one finding. What is kept is bounded:
/// what does not fit is counted in ``coverage``, never lost in silence.
package struct Judge: Sendable {
    /// How many findings are kept.
    package static let findingLimit = 10_000
    /// How many pieces of evidence a finding keeps.
    package static let evidenceLimit = 5

    private let rules: DetectionSet
    private let problems: [RuleProblem]
    private let redaction: Redaction
    private let findingLimit: Int
    private let evidenceLimit: Int
    private var ledger: [String: Finding] = [:]
    private var eventsJudged: Int64 = 0
    private var omittedMatches = 0
    private var bench: CorrelationBench

    /// Creates a judge over the rules in force; the problems that kept others out go into its coverage, and everything
    /// that a finding shows goes through the redaction.
    package init(
        rules: DetectionSet, problems: [RuleProblem] = [], redaction: Redaction = Redaction(),
        findingLimit: Int = Judge.findingLimit, evidenceLimit: Int = Judge.evidenceLimit
    ) {
        self.rules = rules
        self.problems = problems
        self.redaction = redaction
        self.findingLimit = findingLimit
        self.evidenceLimit = evidenceLimit
        bench = CorrelationBench(rules.program)
    }

    /// Judges one event.
    package mutating func take(_ event: Event) {
        eventsJudged += 1
        bench.note(event.timestamp)
        let matches = rules.matches(event)
        guard !matches.isEmpty else { return }
        let subject = Subject(of: event)
        for match in matches {
            bench.take(match, in: event)
            if rules.reports(match.place) { add(match, about: subject, in: event) }
        }
    }

    /// Judges the correlations; called once, when there are no more events.
    package mutating func finish() {
        for verdict in bench.finish(evidenceLimit: evidenceLimit) where rules.reports(verdict.match.rule) {
            add(verdict)
        }
    }

    private mutating func add(_ verdict: CorrelationBench.Verdict) {
        let finding = Finding(verdict, redaction)
        guard let index = ledger.index(forKey: finding.id) else {
            guard ledger.count < findingLimit else {
                omittedMatches += 1
                return
            }
            ledger[finding.id] = finding
            return
        }
        ledger.values[index].occurrences += 1
        let known = ledger.values[index].evidence
        let new = finding.evidence.filter { !known.contains($0) }
        ledger.values[index].evidence += new.prefix(max(0, evidenceLimit - known.count))
    }

    private mutating func add(_ match: DetectionMatch, about subject: Subject, in event: Event) {
        let identifier = Finding.identifier(rule: match.rule.name, subject: subject)
        if let index = ledger.index(forKey: identifier) {
            ledger.values[index].occurrences += 1
            if let process = ProcessReference(of: event, redaction),
                process.isSurer(than: ledger.values[index].process)
            {
                ledger.values[index].process = process
            }
            guard ledger.values[index].evidence.count < evidenceLimit else { return }
            let evidence = Evidence(of: match, in: event, redaction)
            ledger.values[index].evidence.append(evidence)
        } else if ledger.count < findingLimit {
            ledger[identifier] = Finding(match, subject: subject, identifier: identifier, in: event, redaction)
        } else {
            omittedMatches += 1
        }
    }

    /// Takes in what another judge over the same rules has found.
    package mutating func merge(_ other: Judge) {
        eventsJudged += other.eventsJudged
        bench.merge(other.bench)
        omittedMatches += other.omittedMatches
        for (identifier, finding) in other.ledger {
            guard var mine = ledger[identifier] else {
                if ledger.count < findingLimit {
                    ledger[identifier] = finding
                } else {
                    omittedMatches += finding.occurrences
                }
                continue
            }
            mine.occurrences += finding.occurrences
            let evidence = (mine.evidence + finding.evidence).sorted { $0.timestamp < $1.timestamp }
            mine.evidence = Array(evidence.prefix(evidenceLimit))
            if let process = finding.process, process.isSurer(than: mine.process) { mine.process = process }
            ledger[identifier] = mine
        }
    }

    /// What was found so far: the worst first, then by product, rule and subject.
    package var findings: [Finding] {
        ledger.values.sorted { left, right in
            if left.level != right.level { return left.level > right.level }
            let (first, second) = (left.product ?? "", right.product ?? "")
            if first != second { return first < second }
            if left.rule != right.rule { return left.rule < right.rule }
            return (left.subject, left.id) < (right.subject, right.id)
        }
    }

    /// How far the rules came: what was judged, which rules were not in force and why, and what did not fit.
    package var coverage: Coverage {
        var coverage = Coverage()
        coverage.count(.eventsJudged, eventsJudged)
        coverage.count(.rulesLoaded, Int64(rules.rules.count))
        coverage.count(.rulesBroken, Int64(problems.count))
        for problem in problems {
            coverage.note(
                .rules, .couldNotLook, "a rule that is not in force", reason: problem.reason,
                remedy: "earshot rules check", example: problem.line.map { "\(problem.file):\($0)" } ?? problem.file)
        }
        if omittedMatches > 0 {
            coverage.note(
                .rules, .partly, "matches beyond the findings that are kept",
                reason: "no more than \(findingLimit) findings are kept", count: omittedMatches)
        }
        coverage.note(bench.losses)
        if rules.abandonedExpressions > 0 {
            coverage.note(
                .rules, .partly, "values that a regular expression gave no answer for",
                reason: "the value was too long, or the expression took too many steps",
                count: rules.abandonedExpressions)
        }
        return coverage
    }
}
