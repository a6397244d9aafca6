import Foundation
import TestSupport
import Testing

@testable import FilesystemScanner

@Suite("Patterns that leave names of a tree out")
struct TreeIgnoreTests {
    @Test("patterns made to be slow do not hold up a walk", .timeLimit(.minutes(1)))
    func slowPatterns() throws {
        let tree = try TemporaryTree()
        let stars = String(repeating: "*a", count: 1_000) + "b"
        let deep = String(repeating: "**/a/", count: 500) + "b"
        try tree.write(".earshotignore", stars + "\n" + deep + "\n")
        try tree.write(String(repeating: "a/", count: 200) + String(repeating: "a", count: 250), "x")
        #expect(TreeRun([tree.path]).examined.count == 2)
    }

    @Test("random patterns over random trees leave out what git leaves out")
    func likeGit() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/git") else { return print("skipped: no git") }
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<40 {
            let tree = try TemporaryTree()
            try Self.fill(tree, &generator)
            let git = try Self.ignoredByGit(tree)
            let run = TreeRun([tree.path])
            let left = run.names(below: tree.path).filter { !$0.hasPrefix(".git/") && !$0.hasSuffix("ignore") }
            let all = try Self.files(tree.path)
            let own = Set(all).subtracting(left)
            let files = try Self.ignoreFiles(tree.path)
            #expect(own.symmetricDifference(git).isEmpty, "\(own.symmetricDifference(git).sorted()) with \(files)")
        }
    }

    /// A tree of short names, with files of patterns in some folders.
    private static func fill(_ tree: TemporaryTree, _ generator: inout SeededGenerator) throws {
        let names = ["a", "b", "ab", "a b", "[a]", "a.c", "#x", "!y", "b\\"]
        for _ in 0..<60 {
            let depth = Int.random(in: 1...4, using: &generator)
            let path = (0..<depth).map { _ in names.randomElement(using: &generator) ?? "a" }.joined(separator: "/")
            try? tree.write(path, "text")
        }
        for folder in ["", "a/", "a/b/", "ab/"] where Bool.random(using: &generator) || folder.isEmpty {
            var lines = ""
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                lines += generator.text(Int.random(in: 1...7, using: &generator), of: "aaabb**?/!#[]\\ .cxy-^") + "\n"
            }
            for name in [".gitignore", ".earshotignore"] {
                guard folder.isEmpty || FileManager.default.fileExists(atPath: tree.path + "/" + folder) else {
                    continue
                }
                try? tree.write(folder + name, lines)
            }
        }
    }

    private static func files(_ root: String) throws -> [String] {
        let all = FileManager.default.enumerator(atPath: root)
        return (all?.compactMap { $0 as? String } ?? []).filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
            return !isFolder.boolValue && !path.hasPrefix(".git/") && !path.hasSuffix("ignore")
        }
    }

    private static func ignoreFiles(_ root: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for folder in ["", "a/", "a/b/", "ab/"] {
            texts[folder] = try? String(contentsOfFile: root + "/" + folder + ".gitignore", encoding: .utf8)
        }
        return texts
    }

    private static func ignoredByGit(_ tree: TemporaryTree) throws -> Set<String> {
        _ = try git(["init", "-q"], in: tree.path, input: "")
        let paths = try files(tree.path)
        let output = try git(
            ["-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin"], in: tree.path,
            input: paths.map { "./" + $0 + "\0" }.joined())
        return Set(output.split(separator: "\0").map { String($0.dropFirst(2)) })
    }

    private static func git(_ arguments: [String], in folder: String, input: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/git")
        process.arguments = ["-C", folder] + arguments
        let inside = URL(filePath: folder + "/.git-input")
        try Data(input.utf8).write(to: inside)
        defer { try? FileManager.default.removeItem(at: inside) }
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: inside)
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}
