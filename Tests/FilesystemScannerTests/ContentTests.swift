import Knowledge
import Observation
import Testing

@testable import FilesystemScanner

@Suite("What is counted in files")
struct ContentTests {
    private func scan(
        _ bytes: [UInt8], _ format: Artifact.Format, _ content: [ContentLocator], limits: ScanLimits = ScanLimits()
    ) throws -> (run: ScanRun, event: Event) {
        let tree = try TemporaryTree()
        try tree.write("file", bytes)
        let run = ScanRun(["{home}/file"], home: tree.path, format: format, content: content, limits: limits)
        return (run, try #require(run.residue.first))
    }

    @Test("messages of a JSON document count by their role, one each, whatever the shape of their text")
    func byRole() throws {
        let text = """
            {"messages": [
              {"role": "system", "content": "be kind"}, {"role": "user", "content": "hi"},
              {"role": "Assistant", "content": [{"type": "text", "text": "hello"}, {"type": "text", "text": "there"}]},
              {"role": "user", "content": ""}, {"role": "tool", "content": "42"}, {"role": "model", "content": "bye"}
            ]}
            """
        let (_, event) = try scan(
            Array(text.utf8), .json, [.init(field: "messages[*].content", meaning: .byRole)])
        #expect(event.integer(.contentPrompts) == 1)
        #expect(event.integer(.contentAnswers) == 2)
        #expect(event[.contentTokens] == nil)
        #expect(event[.contentComplete] == true)
    }

    @Test("prompts and answers of a JSON Lines file count; broken lines do too, and the others go on")
    func jsonLines() throws {
        let text = """
            {"prompt": "a", "reply": "b", "usage": {"tokens": 12}}
            {"prompt": "c", "reply": null, "usage": {"tokens": -3}}
            {"prompt": "d", "rep

            no json at all
            {"prompt": "e", "reply": "f", "usage": {"tokens": [1, 2, 3]}}
            """
        let (run, event) = try scan(
            Array(text.utf8), .jsonLines,
            [
                .init(field: "prompt", meaning: .prompt),
                .init(field: "reply", meaning: .answer),
            ])
        // A line that breaks off behind its prompt has one.
        #expect(event.integer(.contentPrompts) == 4)
        #expect(event.integer(.contentAnswers) == 2)
        #expect(event[.contentComplete] == false)
        #expect(run.entry("does not follow its format's rules")?.count == 2)
    }

    @Test("every line of a text that is not blank is a record", arguments: ["\n", "\r\n"])
    func text(lineBreak: String) throws {
        let text = ["one", "", "  ", "two", "three"].joined(separator: lineBreak)
        let (_, event) = try scan(Array(text.utf8), .text, [.init(field: "", meaning: .prompt)])
        #expect(event.integer(.contentPrompts) == 3)
    }

    @Test("invalid UTF-8 is read like any other text")
    func invalidText() throws {
        let line = Array(#"{"prompt": ""#.utf8) + [0xFF, 0xC0, 0x80] + Array(#""}"#.utf8)
        let (_, event) = try scan(line, .jsonLines, [.init(field: "prompt", meaning: .prompt)])
        #expect(event.integer(.contentPrompts) == 1)
        #expect(event[.contentComplete] == true)
    }

    @Test("a document that is no JSON, or larger than is searched, is told so")
    func brokenDocument() throws {
        let locators = [ContentLocator(field: "[*]", meaning: .prompt)]
        let (run, event) = try scan(Array(#"["a","b""#.utf8), .json, locators)
        #expect(event[.contentComplete] == false)
        #expect(event.integer(.contentPrompts) == 2)
        #expect(run.coverage.entries.contains { $0.what == "content of files" && $0.outcome == .partly })
        var limits = ScanLimits()
        limits.textBytes = 5
        let (large, _) = try scan(Array(#"["a","b"]"#.utf8), .json, locators, limits: limits)
        #expect(large.counter(.filesCapped) == 1)
    }

    @Test("a file whose bytes are another format's than its name says is read as what it is")
    func misnamed() throws {
        let tree = try TemporaryTree()
        try tree.write("place/a.json", Array("SQLite format 3".utf8) + [0] + Array(repeating: 0, count: 100))
        let run = ScanRun(["{home}/place"], home: tree.path, format: .mixed)
        #expect(run.residue.first?.string(.contentFormat) == "sqlite")
        #expect(run.residue.first?[.contentComplete] == false)
    }

    @Test("in mixed folders each file is recognised by itself")
    func mixed() throws {
        let tree = try TemporaryTree()
        for name in ["a.json", "b.jsonl", "c.log", "d.yaml", "notes"] { try tree.write("place/" + name, "{}\n") }
        try tree.write("place/sub/binary", [0, 1, 2, 3])
        let run = ScanRun(["{home}/place"], home: tree.path, format: .mixed)
        #expect(
            run.residue.map { $0.string(.contentFormat) } == ["json", "jsonl", "text", "yaml", "json", "binary"])
        #expect(run.counter(.filesRead) == 6)
    }

    @Test("a LevelDB folder is one thing, as large as its files and as open as the most open of them")
    func levelDB() throws {
        let tree = try TemporaryTree()
        try tree.write("store/000003.log", "12345", mode: 0o600)
        try tree.write("store/CURRENT", "123", mode: 0o644)
        let run = ScanRun(["{home}/store"], home: tree.path, format: .levelDB)
        let event = try #require(run.residue.first)
        #expect(run.residue.count == 1)
        #expect(event.integer(.fileSize) == 8)
        #expect(event.string(.fileType) == "directory")
        #expect(event.string(.fileAccess) == "everyone")
    }

    @Test("a scan that is told that it is enough reads no further file, and says that it ended early")
    func endedEarly() throws {
        let tree = try TemporaryTree()
        for name in ["a.txt", "b.txt", "c.txt"] { try tree.write(name, "x") }
        let run = ScanRun(["{home}/*.txt"], home: tree.path, filesUntilEnough: 2)
        #expect(run.residue.count == 2)
        #expect(run.coverage.entries.contains { $0.reason == "ended early by a signal" })
        let whole = ScanRun(["{home}/*.txt"], home: tree.path)
        #expect(whole.residue.count == 3)
        #expect(!whole.coverage.entries.contains { $0.reason == "ended early by a signal" })
    }

    @Test("an unchanged place gives the same events in the same order")
    func repeatable() throws {
        let tree = try TemporaryTree()
        for name in ["b.txt", "a/c.txt", "a.txt", "a/b.txt"] { try tree.write(name, "x") }
        let first = ScanRun(["{home}/**"], home: tree.path)
        let second = ScanRun(["{home}/**"], home: tree.path)
        #expect(first.events.map(\.fields) == second.events.map(\.fields))
        #expect(first.paths(below: tree.path) == ["a.txt", "a/b.txt", "a/c.txt", "b.txt"])
        #expect(first.coverage == second.coverage)
    }
}
