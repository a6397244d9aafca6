import Knowledge
import Observation
import TestSupport
import Testing

@testable import RuleEngine

@Suite("Loading")
struct LoadingTests {
    static let whole = """
        title: A title
        id: 6d1f1d3a-6f1e-4a57-9b0e-0d6c1a7f6b11
        name: egress-a-b
        status: experimental
        description: Why.
        references: [https://example.com/a]
        author: Somebody
        date: 2026-01-02
        modified: 2026-01-03
        tags: [attack.exfiltration]
        logsource: {category: dns_query, product: linux, service: earshot}
        detection:
            sel:
                dns.question.name|endswith: .example.com
            condition: sel
        fields: [dns.question.name, process.name]
        falsepositives: [None known]
        level: high
        grade: attempted
        remediation: ['echo {process.name}', {product: [ollama, vllm], type: b}, {product: jan, type: c}]
        tests:
            match: [{dns.question.name: a.example.com}]
            no_match: [{dns.question.name: example.org, event.category: tls_handshake}]

        """

    @Test("every key of a rule is read")
    func keys() throws {
        let (set, problems) = DetectionSet.load([
            RuleFile(path: "detections/egress/egress-a-b.yml", text: Self.whole, origin: .embedded)
        ])
        #expect(problems.isEmpty)
        let rule = try #require(set.rule(named: "egress-a-b"))
        #expect(rule.title == "A title" && rule.summary == "Why." && rule.status == "experimental")
        #expect(rule.author == "Somebody" && rule.date == "2026-01-02" && rule.modified == "2026-01-03")
        #expect(rule.references == ["https://example.com/a"] && rule.tags == ["attack.exfiltration"])
        #expect(rule.logSource == LogSource(category: "dns_query", product: "linux", service: "earshot"))
        #expect(rule.fields == ["dns.question.name", "process.name"] && rule.falsePositives == ["None known"])
        #expect(rule.level == .high && rule.grade == .attempted && rule.family == "egress")
        #expect(
            rule.remediation == [
                RemediationLine("echo {process.name}"), RemediationLine("b", for: ["ollama", "vllm"]),
                RemediationLine("c", for: ["jan"]),
            ])
        #expect(rule.tests.matching.first?.category == "dns_query")
        #expect(rule.tests.notMatching.first?.category == "tls_handshake")
        #expect(set.rule(named: "6d1f1d3a-6f1e-4a57-9b0e-0d6c1a7f6b11")?.name == "egress-a-b")
        #expect(RuleTests.failures(in: set).isEmpty)
        #expect(RuleCheck.remarks(on: set, problems: problems).isEmpty)
    }

    @Test("every shorter prefix of a rule is a rule, a problem or nothing, and never traps")
    func prefixes() {
        for length in 0..<Self.whole.count {
            let file = RuleFile(path: "detections/a/b.yml", text: String(Self.whole.prefix(length)), origin: .user)
            let (set, problems) = DetectionSet.load([file])
            #expect(set.rules.count + problems.count <= 1)
            if length > 0, length < 300 { #expect(set.rules.isEmpty) }
        }
    }

    @Test("a broken document costs itself and no other, and is told by file and line")
    func brokenDocument() {
        let rule = "title: T\nlogsource: {category: process}\ndetection: {s: {f: a}, condition: s}\n"
        let text = "name: one\n\(rule)---\nname: two\ntitle: [\n---\nname: three\n\(rule)---\nname: four\ntitle: T\n"
        for text in [text, text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")] {
            let (set, problems) = DetectionSet.load([RuleFile(path: "mine.yml", text: text, origin: .user)])
            #expect(set.rules.map(\.name) == ["one", "three"])
            #expect(set.rules.map(\.line) == [1, 9])
            #expect(problems.count == 1)
            #expect(problems.first?.file == "mine.yml")
            #expect((5...9).contains(problems.first?.line ?? 0))
        }
    }

    @Test("unnamed documents of one file get names of their own")
    func names() {
        let rule = "title: T\nlogsource: {category: process}\ndetection: {s: {f: a}, condition: s}\n"
        let file = RuleFile(path: "x/mine.yml", text: rule + "---\n" + rule + "---\n", origin: .user)
        #expect(DetectionSet.load([file]).rules.rules.map(\.name) == ["mine", "mine-2"])
    }

    @Test(
        "what is not supported is a problem with a line and a reason",
        arguments: [
            ("title: T\ncorrelation: {type: event_count}\n", "'rules' names no rule", 2),
            ("title: T\nlogsource: {category: process}\nfilter: {s: {f: a}, condition: s}\n", "filter", 3),
            ("action: global\ntitle: T\nlogsource: {category: process}\n", "action", 1),
            ("title: T\ntaxonomy: mine\nlogsource: {category: process}\n", "taxonomy", 2),
            ("title: T\nlogsource: {category: process}\n", "'detection' is missing", 1),
            ("title: T\nlogsource: {definition: x}\ndetection: {s: {f: a}, condition: s}\n", "logsource", 2),
            ("title: T\ndetection: {s: {f: a}, condition: s}\n", "logsource", 1),
            ("logsource: {category: process}\ndetection: {s: {f: a}, condition: s}\n", "title", 1),
            (
                "title: T\nlogsource: {category: process}\ndetection: {s: {f: a}, condition: s}\nremediation: [{a: b}]\n",
                "'product' and 'type'", 4
            ),
            (
                "title: T\nlogsource: {category: process}\ndetection: {s: {f: a}, condition: s}\n"
                    + "remediation: [{product: [ollama, [vllm]], type: a}]\n", "a product's id", 4
            ),
            (
                "title: T\nlogsource: {category: process}\ndetection: {s: {f: a}, condition: s}\n"
                    + "remediation: [{product: Ollama, type: a}]\n", "a product's id", 4
            ),
            (
                "title: T\nlogsource: {category: process}\ndetection: {s: {f: a}, condition: s}\n"
                    + "remediation: [{product: [], type: a}]\n", "'product' and 'type'", 4
            ),
            (
                "title: T\nlogsource: {category: process}\nlevel: terrible\ndetection: {s: {f: a}, condition: s}\n",
                "critical", 3
            ),
            (
                "title: T\nlogsource: {category: process}\ngrade: odd\ndetection: {s: {f: a}, condition: s}\n",
                "exposed", 3
            ),
            (
                "title: T\nlogsource: {category: process}\nfields: {a: b}\ndetection: {s: {f: a}, condition: s}\n",
                "fields", 3
            ),
            (
                "title: T\nlogsource: {category: process}\ntests: {match: [a]}\ndetection: {s: {f: a}, condition: s}\n",
                "test", 3
            ),
            ("title: T\nlogsource: {category: process}\ndetection:\n  s: {f: a}\n", "condition", 4),
            ("title: T\nlogsource: {category: process}\ndetection:\n  condition: s\n", "detection", 4),
            ("- a\n- b\n", "map", 1),
            (
                "title: T\nlogsource: {category: process}\ndetection:\n  s: {f: a}\n  s: {g: b}\n  condition: s\n",
                "twice", 4
            ),
        ] as [(String, String, Int)])
    func unsupported(text: String, reason: String, line: Int) {
        let (set, problems) = DetectionSet.load([RuleFile(path: "detections/a/b.yml", text: text, origin: .embedded)])
        #expect(set.rules.isEmpty)
        #expect(problems.map(\.line) == [line])
        #expect(problems.first?.reason.contains(reason) == true)
    }

    @Test("only Sigma documents are taken from a user's other files")
    func otherFiles() {
        let files = [
            RuleFile(path: "notes.yml", text: "shopping: [milk]\n", origin: .user),
            RuleFile(path: "products/p.yml", text: "title: T\ndetection: {}\n", origin: .user),
            RuleFile(path: "a.toml", text: "title = 1", origin: .user),
            RuleFile(path: "endpoints/e.yml", text: "title: T\ndetection: {}\n", origin: .embedded),
        ]
        let (set, problems) = DetectionSet.load(files)
        #expect(set.rules.isEmpty)
        #expect(problems.isEmpty)
    }

    @Test("a user's rule takes the place of the carried one with its id or name, whatever the order of the files")
    func replacement() {
        func file(_ path: String, _ origin: RuleFile.Origin, _ head: String) -> RuleFile {
            ruleFile(
                "s: {f: a}\ncondition: s", path: path, origin: origin,
                head: head + "\nlogsource: {category: process}\n")
        }
        let files = [
            file("mine/one.yml", .user, "title: Mine\nid: i1"), file("mine/two.yml", .user, "title: Mine"),
            file("detections/a/uno.yml", .embedded, "title: Theirs\nid: i1"),
            file("detections/a/two.yml", .embedded, "title: Theirs"),
            file("detections/a/three.yml", .embedded, "title: Theirs"),
            file("detections/b/three.yml", .embedded, "title: Twice"),
        ]
        let (set, problems) = DetectionSet.load(files)
        #expect(set.rules.map(\.name) == ["one", "two", "three"])
        #expect(set.rules.map(\.title) == ["Mine", "Mine", "Theirs"])
        #expect(problems.count == 1)
        #expect(problems.first?.file == "detections/b/three.yml")
    }

    @Test("a broken rule of the user's leaves the carried one in force")
    func brokenReplacement() {
        let (set, problems) = DetectionSet.load([
            ruleFile("s: {f: a}\ncondition: s", path: "detections/a/x.yml"),
            ruleFile("s: {f: a}\ncondition: t", path: "x.yml", origin: .user),
        ])
        #expect(set.rules.count == 1)
        #expect(problems.count == 1)
    }

    @Test(
        "a rule applies to what its log source names",
        arguments: [
            ("{category: process}", true), ("{category: process, product: linux}", true),
            ("{category: process, product: earshot, service: earshot}", true), ("{product: linux}", true),
            ("{category: process, product: windows}", false), ("{category: process, service: sshd}", false),
            ("{category: dns_query}", false), ("{category: process_creation, product: linux}", false),
        ] as [(String, Bool)])
    func logSource(source: String, applies: Bool) {
        let file = ruleFile("s: {f: a}\ncondition: s", head: "title: T\nlogsource: \(source)\n")
        let (set, problems) = DetectionSet.load([file])
        #expect(problems.isEmpty)
        #expect(set.holds(["f": "a"]) == applies)
        #expect(
            set.matches(["f": "a"], from: LogSource(category: "process", product: "windows", service: "sshd")).isEmpty
                == ![
                    "{category: process}", "{category: process, product: windows}",
                    "{category: process, service: sshd}",
                ]
                .contains(source))
    }

    @Test("bombs of aliases and of nesting are refused quickly")
    func bombs() {
        var aliases = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            aliases +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        let head = "title: T\nlogsource: {category: process}\n"
        let nested = "detection: {s: " + String(repeating: "[", count: 100_000) + "}\n"
        let many = (0..<20_000).map { "v\($0)" }.joined(separator: ", ")
        let files = [
            head + aliases + "detection: {s: *a11, condition: s}\n", head + nested,
            head + "detection: {s: {f: [\(many)]}, condition: s}\n",
            String(repeating: "---\n", count: 500_000) + "x: [", head + aliases + "? *a11\n: x\n",
            head + aliases + "*a11 : x\n", head + aliases + "x: {[*a11]: x}\n", head + aliases + "x: [? *a11 : x]\n",
            head + aliases + "{a: *a11} : x\n", head + aliases + "?\n  - *a11\n: x\n",
            head + aliases + "x: [*a11 : y]\n",
            head + aliases + "- ? &z [*a11]\n  : x\n", head + aliases + "\u{85}? *a11\u{85}: x\n",
            head + aliases + "&y [*a11] : x\n",
        ].enumerated().map { RuleFile(path: "detections/a/\($0).yml", text: $1, origin: .user) }
        let duration = ContinuousClock().measure {
            let (set, problems) = DetectionSet.load(files)
            #expect(set.rules.isEmpty)
            #expect(Set(problems.map(\.file)).count == files.count)
        }
        #expect(duration < .seconds(10))
    }

    @Test("random documents never trap")
    func random() {
        var generator = SeededGenerator(seed: 5)
        let pieces = [
            "title: T\n", "logsource: {category: process}\n", "detection:\n", "  s:\n", "    f|", "all", "|", "re",
            ": ", "[a, b]",
            "\n", "  condition: s\n", "- ", "---\n", "{", "}", "'", "\"", "*x", "&x ", "?", "\t", "é", "null",
            "1 of them", "#", "!",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<14, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let (set, _) = DetectionSet.load([RuleFile(path: "detections/a/b.yml", text: text, origin: .user)])
            _ = set.holds(["f": "a"])
        }
    }
}
