import FilesystemScanner
import Foundation
import Observation
import TestSupport
import Testing

@Suite("Who else can read a file")
struct ReaderListTests {
    private static let users = """
        ada:x:61001:61001::/nowhere:/bin/sh
        ben:x:61002:61002::/nowhere:/bin/sh
        cyd:x:61003:61003::/nowhere:/bin/sh
        dee:x:61004:61001::/nowhere:/bin/sh

        """
    private static let groups = """
        ada:x:61001:
        ben:x:61002:cyd
        cyd:x:61003:
        club:x:61010:ben,dee,nobody-there
        empty:x:61011:

        """

    /// Opens every path as each account and prints `name path` for those that can be opened, as the stranger too.
    private static let oracle = """
        import os, sys
        accounts, paths = sys.stdin.read().split("\\n\\n")
        for line in accounts.split("\\n"):
            name, user, groups = line.split(" ")
            groups = [int(g) for g in groups.split(",")]
            end, begin = os.pipe()
            child = os.fork()
            if child == 0:
                os.setgroups(groups); os.setresgid(groups[0], groups[0], groups[0]); os.setresuid(int(user), int(user), int(user))
                for path in paths.split("\\n"):
                    try:
                        os.close(os.open(path, os.O_RDONLY))
                        os.write(begin, (name + " " + path + "\\n").encode())
                    except PermissionError:
                        pass
                os._exit(0)
            os.close(begin)
            with os.fdopen(end) as pipe:
                sys.stdout.write(pipe.read())
            os.waitpid(child, 0)
        """

