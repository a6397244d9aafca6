import Knowledge
import Observation
import Testing

@testable import RuleEngine

@Suite("Judgement")
struct JudgementTests {
    private let rule = """
        title: '{process.name} asks for {dns.question.registered_domain}'
        description: 'Seen by {llm.product}, {no.such}.'
        logsource: {category: dns_query}
        detection:
            sel: {dns.question.name|contains: example}
            condition: sel
        falsepositives: [None]
        references: [https://example.com/]
        level: LEVEL
        grade: sent
        remediation:
            - kill {process.pid}
            - echo {process.command_line} {a,b} ${HOME.x}
            - rm {file.path}

        """

    private func judge(
        _ texts: [String: String], redaction: Redaction = Redaction(), findingLimit: Int = 100
    ) -> Judge {
        let files = texts.sorted { $0.key < $1.key }.map {
            RuleFile(path: "detections/egress/\($0.key).yml", text: $0.value, origin: .embedded)
        }
        let (set, problems) = DetectionSet.load(files)
        return Judge(rules: set, problems: problems, redaction: redaction, findingLimit: findingLimit)
    }

    private func event(_ name: String, pid: Int64 = 7, domain: String = "example.com", at time: Int64 = 0) -> Event {
        Event(
            .dnsQuery, at: Timestamp(nanoseconds: time),
            [
                .dnsQuestionName: .string(name), .dnsQuestionRegisteredDomain: .string(domain),
                .processPID: .integer(pid),
                .processName: "python3", .processScript: "app.py", .llmProduct: "ollama",
                .processCommandLine: "python3 app.py --api-key sk-abcdefghijklmnop", .attributionQuality: "socket",
            ])
    }

    @Test("a match becomes a finding with everything that a report needs, redacted")
    func finding() throws {
        var judge = judge(["r": rule.replacing("LEVEL", "high")])
        let secret = String(repeating: "s", count: 40) + ".example.com"
        judge.take(event(secret))
        let finding = try #require(judge.findings.first)
        #expect(judge.findings.count == 1)
        #expect(finding.title == "python3 asks for example.com")
        #expect(finding.summary == "Seen by ollama, unknown.")
        #expect(finding.family == "egress" && finding.rule == "r" && finding.level == .high && finding.grade == .sent)
        #expect(finding.subject == "python3 app.py → example.com")
        #expect(finding.product == "ollama")
        #expect(finding.process?.pid == 7 && finding.process?.attribution == "socket")
        #expect(finding.process?.commandLine?.contains("sk-abcdefghijklmnop") == false)
        #expect(finding.evidence.first?.fields.map(\.name) == ["dns.question.name"])
        #expect(finding.evidence.first?.fields.first?.text.contains("ssssss") == false)
        #expect(finding.remediation.count == 2)
        #expect(finding.remediation.first == "kill 7")
        #expect(finding.remediation.last?.hasSuffix(" {a,b} ${HOME.x}") == true)
        #expect(finding.remediation.last?.contains("sk-abcdefghijklmnop") == false)
        #expect(finding.id.hasPrefix("r-") && finding.id.utf8.count == 18)
    }

    @Test("the same rule and subject are one finding, whatever the time and the process's number")
    func merging() throws {
        var judge = judge(["r": rule.replacing("LEVEL", "high")])
        for number in 0..<20 {
            judge.take(event("n\(number).example.com", pid: Int64(number), at: Int64(number)))
        }
        judge.take(event("a.example.org", domain: "example.org"))
        #expect(judge.findings.map(\.occurrences) == [20, 1])
        #expect(judge.findings.first?.evidence.count == Judge.evidenceLimit)
        #expect(judge.findings.first?.evidence.first?.timestamp == Timestamp(nanoseconds: 0))

        var again = self.judge(["r": rule.replacing("LEVEL", "low")], redaction: Redaction(reveals: true))
        again.take(event("other.example.com", pid: 99, at: 12_345))
        #expect(again.findings.first?.id == judge.findings.first?.id)
    }

    @Test("findings come worst first, then by product, rule and subject")
    func order() {
        var judge = judge([
            "b": rule.replacing("LEVEL", "low"), "a": rule.replacing("LEVEL", "low"),
            "z": rule.replacing("LEVEL", "critical"),
        ])
        judge.take(event("a.example.org", domain: "example.org"))
        judge.take(event("a.example.com"))
        #expect(judge.findings.map(\.rule) == ["z", "z", "a", "a", "b", "b"])
        #expect(judge.findings.map(\.subject).map { $0.suffix(3) } == ["com", "org", "com", "org", "com", "org"])
    }

    @Test("what does not fit, and what is not in force, is told by the coverage")
    func coverage() {
        var judge = judge(
            ["r": rule.replacing("LEVEL", "high"), "broken": "title: [", "x": "title: T\n"], findingLimit: 2)
        for number in 0..<5 {
            judge.take(event("x.example.com", domain: "d\(number).example.com"))
        }
        judge.take(Event(.process, at: Timestamp(nanoseconds: 0)))
        #expect(judge.findings.count == 2)
        let coverage = judge.coverage
        #expect(coverage.counters[.eventsJudged] == 6)
        #expect(coverage.counters[.rulesLoaded] == 1)
        #expect(coverage.counters[.rulesBroken] == 2)
        #expect(coverage.entries.filter { $0.outcome == .couldNotLook }.count == 2)
        #expect(coverage.entries.first { $0.outcome == .partly }?.count == 3)
    }

