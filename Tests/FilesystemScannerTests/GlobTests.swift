import Foundation
import Testing

@testable import FilesystemScanner

@Suite("Wildcards")
struct GlobTests {
    private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What Python's own library finds, files only.
    private func pythonGlob(_ pattern: String, in folder: String, _ python: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            "-c",
            """
            import glob, os, sys
            os.chdir(sys.argv[1])
            for p in sorted(set(glob.glob(sys.argv[2], recursive=True, include_hidden=True)), key=os.fsencode):
                if os.path.isfile(p): print(p)
            """, folder, pattern,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(
        "they find what Python's glob finds (needs python3)", .enabled(if: python != nil),
        arguments: [
            "*.json", "*", ".*", "a/*.json", "a/**/*.json", "**/*.json", "**/x.txt", "**", "*/b/*", "a?/x.txt",
            "**/[a-c].json", "**/[!a-c].json", "a/**/b/**/*.txt", "no/such/*", "**/.hidden/**", "é?.txt", "*é*",
        ])
    func oracle(pattern: String) throws {
        let tree = try TemporaryTree()
        for name in [
            "a.json", "b.json", "z.json", ".dot.json", "a/x.txt", "a/c.json", "a/b/c.json", "a/b/x.txt",
            "a/b/d/e/x.txt",
            "ab/x.txt", "abc/x.txt", "a/.hidden/h.json", ".hidden/deep/h.txt", "éa.txt", "éé.txt", "a/b/b/b/q.txt",
        ] {
            try tree.write(name, "text")
        }
        let expected = try pythonGlob(pattern, in: tree.path, try #require(Self.python))
        #expect(ScanRun(["{home}/" + pattern], home: tree.path).paths(below: tree.path) == expected)
    }
}
