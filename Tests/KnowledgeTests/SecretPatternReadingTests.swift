import Foundation
import Knowledge
import TestSupport
import Testing

@Suite("The reading of pattern files")
struct SecretPatternReadingTests {
    private func load(_ text: String) -> (patterns: [SecretPattern], problems: [RuleProblem]) {
        SecretPattern.load(RuleFile(path: "patterns/own.toml", text: text, origin: .user))
    }

    static let good = """
        title = "mine"
        [[rules]]
        id = "mine"
        description = "My token"
        regex = '''mine_([a-z]{8})'''
        path = '''\\.env$'''
        keywords = ["MINE_"]
        entropy = 2
        secretGroup = 1
        tags = ["a"]
        [[rules.allowlists]]
        stopwords = ["sample"]
        [[rules.allowlists]]
        condition = "AND"
        regexTarget = "line"
        regexes = ['''test''']
        paths = ['''tests/''']
        stopwords = ["demo"]
        [rules.earshot]
        kind = "personal-data"
        validator = "luhn"
        vague = true
        finds = ["«mine_abcdefgh»"]
        passes = ["mine_"]

        """

    @Test("a rule is read with all that it says")
    func reading() throws {
        let (patterns, problems) = load(Self.good)
        let pattern = try #require(patterns.first)
        #expect(problems == [])
        #expect(patterns.count == 1)
        #expect(pattern.id == "mine")
        #expect(pattern.description == "My token")
        #expect(pattern.expression == "mine_([a-z]{8})")
        #expect(pattern.keywords == ["mine_"])
        #expect(pattern.gate == [GateLiteral(text: "mine_", isCaseSensitive: true)])
        #expect(pattern.isGateInMatch)
        #expect(pattern.pathExpression == "\\.env$")
        #expect(pattern.minimumEntropy == 2)
        #expect(pattern.secretGroups == [1])
        #expect(pattern.stopWords == ["sample"])
        var allowance = Allowance()
        allowance.expressions = ["test"]
        allowance.pathExpressions = ["tests/"]
        allowance.stopWords = ["demo"]
        allowance.target = .line
        allowance.needsAll = true
        #expect(pattern.allowances == [allowance])
        #expect(pattern.kind == .personalData)
        #expect(pattern.validator == "luhn")
        #expect(pattern.isVague)
        #expect(pattern.examples == ["«mine_abcdefgh»"])
        #expect(pattern.counterexamples == ["mine_"])
        #expect(pattern.file == "patterns/own.toml")
    }

    @Test(
        "a rule that is wrong is told of by its name, and the others stay",
        arguments: [
            "regex = 'x'\nkeywords = ['x']", "id = 'bad'\nkeywords = ['x']", "id = 'bad'\nregex = '[a-z]+'",
            "id = 'bad'\nregex = 'x'\nkeywords = 'x'", "id = 'bad'\nregex = 'x'\nkeywords = [1]",
            "id = 'bad'\nregex = 'x'\nkeywords = ['x']\nentropy = 'high'",
            "id = 'bad'\nregex = 'x'\nkeywords = ['x']\nentropy = 9.5",
            "id = 'bad'\nregex = 'x'\nkeywords = ['x']\nsecretGroup = -1",
            "id = 'bad'\nregex = '(x)'\nkeywords = ['x']\nsecretGroup = 2",
            "id = 'mine'\nregex = 'x'\nkeywords = ['x']",
            "id = 7\nregex = 'x'\nkeywords = ['x']", "id = 'bad'\npath = 'p12$'",
            "id = 'bad'\nregex = '(x'\nkeywords = ['x']",
            "id = 'bad'\nregex = 'xyz'\nskipReport = true",
            "id = 'bad'\nregex = 'xyz'\n[[rules.allowlists]]\ncondition = 'XOR'\nregexes = ['a']",
            "id = 'bad'\nregex = 'xyz'\n[[rules.allowlists]]\nregexTarget = 'file'\nregexes = ['a']",
            "id = 'bad'\nregex = 'xyz'\n[[rules.allowlists]]\nregexes = ['(']",
            "id = 'bad'\nregex = 'xyz'\n[rules.earshot]\nkind = 'public'",
        ])
    func wrongRules(rule: String) {
        let (patterns, problems) = load(Self.good + "[[rules]]\n" + rule + "\n")
        #expect(patterns.map(\.id) == ["mine"])
        #expect(problems.count == 1)
        #expect(problems.first?.file == "patterns/own.toml")
    }

