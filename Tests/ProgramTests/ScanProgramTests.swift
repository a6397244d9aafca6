import Foundation
import Testing

/// `earshot scan` as a user runs it.
@Suite("the program: scan")
struct ScanProgramTests {
    /// Looks like a key and is none.
    private static let key = "ghp_" + "x7Kq2mWv9RbT4nYc8JdL5sHg3ZfA6uPe1Qo0"

    /// A folder of the test's own with a place for what the program keeps, gone when the body has ended.
    private func withFolder<Result>(_ body: (Folder) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-scan-\(UUID().uuidString)")
        let tree = folder.appending(path: "tree")
        try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(Folder(tree: tree, state: folder.appending(path: "state")))
    }

    private struct Folder {
        let tree: URL
        let state: URL

        func write(_ name: String, _ text: String) throws {
            let file = tree.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: false, encoding: .utf8)
        }

        /// Runs a scan that keeps its notes in the folder.
        func scan(_ arguments: [String], expecting: Set<Int32> = [0, 1]) throws -> (
            status: Int32, output: String, error: String
        ) {
            try run(
                ["env", "XDG_STATE_HOME=\(state.path)", Tool.earshot, "scan"] + arguments, expecting: expecting)
        }

        /// The numbers of the coverage section.
        func counters(_ arguments: [String] = []) throws -> [String: Int] {
            let output = try scan([tree.path, "--format", "json"] + arguments).output
            let document = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
            let coverage = document?["coverage"] as? [String: Any]
            return try #require(coverage?["counters"] as? [String: Int])
        }
    }

    @Test(
        "wrong usage is one clear line and status 2",
        arguments: [
            ["/no/such/folder"], [""], ["/dev/null"], ["--fresh"], ["--exclude", "*.iso"], ["--jobs", "0", "/tmp"],
            ["--canary", "abc", "/tmp"], ["--changed-since", "yesterday", "/tmp"], ["--max-file-size", "big", "/tmp"],
            ["--patterns", "/no/such/file", "/tmp"], ["--product", "no-such-product"], ["--home", "/no/such", "/tmp"],
            ["--rules", "/no/such", "/tmp"],
        ])
    func wrongUsage(arguments: [String]) throws {
        try withFolder { folder in
            let (_, output, error) = try folder.scan(arguments, expecting: [2])
            #expect(output.isEmpty)
            #expect(!error.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: folder.state.path))
        }
    }

    @Test("an empty folder is scanned and nothing is found in it")
    func emptyFolder() throws {
        try withFolder { folder in
            let (status, output, error) = try folder.scan([folder.tree.path])
            #expect(status == 0)
            #expect(error.isEmpty)
            #expect(output.contains("Nothing found in what was looked at."))
            #expect(output.contains("scan.files 0"))
            let tooLong = output.split(separator: "\n").filter { $0.count > 80 }
            #expect(tooLong.isEmpty, "\(tooLong)")
        }
    }

    @Test("a secret anywhere in the tree is told with its place, redacted, every time")
    func secret() throws {
        try withFolder { folder in
            try folder.write("a/b/notes.txt", "token: \(Self.key)\n")
            try folder.write("a/clean.txt", "nothing\n")
            for _ in 0..<2 {
                let output = try folder.scan([folder.tree.path, "--format", "ndjson"]).output
                let matches = output.split(separator: "\n").filter {
                    $0.hasPrefix(#"{"event.category":"content_match""#)
                }
                #expect(matches.count == 1)
                #expect(matches.first?.contains(folder.tree.path + "/a/b/notes.txt") == true)
                #expect(!output.contains(Self.key))
            }
            #expect(try folder.scan([folder.tree.path, "--format", "ndjson", "--reveal"]).output.contains(Self.key))
        }
    }

    @Test("files that were clean are not read again until they change; --fresh reads them and leaves no notes")
    func incremental() throws {
        try withFolder { folder in
            for index in 0..<20 { try folder.write("d\(index % 3)/f\(index)", "nothing") }
            #expect(try folder.counters(["--fresh"])["scan.files_read"] == 20)
            #expect(!FileManager.default.fileExists(atPath: folder.state.path))
            // Only what has been left alone for a while is remembered.
            Thread.sleep(forTimeInterval: 2.2)
            #expect(try folder.counters()["scan.files_read"] == 20)
            let again = try folder.counters()
            #expect(again["scan.files_unchanged"] == 20)
            #expect(again["scan.files_read"] == 0)
            try folder.write("d0/f0", "something")
            #expect(try folder.counters()["scan.files_read"] == 1)
            #expect(try folder.counters(["--canary", "something"])["scan.files_read"] == 20)
            #expect(try folder.counters(["--fresh"])["scan.files_read"] == 20)
        }
    }

    @Test("notes that are damaged are told, and everything is read")
    func damagedNotes() throws {
        try withFolder { folder in
            try folder.write("f", "nothing")
            let notes = folder.state.appending(path: "earshot/store.sqlite")
            try FileManager.default.createDirectory(
                at: notes.deletingLastPathComponent(), withIntermediateDirectories: true)
            try String(repeating: "no database ", count: 1_000).write(to: notes, atomically: false, encoding: .utf8)
            let (status, output, _) = try folder.scan([folder.tree.path])
            #expect(status == 0)
            #expect(output.contains("it is damaged"))
            #expect(output.contains("scan.files_read 1"))
        }
    }

    @Test("a planted text is found, and patterns of the user's are in force")
    func canaryAndPatterns() throws {
        try withFolder { folder in
            try folder.write("a", "before purple-otter-(4711) behind")
            try folder.write("b", "internal zebra-31337-key")
            let canary = try folder.scan([folder.tree.path, "--canary", "purple-otter-(4711)", "--format", "ndjson"])
            #expect(canary.output.contains(folder.tree.path + "/a\""))
            let patterns = folder.tree.deletingLastPathComponent().appending(path: "own.toml")
            try
                "[[rules]]\nid = \"zebra\"\ndescription = \"z\"\nregex = '''zebra-[0-9]+-key'''\nkeywords = [\"zebra\"]\n"
                .write(to: patterns, atomically: false, encoding: .utf8)
            let own = try folder.scan([folder.tree.path, "--patterns", patterns.path, "--format", "ndjson"])
            #expect(own.output.contains(#""pattern.id":"zebra""#))
        }
    }

    @Test("names are left out by --exclude and .earshotignore, counted")
    func excludes() throws {
        try withFolder { folder in
            try folder.write("a.iso", "x")
            try folder.write("b/c.log", "x")
            try folder.write(".earshotignore", "*.log\n")
            let counters = try folder.counters(["--exclude", "*.iso"])
            #expect(counters["scan.names_excluded"] == 2)
            #expect(counters["scan.files_read"] == 1)
        }
    }

    @Test("a catalogued place in a tree is told as its product's, with --home as a home")
    func labels() throws {
        try withFolder { folder in
            try folder.write("home/.ollama/history", "tell me a secret\n")
            let home = folder.tree.appending(path: "home").path
            let output = try folder.scan([folder.tree.path, "--home", home, "--format", "ndjson"]).output
            let residue = output.split(separator: "\n").filter { $0.contains(#""event.category":"file_residue""#) }
            #expect(residue.contains { $0.contains(#""llm.product":"ollama""#) && $0.contains("/.ollama/history") })
        }
    }

    @Test("without a path the catalogued places are scanned, and no notes are made")
    func places() throws {
        try withFolder { folder in
            try folder.write(".ollama/history", "tell me a secret\n")
            let (_, output, _) = try folder.scan([
                "--home", folder.tree.path, "--all-products", "--product", "ollama", "--format", "json",
            ])
            #expect(output.contains("/.ollama/history"))
            #expect(!FileManager.default.fileExists(atPath: folder.state.path))
        }
    }

    @Test("a file alone may be named, and the report goes into a file that nobody else may read")
    func fileAndOutput() throws {
        try withFolder { folder in
            try folder.write("one", "token: \(Self.key)\n")
            let report = folder.tree.appending(path: "report.json").path
            let (_, output, _) = try folder.scan(
                [
                    folder.tree.appending(path: "one").path, "--format", "json", "--output", report, "--fail-on",
                    "critical",
                ])
            #expect(output.isEmpty)
            let mode = try FileManager.default.attributesOfItem(atPath: report)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("Ctrl-C ends a scan with a report of what was read so far")
    func interrupted() throws {
        try withFolder { folder in
            // One file that takes long, because it is read and searched to its end.
            let large = folder.tree.appending(path: "large")
            _ = FileManager.default.createFile(atPath: large.path, contents: nil)
            let handle = try FileHandle(forWritingTo: large)
            for _ in 0..<48 { try handle.write(contentsOf: Data(repeating: 0x61, count: 1 << 20)) }
            try handle.close()
            for index in 0..<200 {
                try FileManager.default.copyItem(at: large, to: folder.tree.appending(path: "copy\(index)"))
                if index == 5 { break }
            }
            let shell = "\"$0\" scan \"$1\" --jobs 1 & pid=$!; sleep 1; kill -INT $pid; wait $pid"
            let (status, output, _) = try run(
                ["env", "XDG_STATE_HOME=\(folder.state.path)", "bash", "-mc", shell, Tool.earshot, folder.tree.path],
                expecting: [0, 1, 3])
            #expect(status == 0)
            #expect(output.contains("numbers"))
        }
    }

    @Test("a person at a terminal sees how far it has come; nobody else does")
    func progressLine() throws {
        guard let script = Tool.path(of: "script") else { return print("skipped: no script(1)") }
        try withFolder { folder in
            for index in 0..<50 { try folder.write("f\(index)", String(repeating: "x", count: 1 << 20)) }
            let command = "\(Tool.earshot) scan --fresh \(folder.tree.path)"
            let shown = try run([script, "-qec", command, "/dev/null"], expecting: [0]).output
            #expect(shown.contains("files/s"))
            #expect(try folder.scan(["--fresh", folder.tree.path]).error.isEmpty)
        }
    }

    @Test("a reader that goes away early is no failure")
    func closedPipe() throws {
        try withFolder { folder in
            for index in 0..<300 { try folder.write("f\(index)", "token: \(Self.key)\(index)\n") }
            let shell = "\"$0\" scan \"$1\" --fresh --format ndjson | head -n 1; exit ${PIPESTATUS[0]}"
            let (_, output, error) = try run(["bash", "-c", shell, Tool.earshot, folder.tree.path], expecting: [0, 1])
            #expect(output.split(separator: "\n").count == 1)
            #expect(error.isEmpty)
        }
    }
}
