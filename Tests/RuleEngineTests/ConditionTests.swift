import Knowledge
import Observation
import TestSupport
import Testing

@testable import RuleEngine

@Suite("Conditions")
struct ConditionTests {
    /// A rule with the detections a, b, c, sel_1, sel_2, notepad_sel, and-so-on and _hidden, each true by its own field.
    private func rule(_ condition: String) -> (rules: DetectionSet, problems: [RuleProblem]) {
        let names = ["a", "b", "c", "sel_1", "sel_2", "notepad_sel", "and-so-on", "_hidden"]
        let detections = names.map { "\($0): {\($0): yes}" }.joined(separator: "\n")
        return DetectionSet.load([ruleFile(detections + "\ncondition: " + condition)])
    }

    @Test(
        "operators bind as the specification says",
        arguments: [
            ("a", "a", true), ("a", "b", false), ("not a", "", true), ("not not a", "a", true),
            ("not not not a", "a", false),
            ("a or b and c", "a", true), ("a or b and c", "b", false), ("(a or b) and c", "a", false),
            ("(a or b) and c", "b c", true), ("a and b or c", "c", true), ("not a and b", "b", true),
            ("not a and b", "", false), ("not (a and b)", "b", true), ("not a or b", "a b", true),
            ("not a or b", "a", false),
            ("a and not b and c", "a c", true), ("a or b or c", "c", true), ("a and b and c", "a b", false),
            ("1 of sel_*", "sel_2", true), ("any of sel_*", "sel_2", true), ("all of sel_*", "sel_2", false),
            ("all of sel_*", "sel_1 sel_2", true), ("not 1 of sel_*", "", true), ("1 of sel_* and a", "sel_1", false),
            ("a and not 1 of sel_* or b", "b", true), ("1 of them", "notepad_sel", true),
            ("1 of them", "_hidden", false),
            ("1 of *", "_hidden", false), ("1 of *hid*", "a", false), ("1 of _hid*", "_hidden", true),
            ("_hidden", "_hidden", true),
            ("all of them", "a b c sel_1 sel_2 notepad_sel and-so-on", true), ("1 of *_sel", "notepad_sel", true),
            ("1 of s*_1", "sel_1", true), ("1 of s*_1", "sel_2", false), ("1 of a", "a", true),
            ("notepad_sel", "notepad_sel", true),
            ("notepad_sel", "", false), ("and-so-on and a", "and-so-on a", true), ("((a))", "a", true),
            ("(a)or(b)", "b", true),
            ("[a, b]", "b", true), ("[a and b, c]", "c", true), ("[a and b, c]", "a", false),
            ("|-\n  a\n    or b", "b", true),
        ] as [(String, String, Bool)])
    func evaluation(condition: String, present: String, expected: Bool) {
        let (set, problems) = rule(condition)
        if condition == "1 of *hid*" {
            #expect(problems.count == 1)
            return
        }
        #expect(problems.isEmpty)
        var fields: [String: FieldValue] = [:]
        for name in present.split(separator: " ") {
            fields[String(name)] = "yes"
        }
        #expect(set.holds(fields) == expected)
    }

    @Test(
        "a condition that does not read, or names nothing, is a problem",
        arguments: [
            "''", "and", "a and", "or a", "a b", "not", "(a", "a)", "()", "a and or b", "1 of", "2 of sel_*",
            "all of nothing*",
            "1 of of", "missing", "a AND b", "a | count() > 5", "'a & b'", "of them", "them", "all", "[]", "{a: b}",
            "1 of them and", "a not b",
        ])
    func refused(condition: String) {
        let (set, problems) = rule(condition)
        #expect(set.rules.isEmpty)
        #expect(problems.count == 1)
        #expect(problems.first?.line != nil)
    }

    @Test("aggregation is refused with a word about correlations")
    func aggregation() {
        #expect(rule("a | count() by b > 5").problems.first?.reason.contains("correlation") == true)
        let file = ruleFile("a: {f: b}\ntimeframe: 5m\ncondition: a")
        #expect(DetectionSet.load([file]).problems.first?.reason.contains("correlation") == true)
    }

    @Test("deep nesting and endless conditions are refused quickly")
    func limits() {
        let deep = String(repeating: "(", count: 400) + "a" + String(repeating: ")", count: 400)
        let nots = String(repeating: "not ", count: 999) + "a"
        let long = Array(repeating: "a", count: 1_000).joined(separator: " or ")
        let huge = String(repeating: "a", count: 1 << 20)
        #expect(throws: ConditionError.self) { try ConditionParser.condition(deep) }
        #expect(throws: Never.self) { try ConditionParser.condition(nots) }
        #expect(throws: ConditionError.self) { try ConditionParser.condition(long) }
        #expect(throws: ConditionError.self) { try ConditionParser.condition(huge) }
    }

    @Test("random conditions are read or refused, and never trap")
    func random() {
        var generator = SeededGenerator(seed: 3)
        let words = [
            "a", "b", "and", "or", "not", "(", ")", "1", "all", "any", "of", "them", "sel_*", "*", "|", "-", "_x", "é",
            "\0",
        ]
        var read = 0
        for _ in 0..<5_000 {
            let count = Int.random(in: 0..<10, using: &generator)
            let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "a" }.joined(separator: " ")
            if (try? ConditionParser.condition(text)) != nil { read += 1 }
        }
        #expect(read > 50)
    }
}
