import Knowledge
import Observation
import Testing

@testable import RuleEngine

/// One item of a detection, a field's value, and whether they match.
struct ValueCase: Sendable, CustomStringConvertible {
    let item: String
    let fields: [String: FieldValue]
    let matches: Bool

    /// A case about the field `f`; nothing stands for a missing field.
    init(_ item: String, _ value: FieldValue?, _ matches: Bool) {
        self.init(item, value.map { ["f": $0] } ?? [:], matches)
    }

    init(_ item: String, _ fields: [String: FieldValue], _ matches: Bool) {
        self.item = item
        self.fields = fields
        self.matches = matches
    }

    var description: String { "\(item) on \(fields): \(matches)" }
}

@Suite("Values")
struct ValueTests {
    static let texts: [ValueCase] = [
        .init("f: Ollama", "oLLAMA", true), .init("f: Ollama", "ollama2", false), .init("f: ÄRGER", "ärger", true),
        .init("f: ΣΊΣΥΦΟΣ", "σίσυφος", true), .init("f: ﬁ", "fi", false), .init("f: ı", "I", false),
        .init("f: K", "\u{212A}", true), .init("f: a", "", false), .init("f: ''", "", true),
        .init("f: ''", .null, false),
        .init("f: ''", nil, false), .init("f: a", .null, false), .init("f: a", nil, false),
        .init("f: 'a*'", "abc", true), .init("f: 'a*'", "a", true), .init("f: 'a*'", "ba", false),
        .init("f: '*c'", "abc", true), .init("f: '*b*'", "abc", true), .init("f: '*b*'", "ac", false),
        .init("f: 'a*c*e'", "abcde", true), .init("f: 'a*c*e'", "abcdef", false), .init("f: '*'", "", true),
        .init("f: '*'", nil, false), .init("f: '*'", .null, false), .init("f: 'a**c'", "ac", true),
        .init("f: 'a?c'", "abc", true), .init("f: 'a?c'", "ac", false), .init("f: 'a?c'", "aéc", true),
        .init("f: 'a?c'", "a🦙c", true), .init("f: '?'", "🦙", true), .init("f: '*?'", "🦙", true),
        .init("f: '*??'", "🦙", false), .init("f: '?*?'", "ab", true), .init("f: '*ab'", "aab", true),
        .init("f: '*aab*b'", "aaabab", true),
    ]