    @Test("a judge without rules or events still says so")
    func empty() {
        let judge = Judge(rules: DetectionSet())
        #expect(judge.findings.isEmpty)
        #expect(judge.coverage.counters == [.eventsJudged: 0, .rulesLoaded: 0, .rulesBroken: 0])
    }

    @Test("a named list of fields is the evidence, in its order, without those that are missing")
    func evidence() {
        var judge = judge([
            "r": rule.replacing("LEVEL", "high") + "fields: [process.name, file.path, dns.question.name]\n"
        ])
        judge.take(event("a.example.com"))
        #expect(judge.findings.first?.evidence.first?.fields.map(\.name) == ["process.name", "dns.question.name"])
    }

    @Test("the matched fields are those that made the event match")
    func matchedFields() {
        let (set, _) = DetectionSet.load([
            ruleFile("a: {f: x, g: y}\nb: {h: z}\nn: {i: w}\nk: [needle]\ncondition: (a or b or k) and not n")
        ])
        var event = Event(.process, at: Timestamp(nanoseconds: 0))
        event.fields = ["f": "x", "g": "q", "h": "z", "j": "a needle"]
        #expect(set.matches(event).map(\.fields) == [["h", "j"]])
    }
}

@Suite("Lines to type")
struct CommandTests {
    private func event(_ value: FieldValue?) -> Event {
        var event = Event(.fileResidue, at: Timestamp(nanoseconds: 0))
        event.fields["file.path"] = value
        return event
    }

    private func commands(_ lines: [String], _ value: FieldValue?) -> [String] {
        TextTemplate.commands(lines.map { RemediationLine($0) }, for: event(value), Redaction())
    }

    @Test(
        "a product's lines come first, and only for that product",
        arguments: [
            ("ollama", ["o", "both", "all 1", "all 2"]), ("vllm", ["both", "all 1", "all 2"]),
            ("llama-server", ["all 1", "all 2"]), (nil, ["all 1", "all 2"]),
        ] as [(String?, [String])])
    func products(product: String?, expected: [String]) {
        let lines = [
            RemediationLine("all 1"), RemediationLine("o", for: ["ollama"]),
            RemediationLine("both", for: ["vllm", "ollama"]), RemediationLine("all 2"),
        ]
        var event = event("x")
        event.set(.llmProduct, product)
        #expect(TextTemplate.commands(lines, for: event, Redaction()) == expected)
    }

    @Test("another product's line is no stand-in when values are missing")
    func noStandIn() {
        let lines = [RemediationLine("o", for: ["ollama"]), RemediationLine("rm {file.path}")]
        #expect(TextTemplate.commands(lines, for: event(nil), Redaction()) == ["rm {file.path}"])
        #expect(TextTemplate.commands([lines[0]], for: event(nil), Redaction()).isEmpty)
    }

    @Test("advice of the catalogue stays as it is where it stands alone, and is one word elsewhere")
    func advice() {
        var event = event(nil)
        event.set(.artifactPurge, "rm \"$(llm logs path)\"\u{1B}[2J")
        event.set(.artifactDisable, "Use temporary chats.")
        let lines = ["{artifact.disable}", "{artifact.purge}", "echo {artifact.disable}"].map { RemediationLine($0) }
        #expect(
            TextTemplate.commands(lines, for: event, Redaction()) == [
                "Use temporary chats.", "rm \"$(llm logs path)\"·[2J", "echo 'Use temporary chats.'",
            ])
    }

    @Test(
        "values are one word for the shell, whatever they hold",
        arguments: [
            ("/a/b-c_d.e:1@%+=,", "/a/b-c_d.e:1@%+=,"), ("/a b", "'/a b'"), ("it's", "'it'\\''s'"), ("", "''"),
            ("$(rm -rf ~)", "'$(rm -rf ~)'"), ("a\nb", "$'a\\nb'"), ("a'\u{1B}[0m\\", "$'a\\'\\x1b[0m\\\\'"),
            ("é", "'é'"),
            ("a\u{202E}b", "$'a\\xe2\\x80\\xaeb'"), ("`x`", "'`x`'"), ("{a.b}", "'{a.b}'"),
        ])
    func quoting(text: String, quoted: String) {
        #expect(commands(["rm {file.path}"], .string(text)) == ["rm " + quoted])
    }

    @Test("a list is one word for each element")
    func list() {
        #expect(commands(["x {file.path}"], .list(["a", "b c"])) == ["x a 'b c'"])
    }

    @Test("a line whose value is missing goes, unless none would stay")
    func missing() {
        #expect(commands(["rm {file.path}", "ls"], nil) == ["ls"])
        #expect(commands(["rm {file.path}"], nil) == ["rm {file.path}"])
        #expect(commands(["rm {file.path}"], .null) == ["rm {file.path}"])
        #expect(commands([], nil).isEmpty)
    }

    @Test(
        "braces that are no placeholder stay", arguments: ["a {b c", "{", "}{", "{}", "{a.b", "${a.b}", "{a}", "x{{a}"])
    func braces(text: String) {
        #expect(TextTemplate(text).sentence(event("x"), Redaction()) == text)
        #expect(TextTemplate(text).source == text)
    }

    @Test("a title cannot be made to move a terminal's cursor")
    func printable() {
        #expect(TextTemplate("f {file.path}").sentence(event("a\u{1B}[2J"), Redaction()) == "f a·[2J")
    }
}

extension String {
    fileprivate func replacing(_ word: String, _ other: String) -> String {
        split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
    }
}
