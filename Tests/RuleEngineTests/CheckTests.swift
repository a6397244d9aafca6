import Knowledge
import Observation
import Testing

@testable import RuleEngine

@Suite("Rule tests and lints")
struct CheckTests {
    private func load(_ text: String, path: String = "detections/a/b.yml") -> (
        rules: DetectionSet, problems: [RuleProblem]
    ) {
        DetectionSet.load([RuleFile(path: path, text: text, origin: .user)])
    }

    private let rule =
        "title: T\nlogsource: {category: process}\ndetection: {s: {process.name: a, process.pid: 5}, condition: s}\n"

    @Test("an event that goes otherwise than the rule says is told with its line and fields")
    func failures() {
        let tests = """
            tests:
              match:
                - {process.name: A, process.pid: 5}
                - process.name: b
                - {process: {name: a, pid: '5'}}
              no_match:
                - {process.name: a, process.pid: 5}
                - {process.name: a, process.pid: 5, event.category: dns_query}
                - {}

            """
        let (set, problems) = load(rule + tests)
        #expect(problems.isEmpty)
        let failures = RuleTests.failures(in: set)
        #expect(failures.map(\.expected) == [.match, .noMatch])
        #expect(failures.map(\.index) == [1, 0])
        #expect(failures.map(\.line) == [7, 10])
        #expect(failures.first?.fields == ["process.name": "b"])
        #expect(failures.first?.description.contains("detections/a/b.yml:7") == true)
    }

    @Test("a rule without events of both kinds fails")
    func lacking() {
        #expect(RuleTests.failures(in: load(rule).rules).map(\.expected) == [.match, .noMatch])
        let half = load(rule + "tests: {match: [{process.name: a, process.pid: 5}]}\n").rules
        #expect(RuleTests.failures(in: half).map(\.expected) == [.noMatch])
        #expect(RuleTests.failures(in: half).map(\.index) == [nil])
    }

    @Test(
        "what a rule lacks or gets wrong is remarked",
        arguments: [
            ("", "'id' is missing"), ("id: 7\n", "no UUID"), ("name: other\n", "'name' differs"),
            ("", "'level' is missing"),
            ("", "'description' is missing"), ("", "'falsepositives' is missing"), ("", "'remediation' is missing"),
            ("", "'match'"), ("", "'no_match'"), ("fields: [nonsense]\n", "'nonsense'"),
            ("remediation: [{product: jan, type: a}]\n", "no line for everybody"),
            ("remediation: [a, {product: jan, type: '{process.nonsense}'}]\n", "'process.nonsense'"),
            ("remediation: ['kill {process.nonsense}']\n", "'process.nonsense'"),
            ("tests: {match: [{process.nmae: a}]}\n", "'process.nmae'"), ("status: deprecated\n", "'deprecated'"),
            ("tests: {match: [{event.category: nonsense}]}\n", "unknown category 'nonsense'"),
        ])
    func lints(extra: String, expected: String) {
        let (set, problems) = load(rule + extra)
        #expect(problems.isEmpty)
        let remarks = RuleCheck.remarks(on: set, problems: problems)
        #expect(remarks.contains { $0.reason.contains(expected) && $0.severity == .warning })
    }

    @Test(
        "what the detection gets wrong is remarked",
        arguments: [
            ("{category: process}", "s: {proces.name: a}\ncondition: s", "'proces.name'"),
            ("{category: process}", "s: {process.name|fieldref: nonsense}\ncondition: s", "'nonsense'"),
            ("{category: process}", "s: {process.name: a}\nt: {process.name: b}\ncondition: s", "'t' is not used"),
            ("{category: process}", "s: {process.name: [a, null]}\ncondition: s", "null stands in a list"),
            ("{category: nonsense}", "s: {process.name: a}\ncondition: s", "no event has the category"),
            ("{category: process, product: windows}", "s: {process.name: a}\ncondition: s", "never applies"),
        ])
    func detectionLints(source: String, detection: String, expected: String) {
        let (set, problems) = DetectionSet.load([ruleFile(detection, head: "title: T\nlogsource: \(source)\n")])
        #expect(RuleCheck.remarks(on: set, problems: problems).contains { $0.reason.contains(expected) })
    }

    @Test("fields of other people's categories are not remarked")
    func foreign() {
        let (set, _) = DetectionSet.load([
            ruleFile("s: {CommandLine: a}\ncondition: s", head: "title: T\nlogsource: {category: process_creation}\n")
        ])
        #expect(!RuleCheck.remarks(on: set, problems: []).contains { $0.reason.contains("CommandLine") })
    }

    @Test("problems come first, as errors")
    func errors() {
        let (set, problems) = load(rule + "---\ntitle: T\n")
        let remarks = RuleCheck.remarks(on: set, problems: problems)
        #expect(remarks.first?.severity == .error)
        #expect(remarks.first?.description.hasPrefix("detections/a/b.yml:5: error: ") == true)
    }
}
