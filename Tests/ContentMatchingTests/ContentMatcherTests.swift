import ContentMatching
import Knowledge
import TestSupport
import Testing

@Suite("The search for secrets")
struct ContentMatcherTests {
    private func pattern(
        _ id: String, _ expression: String, _ keywords: [String] = ["key"], group: Int = 0
    ) -> SecretPattern {
        var pattern = SecretPattern(id: id, description: id, expression: expression, keywords: keywords)
        pattern.secretGroup = group
        return pattern
    }

    private func find(_ patterns: [SecretPattern], in text: String) -> [ContentMatch] {
        var context = ScanContext()
        return ContentMatcher.compile(patterns).matcher.matches(in: Array(text.utf8).span, using: &context)
    }

    @Test("the secret is the group that the pattern names")
    func group() {
        let matches = find([pattern("a", "key=([0-9]+);", group: 1)], in: "x key=4711; y")
        #expect(matches.map(\.text) == ["4711"])
        #expect(matches.map(\.range) == [6..<10])
    }

    @Test("a pattern runs only near one of its keywords")
    func gate() {
        let far = String(repeating: ".", count: 3 * ContentMatcher.reach)
        #expect(find([pattern("a", "[0-9]{6}")], in: "123456" + far + "key").isEmpty)
        #expect(find([pattern("a", "[0-9]{6}")], in: "123456 KEY").count == 1)
    }

    @Test("the earlier of two patterns that find the same text counts")
    func overlap() {
        let text = "key=abcdef"
        #expect(find([pattern("a", "[a-f]{6}"), pattern("b", "key=[a-f]+")], in: text).map(\.patternID) == ["a"])
        #expect(find([pattern("b", "key=[a-f]+"), pattern("a", "[a-f]{6}")], in: text).map(\.patternID) == ["b"])
    }

    @Test("every secret of a page full of keywords is found once, in order")
    func manyHits() {
        let text = (0..<3_000).map { "key=\(100_000 + $0)\n" }.joined()
        let matches = find([pattern("a", "key=([0-9]{6})", group: 1)], in: text)
        #expect(matches.map(\.text) == (0..<3_000).map { String(100_000 + $0) })
    }

    @Test("a secret longer than the window around its keyword is found whole")
    func longSecret() {
        let body = String(repeating: "a", count: 5_000)
        #expect(find([pattern("a", "key[a]+")], in: "--key" + body + "--").map(\.text.utf8.count) == [5_003])
    }

    @Test("a secret that is too even, or holds a stop word, is none")
    func confirmation() {
        var even = pattern("a", "key=([A-Za-z0-9]+)", group: 1)
        even.minimumEntropy = 3
        #expect(find([even], in: "key=aaaaaaaaaaaaaaaaaaaa").isEmpty)
        #expect(find([even], in: "key=aB3dE6gH9jK2mN5pQ8s").count == 1)
        var stopped = pattern("a", "key=([A-Za-z0-9]+)", group: 1)
        stopped.stopWords = ["Example"]
        #expect(find([stopped], in: "key=myEXAMPLE1").isEmpty)
    }

    @Test(
        "a pattern that cannot run is told of by its name, and the others stay",
        arguments: [
            ("(", ["key"], 0), ("a{99999}", ["key"], 0), ("key", ["key"], 1),
            ("\\C", ["key"], 0), ("(*UTF)key", ["key"], 0), ("[0-9]", [String(repeating: "k", count: 200)], 0),
        ])
    func problems(expression: String, keywords: [String], group: Int) {
        let bad = pattern("bad", expression, keywords, group: group)
        let (matcher, problems) = ContentMatcher.compile([bad, pattern("good", "key")])
        #expect(problems.count == 1)
        #expect(problems.first?.reason.contains("bad") == true)
        #expect(matcher.patternCount == 1)
    }

    @Test(
        "a pattern without keywords is found by what its expression holds, or everywhere",
        arguments: ["key-[0-9]+", "(?i)KEY-[0-9]+", "[a-z]+-[0-9]+"])
    func noKeywords(expression: String) {
        #expect(find([pattern("a", expression, [])], in: "x key-4711 y").map(\.text) == ["key-4711"])
    }

    @Test("a later pattern takes the place of an earlier one with the same name")
    func override() {
        #expect(find([pattern("a", "key1"), pattern("a", "key2")], in: "key1 key2").map(\.text) == ["key2"])
    }

    @Test("a pattern that backtracks without end is given up and counted")
    func catastrophe() {
        var context = ScanContext()
        let matcher = ContentMatcher.compile([pattern("slow", "(x+x+)+[yz]")]).matcher
        let text = Array(("key " + String(repeating: "x", count: 1_500)).utf8)
        #expect(matcher.matches(in: text.span, using: &context).isEmpty)
        #expect(context.limitsHit > 0)
    }

    @Test("an expression that moves its own beginning does not break the search")
    func movedBeginning() {
        #expect(find([pattern("a", "(?=key\\K)")], in: "a key b key").isEmpty)
        #expect(find([pattern("a", "key\\K[0-9]")], in: "key1key2").map(\.text) == ["1", "2"])
        #expect(find([pattern("a", "(q)?key", group: 1)], in: "key qkey").map(\.text) == ["q"])
    }

    @Test("random bytes never trap, and every range lies in the text", arguments: 0..<40)
    func randomBytes(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces = ["key", "sk-", "://", "eyJ", ":", "@", "-----BEGIN PRIVATE KEY-----", "\n", "\u{FF}", "api_key="]
        var bytes: [UInt8] = []
        for _ in 0..<2_000 {
            if Bool.random(using: &random) {
                bytes += Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
            } else {
                bytes.append(UInt8.random(in: 0...255, using: &random))
            }
        }
        var context = ScanContext()
        for match in EmbeddedSecrets.matcher.matches(in: bytes.span, using: &context) {
            #expect(match.range.upperBound <= bytes.count && !match.range.isEmpty)
        }
        #expect(context.limitsHit == 0)
    }
}
