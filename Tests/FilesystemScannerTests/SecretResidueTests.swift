import Knowledge
import Observation
import TestSupport
import Testing

@testable import FilesystemScanner

@Suite("Secrets in files")
struct SecretResidueTests {
    private static let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    private func token(_ seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        return "h" + "f_" + random.text(34, of: Self.alphabet)
    }

    @Test("a secret is an event with its line; one that comes back is told once")
    func events() throws {
        let tree = try TemporaryTree()
        let lines = ["", #"{"prompt": "use \#(token(1))"}"#, "{}", #"{"x": "\#(token(2))", "y": "\#(token(1))"}"#]
        try tree.write("h.jsonl", lines.joined(separator: "\n"))
        let run = ScanRun(["{home}/h.jsonl"], home: tree.path, format: .jsonLines)
        #expect(run.residue.first?.integer(.contentSecrets) == 2)
        #expect(run.matches.map { $0.string(.contentText) } == [token(1), token(2)])
        #expect(run.matches.map { $0.string(.contentLocator) } == ["line 2", "line 4"])
        let match = try #require(run.matches.first)
        #expect(match.string(.patternID) == "huggingface-token")
        #expect(match.string(.contentState) == "live")
        #expect(match.string(.fileAccess) == "everyone")
        #expect(match.string(.artifactID) == "tried.place")
        #expect(match.string(.llmProduct) == "tried")
    }

    @Test("where a stretch of the file ends makes no difference", arguments: 0..<6)
    func boundaries(seed: Int) throws {
        let tree = try TemporaryTree()
        var random = SeededGenerator(seed: UInt64(seed))
        var lines: [String] = []
        var expected: [String] = []
        while expected.count < 3 {
            lines.append(random.text(Int.random(in: 0...30_000, using: &random), of: "abc de"))
            lines.append(String(repeating: ".", count: 250_000 + Int.random(in: 0...20_000, using: &random)))
            expected.append("\(lines.count + 1)")
            lines.append("x " + token(UInt64(1_000 + lines.count)) + " y")
        }
        try tree.write("f.txt", lines.joined(separator: "\n"))
        let run = ScanRun(["{home}/f.txt"], home: tree.path)
        #expect(run.matches.map { $0.string(.contentLocator) } == expected.map { "line " + $0 })
    }

    @Test("more secrets than are told one by one are counted")
    func many() throws {
        let tree = try TemporaryTree()
        try tree.write("f.txt", (0..<70).map { token(UInt64($0)) }.joined(separator: "\n"))
        let run = ScanRun(["{home}/f.txt"], home: tree.path)
        #expect(run.residue.first?.integer(.contentSecrets) == 70)
        #expect(run.matches.count == 50)
    }

    @Test("secrets of settings files are found too", arguments: ["a.yaml", "a.toml", "a.env", "a.md"])
    func settings(name: String) throws {
        let tree = try TemporaryTree()
        try tree.write("d/" + name, "token: \(token(5))\n")
        #expect(ScanRun(["{home}/d"], home: tree.path, format: .directory).matches.count == 1)
    }

    @Test("random bytes in every format never trap", arguments: 0..<30)
    func randomBytes(seed: Int) throws {
        let tree = try TemporaryTree()
        var random = SeededGenerator(seed: UInt64(seed))
        let bytes = (0..<5_000).map { _ -> UInt8 in
            Bool.random(using: &random)
                ? UInt8.random(in: 0...255, using: &random)
                : Array(#"{}[]",:\0123 "#.utf8).randomElement(using: &random) ?? 0
        }
        try tree.write("f", bytes)
        for format in [Artifact.Format.text, .json, .jsonLines, .yaml, .mixed] {
            let run = ScanRun(
                ["{home}/f"], home: tree.path, format: format,
                content: [.init(field: "[*].a", meaning: .byRole)])
            #expect(run.residue.count == 1)
        }
    }
}
