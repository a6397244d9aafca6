import ContentMatching
import Knowledge
import TestSupport
import Testing

@Suite("The reading of pattern files")
struct SecretPatternReadingTests {
    private func load(_ text: String) -> (patterns: [SecretPattern], problems: [RuleProblem]) {
        SecretPattern.load(RuleFile(path: "patterns/own.toml", text: text, origin: .user))
    }

    private static let good = """
        title = "mine"
        [[rules]]
        id = "mine"
        description = "My token"
        regex = '''mine_([a-z]{8})'''
        keywords = ["MINE_"]
        entropy = 2
        secretGroup = 1
        [rules.allowlist]
        stopwords = ["sample"]
        [[rules.allowlists]]
        stopwords = ["demo"]

        """

    @Test("a rule in the gitleaks format is read with all that it says")
    func reading() throws {
        let (patterns, problems) = load(Self.good)
        let pattern = try #require(patterns.first)
        #expect(problems.isEmpty)
        #expect(patterns.count == 1)
        #expect(pattern.id == "mine")
        #expect(pattern.description == "My token")
        #expect(pattern.expression == "mine_([a-z]{8})")
        #expect(pattern.keywords == ["mine_"])
        #expect(pattern.minimumEntropy == 2)
        #expect(pattern.secretGroup == 1)
        #expect(pattern.stopWords == ["sample", "demo"])
        #expect(pattern.file == "patterns/own.toml")
    }

    @Test(
        "a rule that is wrong is told of by its name, and the others stay",
        arguments: [
            "regex = 'x'\nkeywords = ['x']", "id = 'bad'\nkeywords = ['x']", "id = 'bad'\nregex = 'x'",
            "id = 'bad'\nregex = 'x'\nkeywords = []", "id = 'bad'\nregex = 'x'\nkeywords = 'x'",
            "id = 'bad'\nregex = 'x'\nkeywords = [1]", "id = 'bad'\nregex = 'x'\nkeywords = ['x']\nentropy = 'high'",
            "id = 'bad'\nregex = 'x'\nkeywords = ['x']\nentropy = 9.5",
            "id = 'bad'\nregex = 'x'\nkeywords = ['x']\nsecretGroup = -1", "id = 'mine'\nregex = 'x'\nkeywords = ['x']",
            "id = 7\nregex = 'x'\nkeywords = ['x']",
        ])
    func wrongRules(rule: String) {
        let (patterns, problems) = load(Self.good + "[[rules]]\n" + rule + "\n")
        #expect(patterns.map(\.id) == ["mine"])
        #expect(problems.count == 1)
        #expect(problems.first?.file == "patterns/own.toml")
    }

    @Test("an allow list that asks for more than stop words is told of, and its rule stays")
    func allowances() {
        let (patterns, problems) = load(
            "[[rules]]\nid = 'a'\nregex = 'x'\nkeywords = ['x']\n[rules.allowlist]\nregexes = ['y']\n")
        #expect(patterns.count == 1)
        #expect(problems.count == 1)
    }

    @Test(
        "what is no such file is one problem",
        arguments: ["", "rules = 3", "[[rules", "a = 1", "\u{0}", "[[rules]]\u{0}"])
    func noRules(text: String) {
        let (patterns, problems) = load(text)
        #expect(patterns.isEmpty)
        #expect(problems.count == 1)
    }

    @Test("a file that is too large, or nests without end, is refused")
    func hostile() {
        #expect(load(String(repeating: "#", count: SecretPattern.fileSizeLimit + 1)).problems.count == 1)
        #expect(load("a = " + String(repeating: "[", count: 100_000)).problems.count == 1)
    }

    @Test("every shorter prefix is read or refused, and never traps")
    func prefixes() {
        for count in 0..<Self.good.utf8.count {
            let (patterns, problems) = load(String(Self.good.prefix(count)))
            #expect(patterns.count + problems.count > 0)
        }
    }

    @Test("random text never traps", arguments: 0..<50)
    func random(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = random.text(300, of: "[]{}='\"\n .,#ruleskywoditxg0123")
        #expect(load(text).patterns.isEmpty)
    }
}
