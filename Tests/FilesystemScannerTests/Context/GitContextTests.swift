import FilesystemScanner
import Foundation
import Observation
import TestSupport
import Testing

@Suite("What git knows of a file")
struct GitContextTests {
    private func git(_ arguments: String..., in folder: String) throws {
        _ = try #require(
            OtherProgram.output(["git"] + arguments, in: folder), "git \(arguments.joined(separator: " "))")
    }

    private func lines(_ arguments: [String], in folder: String) throws -> Set<String> {
        let output = try #require(OtherProgram.output(["git"] + arguments, in: folder, awaited: [0, 1]))
        return Set(output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    }

    /// Compares every path with what git itself says.
    private func compare(_ machine: ContextTree, _ paths: [String], root: String, reader: FileContextReader? = nil)
        throws
    {
        let top = machine.path + "/" + root
        let tracked = try lines(["ls-files", "-z"], in: top)
        let ignored = try GitAnswer.ignored(paths, in: top)
        let held = try lines(["log", "--all", "-z", "--name-only", "--format=", "--no-renames", "-m"], in: top)
        let pushed = try lines(["log", "--remotes", "-z", "--name-only", "--format=", "--no-renames", "-m"], in: top)
        let reader = reader ?? FileContextReader(sources: machine.sources)
        for path in paths {
            let git = try #require(machine.context("\(root)/\(path)", by: reader)?.git, "\(path)")
            let state = tracked.contains(path) ? "tracked" : ignored.contains(path) ? "ignored" : "untracked"
            #expect(git.root == top)
            #expect(git.state == state, "\(path)")
            #expect(git.isCommitted == held.contains(path), "\(path)")
            #expect(git.isPushed == pushed.contains(path), "\(path)")
        }
        #expect(reader.coverage.entries.isEmpty)
    }

    @Test("git says the same of generated repositories", arguments: 0..<8)
    func likeGit(seed: Int) throws {
        guard OtherProgram.has("git") else { return }
        var random = SeededGenerator(seed: UInt64(seed) + 300)
        let machine = try ContextTree()
        let top = machine.path + "/work"
        try machine.tree.folder("work")
        try git("init", "-q", "-b", "main", in: top)
        try git("config", "index.version", ["2", "3", "4"][seed % 3], in: top)
        try git("remote", "add", "origin", "https://someone:secret@Forge.example.org:8443/a/b.git", in: top)
        let names = [
            "a.txt", "b.log", "c/d.txt", "c/e.log", "c/f/g.txt", "h i.txt", "é/j.log", "k/l.txt", "c/f/m", "n",
        ]
        for name in names { try machine.tree.write("work/\(name)", "\(name)") }
        for step in 0..<Int.random(in: 2...5, using: &random) {
            for name in names where Int.random(in: 0..<3, using: &random) == 0 {
                try machine.tree.write("work/\(name)", String(repeating: "\(name) \(step)\n", count: 200))
                try git("add", "-f", name, in: top)
            }
            try git("commit", "-q", "--allow-empty", "-m", "step", in: top)
            if step == 1, Bool.random(using: &random) {
                try git("update-ref", "refs/remotes/origin/main", "HEAD", in: top)
            }
            if Bool.random(using: &random) { try git("checkout", "-q", "-b", "branch\(step)", in: top) }
            if step == 1 {
                _ = OtherProgram.output(["git", "rm", "-q", "--cached", "a.txt"], in: top)
                _ = OtherProgram.output(["git", "commit", "-q", "-m", "gone"], in: top)
            }
            if Bool.random(using: &random) { try git("gc", "-q", in: top) }
        }
        try git("tag", "-a", "-m", "x", "v1", in: top)
        if Bool.random(using: &random) { try git("pack-refs", "--all", in: top) }
        try machine.tree.write("work/.gitignore", "*.log\n/k/\n")
        try machine.tree.write("work/c/.gitignore", "!e.log\nf/*\n")
        try machine.tree.write("work/.git/info/exclude", "n\n")
        try git("add", "-f", "n", in: top)
        if Bool.random(using: &random) { try git("add", "-N", "h i.txt", in: top) }
        try compare(machine, names, root: "work")
        let context = try #require(machine.context("work/a.txt")?.git)
        #expect(context.remoteHost == (context.isPushed == true ? "forge.example.org" : nil))
    }

    @Test("linked work trees, submodules and borrowed objects are followed")
    func linked() throws {
        guard OtherProgram.has("git") else { return }
        let machine = try ContextTree()
        try machine.tree.write("one/kept.txt", "kept")
        let one = machine.path + "/one"
        try git("init", "-q", in: one)
        try git("add", ".", in: one)
        try git("commit", "-q", "-m", "one", in: one)
        try git("worktree", "add", "-q", "-b", "other", "../two", in: one)
        try machine.tree.write("two/new.txt", "new")
        try compare(machine, ["kept.txt", "new.txt"], root: "two")
        try git("clone", "-q", "--shared", "one", "three", in: machine.path)
        try machine.tree.write("three/new.txt", "new")
        try compare(machine, ["kept.txt", "new.txt"], root: "three")
        #expect(machine.context("three/kept.txt")?.git?.isPushed == true)
        #expect(machine.context("three/kept.txt")?.git?.remoteHost == nil)
        let arguments = ["-c", "protocol.file.allow=always", "submodule", "add", "-q", "../one", "part"]
        try #require(OtherProgram.output(["git"] + arguments, in: machine.path + "/three") != nil)
        #expect(machine.context("three/part/kept.txt")?.git?.root == machine.path + "/three/part")
        #expect(machine.context("three/part/kept.txt")?.git?.state == "tracked")
        #expect(machine.context("three/.git/config")?.git == nil)
    }

    @Test("the owner's own ignore file counts, and one behind a link does not")
    func personal() throws {
        guard OtherProgram.has("git") else { return }
        let machine = try ContextTree()
        try machine.tree.folder("work")
        try git("init", "-q", in: machine.path + "/work")
        try machine.tree.write("work/x.tmp", "")
        try machine.tree.write("work/y.bak", "")
        #expect(machine.context("work/x.tmp")?.git?.state == "untracked")
        try machine.tree.write("home/.config/git/ignore", "*.tmp\n")
        #expect(machine.context("work/x.tmp")?.git?.state == "ignored")
        try machine.tree.write("home/.gitconfig", "[core] # x\n\texcludesFile = \"~/own\" ; y\n")
        try machine.tree.write("home/own", "*.bak\n")
        #expect(machine.context("work/x.tmp")?.git?.state == "untracked")
        #expect(machine.context("work/y.bak")?.git?.state == "ignored")
        machine.tree.link("work/.gitignore", to: machine.path + "/home/.config/git/ignore")
        #expect(machine.context("work/x.tmp")?.git?.state == "untracked")
    }

    @Test("a home's own repository that lies aside is found for what it tracks")
    func aside() throws {
        guard OtherProgram.has("git") else { return }
        let machine = try ContextTree()
        let home = machine.path + "/home"
        try machine.tree.write("home/.config/chat/history.json", "x")
        try machine.tree.write("home/.other", "x")
        try git("init", "-q", "--bare", ".dotfiles", in: home)
        for arguments in [["add", ".config/chat/history.json"], ["commit", "-q", "-m", "x"]] {
            let whole = ["git", "--git-dir=.dotfiles", "--work-tree=."] + arguments
            try #require(OtherProgram.output(whole, in: home) != nil)
        }
        let git = try #require(machine.context("home/.config/chat/history.json")?.git)
        #expect(git.root == home)
        #expect(git.state == "tracked")
        #expect(git.isCommitted == true)
        #expect(machine.context("home/.other")?.git == nil)
    }

    @Test("what is not read is told, and nothing is claimed of it")
    func notRead() throws {
        guard OtherProgram.has("git") else { return }
        let machine = try ContextTree()
        for name in ["long", "split", "broken", "shallow"] { try machine.tree.write("\(name)/x", "x") }
        try #require(
            OtherProgram.output(["git", "init", "-q", "--object-format=sha256"], in: machine.path + "/long") != nil)
        for name in ["split", "broken", "shallow"] {
            try git("init", "-q", in: "\(machine.path)/\(name)")
            try git("add", "x", in: "\(machine.path)/\(name)")
            try git("commit", "-q", "-m", "x", in: "\(machine.path)/\(name)")
        }
        try git("update-index", "--split-index", in: machine.path + "/split")
        try machine.tree.write("broken/.git/index", "DIRC nonsense that is long enough to be an index")
        let parent = try #require(OtherProgram.output(["git", "rev-parse", "HEAD"], in: machine.path + "/shallow"))
        try machine.tree.write("shallow/.git/shallow", parent)
        try machine.tree.write("shallow/new", "x")
        let reader = FileContextReader(sources: machine.sources)
        #expect(machine.context("long/x", by: reader)?.git?.state == nil)
        #expect(machine.context("long/x", by: reader)?.git?.isCommitted == nil)
        #expect(machine.context("split/x", by: reader)?.git?.state == nil)
        #expect(machine.context("split/x", by: reader)?.git?.isCommitted == true)
        #expect(machine.context("broken/x", by: reader)?.git?.state == nil)
        #expect(machine.context("shallow/x", by: reader)?.git?.isCommitted == true)
        #expect(machine.context("shallow/new", by: reader)?.git?.isCommitted == nil)
        #expect(
            Set(reader.coverage.entries.compactMap(\.reason)) == [
                "git repository with sha256 names", "git index that is split in two files",
                "git index that is broken or of an unknown version",
                "git history that is shallow, broken, or longer than is read",
            ])
    }

    @Test("a damaged repository never stops a scan", arguments: 0..<6)
    func damaged(seed: Int) throws {
        guard OtherProgram.has("git") else { return }
        var random = SeededGenerator(seed: UInt64(seed) + 900)
        let machine = try ContextTree()
        let top = machine.path + "/work"
        for number in 0..<20 {
            try machine.tree.write("work/a/\(number)", String(repeating: "line \(number)\n", count: 50 + number))
        }
        try git("init", "-q", in: top)
        for _ in 0..<4 {
            try machine.tree.write("work/a/0", random.text(2_000, of: "ab \n"))
            try git("add", ".", in: top)
            try git("commit", "-q", "-m", "x", in: top)
        }
        if seed % 2 == 0 { try git("gc", "-q", in: top) }
        let all = try #require(FileManager.default.subpathsOfDirectory(atPath: top + "/.git") as [String]?)
        let files = all.filter {
            $0.contains("objects/") || $0.hasSuffix("index") || $0.hasSuffix("HEAD") || $0.hasSuffix("refs")
        }
        for _ in 0..<40 {
            let name = try #require(files.randomElement(using: &random))
            guard var data = FileManager.default.contents(atPath: "\(top)/.git/\(name)"), !data.isEmpty else {
                continue
            }
            let original = data
            switch Int.random(in: 0..<3, using: &random) {
            case 0: data = data.prefix(Int.random(in: 0..<data.count, using: &random))
            default:
                for _ in 0..<8 {
                    data[Int.random(in: 0..<data.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
            }
            chmod("\(top)/.git/\(name)", 0o644)
            try data.write(to: URL(filePath: "\(top)/.git/\(name)"))
            _ = machine.context("work/a/0")
            try original.write(to: URL(filePath: "\(top)/.git/\(name)"))
        }
        #expect(machine.context("work/a/0")?.git?.isCommitted == true)
    }

    @Test(
        "an address tells its host and nothing else",
        arguments: [
            ("https://user:token@Example.org:8443/a/b.git", "example.org"), ("git@example.org:a/b.git", "example.org"),
            ("ssh://git@[2001:db8::1]:22/a", "2001:db8::1"), ("example.org:a", "example.org"), ("/srv/a.git", nil),
            ("../a", nil), ("file:///srv/a", nil), ("./x:y", nil), ("git://h/x", "h"), ("", nil),
            ("ext::ssh://h2/x", "h2"), ("codecommit::eu-west-1://me@repo", "repo"),
        ])
    func addresses(address: String, host: String?) {
        #expect(GitAddress(address)?.host == host)
    }
}
