import Observation
import TestSupport
import Testing

@testable import RuleEngine

@Suite("Regular expressions")
struct ExpressionTests {
    static let cases: [ValueCase] = [
        .init("f|re: b+", "abbc", true), .init("f|re: B", "abc", false), .init("f|re|i: B", "abc", true),
        .init("f|re|i: Ä", "ä", true), .init("f|re: ^b", "a\nb", false), .init("f|re|m: ^b", "a\nb", true),
        .init("f|re: a.b", "a\nb", false), .init("f|re|s: a.b", "a\nb", true),
        .init("f|re|ignorecase|dotall: A.B", "a\nb", true),
        .init("f|re: ^a.c$", "aéc", true), .init("f|re: '^(?:a|b)$'", "b", true), .init("f|re: '\\d{2,3}'", 123, true),
        .init("f|re: '(?i)ABC'", "abc", true), .init("f|re: a|b", "xb", true), .init("f|re|contains: a|b", "xb", true),
        .init("f|re: [x, b]", "abc", true), .init("f|re: '^$'", "", true), .init("f|re: .*", nil, false),
        .init("f|re: '[[:alpha:]\\]]+'", "]", true), .init("f|re: '\\x{1F999}'", "🦙", true),
        .init("f|re: 'a{,2}b'", "a{,2}b", true), .init("f|re: '(?P<name>a)(?<other>b)'", "ab", true),
        .init("f|re: '\\Qa.b\\E'", "axb", false), .init("f|re: 'true'", .boolean(true), true),
    ]

    @Test("find anywhere, cased, with their flags", arguments: cases)
    func finds(_ testCase: ValueCase) {
        let (set, problems) = itemRule(testCase.item)
        #expect(problems.isEmpty)
        #expect(set.holds(testCase.fields) == testCase.matches)
    }

    @Test(
        "what only backtracking engines take is refused",
        arguments: [
            "(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", "(?>a)", "(?|a)", "(?#a)", "(?R)", "(?1)", "(?&n)", "(?(1)a)",
            "(?P=n)", "(?P>n)", "(*SKIP)", "(a)\\1", "(?<n>a)\\k<n>", "\\g1", "a++", "a*+", "a?+", "a{2}+", "a**",
            "\\K",
            "\\G", "\\R", "\\X", "\\h", "\\Z", "[\\b]", "a{1001}", "a{2,99999999999999999999}", "(", "a)", "[a", "[]",
            "*a",
            "a\\", "(?z)a", "\\x{110000}", "(?",
        ])
    func subset(pattern: String) {
        #expect(throws: PatternError.self) { try RegularExpression(pattern) }
    }

    @Test("every shorter prefix of a pattern is taken or refused, and never traps")
    func prefixes() {
        let pattern = #"(?P<n>a|[^\]b-d[:alpha:]]{1,3}?)\x{41}\Qx\E\p{L}(?i:x)*$\123"#
        for length in 0...pattern.count {
            guard let expression = try? RegularExpression(String(pattern.prefix(length))) else { continue }
            _ = expression.occurs(in: "abc")
        }
    }

    @Test("random patterns on random texts never trap")
    func random() {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("ab()[]{}?*+|\\^$.:-,<>P=!0129QEdxpä")
        for _ in 0..<3_000 {
            let pattern = String(
                (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "a"
                })
            guard let expression = try? RegularExpression(pattern) else { continue }
            _ = expression.occurs(in: "aab(]ä0")
        }
    }

    @Test("an expression that would take ages gives up soon, and is counted")
    func catastrophe() {
        let (set, problems) = itemRule("f|re: (a+)+$")
        #expect(problems.isEmpty)
        let text = String(repeating: "a", count: 64 << 10) + "!"
        let duration = ContinuousClock().measure {
            #expect(!set.holds(["f": .string(text)]))
        }
        #expect(duration < .seconds(2))
        #expect(set.abandonedExpressions == 1)
    }

    @Test("a text that is too long gives no answer, and is counted")
    func length() {
        let (set, _) = itemRule("f|re: a")
        let longest = String(repeating: "a", count: RegularExpression.subjectLimit)
        #expect(set.holds(["f": .string(longest)]))
        #expect(set.abandonedExpressions == 0)
        #expect(!set.holds(["f": .string(longest + "a")]))
        #expect(set.abandonedExpressions == 1)
    }

    @Test("deep backtracking goes on where the machine's stack ends")
    func deep() {
        let (set, _) = itemRule("f|re: '^(a|b|ab)*c$'")
        #expect(set.holds(["f": .string(String(repeating: "ab", count: 4_000) + "c")]))
    }
}