    @Test(
        "what a rule asks for and does not get is told of by its name, and the rule stays",
        arguments: [
            "[[rules.required]]\nid = 'other'\nwithinLines = 3", "components = [{ id = 'other' }]", "validate = 'x'",
            "tokenEfficiency = true", "[rules.allowlist]\ncommits = ['abc']", "colour = 'red'", "filter = 'rand() < 3'",
            "[rules.earshot]\nvalidater = 'luhn'", "[[rules.allowlists]]\ncommits = ['a']\nregexes = ['b']",
        ])
    func notes(more: String) {
        let (patterns, problems) = load("[[rules]]\nid = 'odd-one'\nregex = 'token_[a-z]+'\n" + more + "\n")
        #expect(patterns.map(\.id) == ["odd-one"])
        #expect(problems.count == 1)
        #expect(problems.first?.reason.contains("odd-one") == true)
    }

    @Test("a rule without keywords is gated by what its expression holds")
    func derivedGate() throws {
        let (patterns, problems) = load("[[rules]]\nid = 'a'\nregex = '(?i)(?:Alpha|Beta)_[0-9]+'\n")
        let pattern = try #require(patterns.first)
        #expect(problems == [])
        #expect(
            pattern.gate == [
                GateLiteral(text: "alpha_", isCaseSensitive: false), GateLiteral(text: "beta_", isCaseSensitive: false),
            ])
    }

    @Test("a keyword that a match need not hold stays the gate, because it is asked for near it")
    func contextGate() throws {
        let pattern = try #require(
            load("[[rules]]\nid = 'a'\nregex = 'pat[0-9]{14}'\nkeywords = ['Table']\n").patterns.first)
        #expect(pattern.gate == [GateLiteral(text: "table", isCaseSensitive: false)])
        #expect(!pattern.isGateInMatch)
    }

    @Test("without a number, the first group that took part is the secret")
    func groups() throws {
        #expect(load("[[rules]]\nid = 'a'\nregex = 'key(a)|key(?P<b>b)'\n").patterns.first?.secretGroups == [1, 2])
        #expect(load("[[rules]]\nid = 'a'\nregex = 'key'\n").patterns.first?.secretGroups == [0])
    }

    @Test("a shared allow list is every rule's, or that of the rules it names; keys are read in any case")
    func sharedAllowances() throws {
        let rules = "[[rules]]\nid = 'a'\nregex = 'alpha'\n[[rules]]\nid = 'b'\nregex = 'beta'\n"
        let lists = "[[allowlists]]\nStopWords = ['all']\n[[allowlists]]\ntargetRules = ['b']\nregexes = ['x']\n"
        let (patterns, problems) = load(lists + rules)
        #expect(problems == [])
        #expect(patterns.map(\.stopWords) == [["all"], ["all"]])
        #expect(patterns.map(\.allowances.count) == [0, 1])
        #expect(load("[allowlist]\npaths = ['^vendor/']\n" + rules).patterns.map(\.allowances.count) == [1, 1])
    }

    @Test(
        "what a file extends is not followed, and told of",
        arguments: ["useDefault = true", "path = 'a.toml'", "url = 'b'"])
    func extension_(line: String) {
        let (patterns, problems) = load("[extend]\n\(line)\n[[rules]]\nid = 'a'\nregex = 'alpha'\n")
        #expect(patterns.count == 1)
        #expect(problems.count == 1)
    }

    @Test("the simple terms of a filter are in force, and the others told of")
    func filter() throws {
        let (patterns, problems) = load(
            #"""
            prefilter = '''matchesAny(attributes[?"path"].orValue(""), [r"""(?i)\.png$"""])'''
            [[rules]]
            id = 'a'
            regex = 'alpha_[a-z]+'
            filter = """
            (filter.entropy(finding["secret"]) <= 3.5) || containsAny(finding["secret"], ["demo", 'a||b', `c"d`]) ||
            filter.matchesAny(finding.line, ["x.y", r'^z']) || failsTokenEfficiency(finding["secret"])
            """
            """#)
        let pattern = try #require(patterns.first)
        #expect(pattern.minimumEntropy == 3.5)
        #expect(pattern.stopWords == ["demo", "a||b", "c\"d"])
        #expect(pattern.allowances.map(\.expressions) == [["x.y", "^z"], []])
        #expect(pattern.allowances.map(\.pathExpressions) == [[], ["(?i)\\.png$"]])
        #expect(pattern.allowances.first?.target == .line)
        #expect(problems.count == 1)
        #expect(problems.first?.reason.contains("failsTokenEfficiency") == true)
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
        let filter = random.text(80, of: "()[]\"'r|,filter.entropy<= 3\\")
        _ = load("[[rules]]\nid = 'a'\nregex = 'alpha'\nfilter = '''\(filter)'''\n")
    }

    @Test("a file of someone else's, which an environment variable names, is read whole")
    func others() throws {
        guard let path = ProcessInfo.processInfo.environment["EARSHOT_PATTERN_FILE"] else {
            print("skipped: EARSHOT_PATTERN_FILE names no pattern file of someone else's")
            return
        }
        let (patterns, problems) = load(try String(contentsOfFile: path, encoding: .utf8))
        #expect(patterns.count > 100)
        for problem in problems { print(problem) }
    }
}
