import TestSupport
import Testing

@testable import Knowledge

@Suite("Expressions of pattern files")
struct ExpressionParserTests {
    private func read(_ expression: String) throws -> (node: ExpressionNode, output: String, parser: ExpressionParser) {
        var parser = ExpressionParser(expression)
        let node = try parser.parse()
        return (node, String(decoding: parser.output, as: UTF8.self), parser)
    }

    private func literals(_ expression: String) throws -> Set<String> {
        let best = RequiredLiterals(try read(expression).node).best
        return Set(best.map { ($0.isCaseless ? "i:" : "") + String(decoding: $0.bytes, as: UTF8.self) })
    }

    @Test(
        "what PCRE2 reads as RE2 does is left as it is",
        arguments: [
            "", "abc", #"\b(sk-[A-Za-z0-9_-]{20,})(?:['"\s;]|\\[nr]|$)"#, "(?i)a|b|", "a{2}b{2,}c{2,3}?d*?e+?f??",
            "(?i:a(?-i:b)c)(?s:.)(?m:^x$)", "[[:alnum:]]+[^]a-z]", #"\Aa\z\d\D\w\W\s\S\.\-\_\/\""#, #"[\w.\-\]]"#,
            "((a)(b(c)))", "a}b]c",
        ])
    func unchanged(expression: String) throws {
        #expect(try read(expression).output == expression)
    }

    @Test(
        "what PCRE2 reads otherwise is written as RE2 means it",
        arguments: [
            (#"a\vb[\v]"#, #"a\x0Bb[\x0B]"#), ("(?P<name>a)(?<other>b)", "(a)(b)"), ("é+", #"(?:\xC3\xA9)+"#),
            (#"\x{e9}"#, #"(?:\xC3\xA9)"#), ("x{,3}{a", #"x\{,3}\{a"#), (#"\x41\x{42}"#, #"\x41\x42"#),
            (#"[\x41-\x{43}]"#, #"[\x41-\x43]"#),
        ])
    func rewritten(expression: String, written: String) throws {
        #expect(try read(expression).output == written)
    }

    @Test(
        "what can only be said roughly is told of",
        arguments: [#"\pL+"#, #"\p{Greek}"#, #"[\p{L}\d]"#, "[äöü]", #"\P{N}"#])
    func approximated(expression: String) throws {
        #expect(try read(expression).parser.approximations.count == 1)
    }

    @Test(
        "what is no expression, or would reach beyond the text, is refused",
        arguments: [
            "(", ")", "a)", "[a", #"a\"#, "(?P<a", "(*UTF)a", "(?z)", #"\x{110000}"#, #"\x{zz}"#, #"[\P{L}]"#, #"\p{L"#,
            String(repeating: "(", count: 1_000), String(repeating: "a", count: 20_000),
        ])
    func refused(expression: String) {
        #expect(throws: Refusal.self) { try read(expression) }
    }

    @Test("groups are counted as they capture")
    func groups() throws {
        #expect(try read("(a)(?:b)(?P<c>d(e))(?=f)(?i)g(?i:h)").parser.groupCount == 3)
    }

    @Test(
        "the literals are those that every match holds",
        arguments: [
            ("abc", ["abc"]), ("gh[ps]_[A-Za-z0-9]{36}", ["ghp_", "ghs_"]),
            ("(?:hf_|api_org_)[a-z]+", ["hf_", "api_org_"]),
            ("(?i)Mistral[a-z]{0,5}=", ["i:mistral"]), ("sk-[a-z]{20}T3BlbkFJ[a-z]{20}", ["T3BlbkFJ"]),
            ("xox[ab](?:\\.xox[p])?-", ["xoxa-", "xoxb-", "xoxa.xoxp-", "xoxb.xoxp-"]), ("a*", []), ("a|b*", []),
            ("[a-z]{5}", []), ("a{3}b", ["aaab"]), ("(?:long|word)+x", ["long", "word"]), ("(?=key)[a-z]", []),
            ("\\Qa.b\\E\\d", ["a.b"]), ("\\bkey\\s*=", ["key"]), ("p(?i)q", ["i:pq"]), ("(?:(?i)a)bcd", ["i:abcd"]),
        ])
    func literals(expression: String, expected: [String]) throws {
        #expect(try literals(expression) == Set(expected))
    }

    @Test("random expressions are read or refused, and never trap", arguments: 0..<200)
    func random(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<40 {
            let text = random.text(Int.random(in: 0...40, using: &random), of: #"ab(|)[]^-\{},?*+:iPpLxQE<>é1$."#)
            var parser = ExpressionParser(text)
            if let node = try? parser.parse() { _ = RequiredLiterals(node).best }
        }
    }
}
