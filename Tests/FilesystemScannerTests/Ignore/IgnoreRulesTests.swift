import FilesystemScanner
import TestSupport
import Testing

@Suite("Ignore files")
struct IgnoreRulesTests {
    private func verdict(_ rules: String, _ path: String, isFolder: Bool = false) -> IgnoreRules.Verdict? {
        IgnoreRules(parsing: Array(rules.utf8)).verdict(on: Array(path.utf8).span, isFolder: isFolder)
    }

    @Test(
        "a line is about names, about paths, or about folders",
        arguments: [
            ("*.log", "a/b.log", true), ("/b.log", "a/b.log", false), ("a/*.log", "a/b.log", true),
            ("a/*.log", "x/a/b.log", false), ("**/a/*.log", "x/a/b.log", true), ("a/**", "a/b/c", true),
            ("a/**/c", "a/c", true), ("build/", "build", false), ("# x", "# x", false), ("\\# x", "# x", true),
            ("x\\ ", "x ", true), ("x  ", "x", true), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false),
            ("[", "[", false), ("a?c", "a/c", false), ("", "a", false), ("*.log\r", "b.log", true),
        ])
    func lines(rules: String, path: String, isIgnored: Bool) {
        #expect((verdict(rules, path) == .ignored) == isIgnored)
    }

    @Test("the last line that matches decides")
    func order() {
        #expect(verdict("*.log\n!keep.log", "keep.log") == .kept)
        #expect(verdict("!keep.log\n*.log", "keep.log") == .ignored)
        #expect(verdict("a\nb/", "c") == nil)
        #expect(verdict("b/", "b", isFolder: true) == .ignored)
    }

    @Test("no pattern makes a trial long")
    func costly() {
        let pattern = String(repeating: "*a", count: 200) + "b"
        #expect(verdict(pattern, String(repeating: "a", count: 1_000)) == nil)
        let folders = String(repeating: "**/a/", count: 200) + "b"
        #expect(verdict(folders, String(repeating: "a/", count: 300) + "c") == nil)
        #expect(verdict(folders, String(repeating: "a/", count: 300) + "b") == .ignored)
        #expect(verdict(String(repeating: "**/", count: 1_000) + "b", "a/b") == .ignored)
    }

    @Test("git says the same of random lines and paths", arguments: 0..<12)
    func likeGit(seed: Int) throws {
        guard OtherProgram.has("git") else { return }
        var random = SeededGenerator(seed: UInt64(seed) + 77)
        let tree = try TemporaryTree()
        try #require(OtherProgram.output(["git", "init", "-q"], in: tree.path) != nil)
        let names = ["a", "b", "ab", "foo", "x y", "a.log", "b.log", "[x]", "#n", "!n", "é", "foo ", "-", "a\\b"]
        var paths: Set<String> = []
        for _ in 0..<40 {
            let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in names.randomElement(using: &random) ?? ""
            }
            let path = parts.joined(separator: "/")
            guard (try? tree.write(path, "")) != nil else { continue }
            for count in 1...parts.count { paths.insert(parts.prefix(count).joined(separator: "/")) }
        }
        let pieces = [
            "*", "**", "?", "/", "a", "b", "foo", ".log", "[ab]", "[!a]", "[^b]", "[a-", "[[:alpha:]]", "[]x]", "\\",
            " ",
            "x y", "!", "#", "**/", "/**", "/**/", "é", "\\ ", "[[:nope:]]", "[a\\]", "ab", "-",
        ]
        var answers = 0
        for _ in 0..<40 {
            let lines = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (0..<Int.random(in: 1...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
            let text = lines.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n")
            try tree.write(".gitignore", text)
            let asked = paths.sorted()
            let rules = IgnoreRules(parsing: Array(text.utf8))
            let told = try GitAnswer.ignored(asked, in: tree.path)
            answers += told.count
            for path in asked {
                #expect(
                    isIgnored(path, by: rules, among: paths) == told.contains(path),
                    "\(path) by \(text.debugDescription)")
            }
        }
        #expect(answers > 20)
    }

    private func isIgnored(_ path: String, by rules: IgnoreRules, among all: Set<String>) -> Bool {
        let parts = path.split(separator: "/")
        for count in 1...parts.count {
            let part = parts.prefix(count).joined(separator: "/")
            let isFolder = all.contains { $0.hasPrefix(part + "/") }
            if rules.verdict(on: Array(part.utf8).span, isFolder: isFolder) == .ignored { return true }
        }
        return false
    }
}

/// What git itself answers.
enum GitAnswer {
    /// Those of some paths that git ignores.
    static func ignored(_ paths: [String], in folder: String) throws -> Set<String> {
        let output = try #require(
            OtherProgram.output(
                ["git", "check-ignore", "-z", "--stdin", "--no-index"], in: folder,
                input: Array(paths.joined(separator: "\0").utf8), awaited: [0, 1]))
        return Set(output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    }
}