    @Test("each account reads what is told, in random trees with modes and lists; needs root", arguments: 0..<6)
    func likeTheKernel(seed: Int) throws {
        guard getuid() == 0, OtherProgram.has("setfacl"), PythonOracle.canImport("os") else {
            print("skipped a test that opens files as other accounts")
            return
        }
        var random = SeededGenerator(seed: UInt64(seed) + 5)
        let machine = try ContextTree(users: Self.users, groups: Self.groups)
        chmod(machine.path, 0o755)
        var files: [String] = []
        var folders: [String] = []
        for number in 0..<30 {
            let folder = "tree/d\(number % 6)/e\(number % 10)"
            let file = "\(folder)/f\(number)"
            try machine.tree.write(file, "x")
            files.append(file)
            folders += ["tree/d\(number % 6)", folder]
        }
        for name in Set(files + folders).sorted() { dress(machine.path + "/" + name, &random) }
        chmod(machine.path + "/tree", 0o755)
        let accounts = [
            "ada 61001 61001", "ben 61002 61002,61010", "cyd 61003 61003,61002", "dee 61004 61001,61010",
            "everyone 61099 61099",
        ]
        let paths = files.map { machine.path + "/" + $0 }
        let answer = try #require(
            PythonOracle.run(
                Self.oracle, input: accounts.joined(separator: "\n") + "\n\n" + paths.joined(separator: "\n")))
        var real: [String: Set<String>] = [:]
        for line in answer.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            real[String(words[1]), default: []].insert(String(words[0]))
        }
        let reader = FileContextReader(sources: machine.sources)
        let owners = [61_001: "ada", 61_002: "ben", 61_003: "cyd", 61_004: "dee"]
        for path in paths {
            let context = try #require(reader.context(of: Array(path.utf8)))
            let readers = try #require(context.readers)
            let owner = try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID] as? Int ?? 0
            var expected = (real[path] ?? []).subtracting([owners[owner] ?? ""])
            if expected.contains("everyone") { expected = ["everyone"] }
            #expect(Set(readers.names) == expected, "\(path) of \(owner)")
            #expect((readers.access == .everyone) == (expected == ["everyone"]))
        }
        #expect(real.count > 3)
    }

    /// Gives a file or folder a random owner, group, mode and list.
    private func dress(_ path: String, _ random: inout SeededGenerator) {
        let people: [uid_t] = [0, 61_001, 61_002, 61_003, 61_004]
        let teams: [gid_t] = [0, 61_001, 61_002, 61_003, 61_010, 61_011]
        chown(path, people.randomElement(using: &random) ?? 0, teams.randomElement(using: &random) ?? 0)
        let modes: [mode_t] = [0o755, 0o755, 0o711, 0o750, 0o750, 0o700, 0o640, 0o604, 0o775, 0o770, 0o770, 0o705]
        chmod(path, modes.randomElement(using: &random) ?? 0)
        guard Int.random(in: 0..<2, using: &random) == 0 else { return }
        let entries = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let rights = ["r-x", "r--", "--x", "---", "rwx"].randomElement(using: &random) ?? "---"
            return Bool.random(using: &random)
                ? "u:\(people.randomElement(using: &random) ?? 0):\(rights)"
                : "g:\(teams.randomElement(using: &random) ?? 0):\(rights)"
        }
        let mask = ["", ",m::---", ",m::r-x", ",m::--x"].randomElement(using: &random) ?? ""
        OtherProgram.output(["setfacl", "-m", entries.joined(separator: ",") + mask, path], in: "/")
    }

    @Test("nobody is told as nobody, everyone as everyone, and a group by its members")
    func told() throws {
        let machine = try ContextTree(users: Self.users, groups: Self.groups)
        for (name, mode) in [("own", 0o600), ("all", 0o644), ("team", 0o640)] {
            try machine.tree.write(name, "x", mode: mode_t(mode))
        }
        #expect(machine.context("own")?.readers?.names == [])
        #expect(machine.context("team")?.readers?.names == [])
        #expect(machine.context("team")?.readers?.access == .owner)
        #expect(machine.context("own")?.readers?.access == .owner)
        #expect(machine.context("all")?.readers?.names == ["everyone"])
        guard getuid() == 0 else { return }
        chown(machine.path + "/team", 0, 61_010)
        #expect(machine.context("team")?.readers?.names == ["ben", "dee"])
        #expect(machine.context("team")?.readers?.access == .group)
        #expect(machine.context("team")?.readers?.isWidened == false)
        guard OtherProgram.has("setfacl") else { return }
        OtherProgram.output(["setfacl", "-m", "u:61003:r", machine.path + "/own"], in: "/")
        #expect(machine.context("own")?.readers?.names == ["cyd"])
        #expect(machine.context("own")?.readers?.access == .group)
        #expect(machine.context("own")?.readers?.isWidened == true)
    }

    @Test("a group whose members other name services may know stays a group")
    func unknownMembers() throws {
        let machine = try ContextTree()
        try machine.tree.write("team", "x", mode: 0o640)
        try machine.tree.write("machine/nsswitch.conf", "group: files ldap\n")
        #expect(machine.context("team")?.readers?.names == [])
        #expect(machine.context("team")?.readers?.access == .group)
    }

    @Test("accounts that other name services know are told to be missing")
    func otherServices() throws {
        let machine = try ContextTree()
        try machine.tree.write("file", "x")
        let reader = FileContextReader(sources: machine.sources)
        _ = machine.context("file", by: reader)
        #expect(reader.coverage.entries.isEmpty)
        try machine.tree.write("machine/nsswitch.conf", "passwd: files sss [NOTFOUND=return] systemd # x\n")
        let other = FileContextReader(sources: machine.sources)
        _ = machine.context("file", by: other)
        #expect(other.coverage.entries.first?.reason == "accounts and groups of other name services are not looked up")
    }

    @Test("an access control list is read as the kernel stores it")
    func list() throws {
        func entry(_ tag: UInt8, _ rights: UInt8, _ number: UInt8 = 0xFF) -> [UInt8] {
            [tag, 0, rights, 0, number, number, number, number]
        }
        let bytes: [UInt8] =
            [2, 0, 0, 0] + entry(1, 6) + entry(2, 4, 1) + entry(4, 0) + entry(8, 5, 2) + entry(0x10, 4) + entry(0x20, 0)
        let list = try #require(AccessList(parsing: bytes))
        #expect(list.users == [0x0101_0101: 4])
        #expect(list.groups == [0x0202_0202: 5])
        #expect(list.mask == 4)
        for count in 0..<bytes.count where (count - 4) % 8 != 0 || count < 4 {
            #expect(AccessList(parsing: Array(bytes.prefix(count))) == nil)
        }
        #expect(AccessList(parsing: [1, 0, 0, 0] + entry(1, 6)) == nil)
        #expect(AccessList(parsing: [2, 0, 0, 0] + entry(3, 6)) == nil)
        var random = SeededGenerator(seed: 9)
        for _ in 0..<2_000 { _ = AccessList(parsing: random.bytes(Int.random(in: 0...60, using: &random))) }
    }
}