    static let escapes: [ValueCase] = [
        .init(#"f: 'a\*'"#, "a*", true), .init(#"f: 'a\*'"#, "ab", false), .init(#"f: 'a\?'"#, "a?", true),
        .init(#"f: 'a\?'"#, "ab", false), .init(#"f: 'a\\*'"#, #"a\bc"#, true), .init(#"f: 'a\\*'"#, "abc", false),
        .init(#"f: 'a\\\*'"#, #"a\*"#, true), .init(#"f: 'a\\\*'"#, #"a\b"#, false), .init(#"f: 'a\b'"#, #"a\b"#, true),
        .init(#"f: 'a\\b'"#, #"a\b"#, true), .init(#"f: 'a\\\\b'"#, #"a\\b"#, true),
        .init(#"f: 'a\\\b'"#, #"a\\b"#, true), .init(#"f: 'a\'"#, #"a\"#, true),
        .init(#"f|endswith: '\x'"#, #"c:\x"#, true),
    ]

    static let typed: [ValueCase] = [
        .init("f: 22", 22, true), .init("f: 22", .real(22), true), .init("f: 22", "22", true),
        .init("f: 22", "22.0", true), .init("f: 22", "022", true), .init("f: 22", " 22", false),
        .init("f: 22", "22x", false), .init("f: 22", 23, false), .init("f: 22", .boolean(true), false),
        .init("f: '22'", 22, true), .init("f: '22'", "22", true), .init("f: '22'", "22.0", false),
        .init("f: '2*'", 22, true), .init("f: 1.5", .real(1.5), true), .init("f: 1.5", "1.50", true),
        .init("f: -3", -3, true), .init("f: 9007199254740993", 9_007_199_254_740_992, false),
        .init("f: 0x16", 22, false), .init("f: 0x16", "0X16", true), .init("f: .inf", ".INF", true),
        .init("f: true", .boolean(true), true), .init("f: true", .boolean(false), false),
        .init("f: true", "True", true), .init("f: true", 1, false), .init("f: 'true'", .boolean(true), true),
        .init("f: false", nil, false), .init("f: null", nil, true), .init("f: null", .null, true),
        .init("f: null", "", false), .init("f: null", "null", false), .init("f: 'null'", "null", true),
        .init("f:", nil, true), .init("f: [a, null]", nil, true), .init("f: [a, null]", "b", false),
    ]

    static let lists: [ValueCase] = [
        .init("f: [a, b]", "b", true), .init("f: [a, b]", "c", false), .init("f: [a, [b, c]]", "c", true),
        .init("f: b", .list(["a", "b"]), true), .init("f: c", .list(["a", "b"]), false),
        .init("f: a", .list([]), false),
        .init("f: 2", .list(["a", 2]), true), .init("f: b", .list([.list(["b"])]), true),
        .init("f|all: [a, b]", .list(["a", "b", "c"]), true), .init("f|all: [a, d]", .list(["a", "b"]), false),
        .init("f|contains|all: [a, b]", "xbya", true), .init("f|contains|all: [a, b]", "xby", false),
        .init("f|contains|all: [[a, c], b]", "cb", true),
        .init("{f: a, g: b}", ["f": "a", "g": "b"], true), .init("{f: a, g: b}", ["f": "a"], false),
        .init("[{f: a}, {g: b, h: c}]", ["g": "b", "h": "c"], true), .init("[{f: a}, {g: b, h: c}]", ["g": "b"], false),
        .init("[[{f: a}], [{g: b}]]", ["g": "b"], true), .init("{f.g-h: a}", ["f.g-h": "a"], true),
        .init("{F: a}", ["f": "a"], false),
    ]

    static let keywords: [ValueCase] = [
        .init("[needle, other]", ["x": "a NEEDLE b"], true), .init("[needle, other]", ["x": "a", "y": "OTHER"], true),
        .init("[needle, other]", ["needle": "x"], false), .init("needle", ["x": .list(["a", "the needle"])], true),
        .init("['a*c']", ["x": "xabcx"], true), .init("[4625]", ["x": "id 4625"], true),
        .init("[4625]", ["x": 4625], true),
        .init("{'|all': [one, two]}", ["x": "one", "y": "two"], true),
        .init("{'|all': [one, two]}", ["x": "one"], false), .init("{'|re': '^a+$'}", ["x": "b", "y": "aaa"], true),
        .init("{'|startswith': a}", ["x": "ba"], false), .init("{'|cased': A}", ["x": "a"], false),
        .init("[needle, {f: a}]", ["f": "a"], true), .init("[needle, {f: a}]", ["x": "needle"], true),
    ]

    @Test("text is compared without regard to case, wildcards and escapes included", arguments: texts + escapes)
    func text(_ testCase: ValueCase) { check(testCase) }

    @Test("numbers, truth values and null keep their types, as far as text lets them", arguments: typed)
    func types(_ testCase: ValueCase) { check(testCase) }

    @Test("a list means one of, a map means all of, and a field's list matches by one element", arguments: lists)
    func list(_ testCase: ValueCase) { check(testCase) }

    @Test("keywords are looked for in every field", arguments: keywords)
    func keyword(_ testCase: ValueCase) { check(testCase) }

    private func check(_ testCase: ValueCase) {
        let (set, problems) = itemRule(testCase.item)
        #expect(problems.isEmpty)
        #expect(set.rules.count == 1)
        #expect(set.holds(testCase.fields) == testCase.matches)
    }

    @Test("not over a missing field holds", arguments: ["f: a", "f|contains: a", "f|re: a", "f|gt: 1", "f|cidr: ::/0"])
    func negation(item: String) {
        let (set, problems) = DetectionSet.load([ruleFile("sel:\n  \(item)\ncondition: not sel")])
        #expect(problems.isEmpty)
        #expect(set.holds([:]))
        #expect(set.holds(["g": "a"]))
    }

    @Test(
        "a value that cannot be is a problem",
        arguments: [
            "f: {a: b}", "f: []", "{}", "[]", "f|nonsense: a", "f|: a", "[null]", "[true]", "f|all: a", "f|all: [a]",
            "'|exists': true", "'|fieldref': a",
        ])
    func refused(item: String) {
        let (set, problems) = itemRule(item)
        #expect(set.rules.isEmpty)
        #expect(problems.count == 1)
        #expect(problems.first?.line != nil)
    }
}
