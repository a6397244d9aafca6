import ContentMatching
import Foundation
import Glibc
import Knowledge
import Observation
import Testing

@testable import FilesystemScanner

@Suite("Places that were made to confuse a scan")
struct HostilePlaceTests {
    @Test("links are followed inside the home; others are counted with the reason")
    func links() throws {
        let tree = try TemporaryTree()
        let outside = try TemporaryTree()
        try outside.write("secret.txt", "not ours")
        try tree.write("real/file.txt", "one")
        tree.link("inside.txt", to: "real/file.txt")
        tree.link("outside.txt", to: outside.path + "/secret.txt")
        tree.link("folder-out", to: outside.path)
        tree.link("dangling.txt", to: "nowhere.txt")
        tree.link("self.txt", to: "self.txt")
        let run = ScanRun(["{home}/*.txt", "{home}/folder-out/*.txt"], home: tree.path)
        #expect(run.paths(below: tree.path) == ["inside.txt"])
        #expect(run.entry("link out of the tree")?.count == 2)
        #expect(run.entry("dangling link")?.count == 1)
        #expect(run.entry("link that leads to itself")?.count == 1)
        #expect(run.counter(.filesSkipped) == 4)
    }

    @Test("a circle of links and folders ends, and each file is told once")
    func circles() throws {
        let tree = try TemporaryTree()
        try tree.write("a/b/x.txt", "one")
        tree.link("a/b/up", to: "..")
        tree.link("a/b/top", to: tree.path)
        tree.link("twin", to: "a")
        for index in 0..<10 { tree.link("a/farm\(index)", to: "b") }
        let run = ScanRun(["{home}/**/*.txt", "{home}/a/**"], home: tree.path)
        #expect(run.paths(below: tree.path) == ["a/b/x.txt"])
        #expect(run.entry("link back to a folder above it") != nil)
    }

    @Test("pipes, sockets and devices are counted and never opened")
    func special() throws {
        let tree = try TemporaryTree()
        mkfifo(tree.path + "/pipe.txt", 0o644)
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: (tree.path + "/s.txt").utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        let run = ScanRun(["{home}/*.txt"], home: tree.path)
        #expect(run.residue.isEmpty)
        #expect(run.entry("named pipe")?.count == 1)
        #expect(run.entry("socket")?.count == 1)
        #expect(run.counter(.filesSkipped) == 2)
    }

    @Test("a sparse file of 10 GB is read where it has data, and told as not whole", .timeLimit(.minutes(1)))
    func sparse() throws {
        let tree = try TemporaryTree()
        try tree.write("big.jsonl", #"{"prompt":"hello"}"# + "\n")
        truncate(tree.path + "/big.jsonl", 10 << 30)
        let run = ScanRun(
            ["{home}/big.jsonl"], home: tree.path, format: .jsonLines,
            content: [.init(field: "prompt", meaning: .prompt)])
        let event = try #require(run.residue.first)
        #expect(event.integer(.fileSize) == 10 << 30)
        #expect(event.integer(.contentPrompts) == 1)
        #expect(event[.contentComplete] == false)
        #expect(run.counter(.filesCapped) == 1)
    }

    @Test("a file larger than the cap is read up to it, and counted")
    func capped() throws {
        let tree = try TemporaryTree()
        try tree.write("big.txt", String(repeating: "line\n", count: 1_000))
        var limits = ScanLimits()
        limits.textBytes = 500
        let run = ScanRun(
            ["{home}/big.txt"], home: tree.path, content: [.init(field: "", meaning: .prompt)],
            limits: limits)
        #expect(run.residue.first?.integer(.contentPrompts) == 100)
        #expect(run.residue.first?[.contentComplete] == false)
        #expect(run.counter(.filesCapped) == 1)
        #expect(run.counter(.bytesRead) == 500)
    }

    @Test("files that are exactly as large as the cap are whole")
    func exactlyCapped() throws {
        let tree = try TemporaryTree()
        try tree.write("big.txt", String(repeating: "line\n", count: 100))
        var limits = ScanLimits()
        limits.textBytes = 500
        let run = ScanRun(["{home}/big.txt"], home: tree.path, limits: limits)
        #expect(run.residue.first?[.contentComplete] == true)
        #expect(run.counter(.filesCapped) == 0)
    }

    @Test("a file that changes while it is read is told so")
    func changed() throws {
        let tree = try TemporaryTree()
        try tree.write("f.txt", "one\ntwo\n")
        let file = try Descriptor.open(Array((tree.path + "/f.txt").utf8), for: .reading)
        var earlier = try file.status()
        earlier.size -= 4
        let examiner = FileExaminer(matcher: .empty, limits: ScanLimits(), isEnough: { false })
        let open = OpenFile(file, earlier, path: Array("f.txt".utf8))
        let examination = examiner.examine(open, expecting: nil, tally: UnitTally([]))
        #expect(examination.gaps == [.changed])
        #expect(!examination.isComplete)
    }

    @Test("a link that took the place of a found file is not opened")
    func replacedByLink() throws {
        let tree = try TemporaryTree()
        try tree.write("f.txt", "one")
        let pattern = try #require(PathTemplate(tree.path + "/f.txt").patterns(in: PlaceContext(home: nil)).first)
        var walk = PlaceWalk(
            pattern, policy: .ignore, entryLimit: 10, depthLimit: 10, folders: FolderPermissions())
        var report = WalkReport()
        walk.run(&report)
        let found = try #require(walk.found.first)
        unlink(tree.path + "/f.txt")
        tree.link("f.txt", to: "/etc/passwd")
        #expect(throws: SystemError.self) { _ = try Descriptor.open(found.location, for: .reading).number }
    }

    @Test("too many names and too deep folders are counted")
    func limits() throws {
        let tree = try TemporaryTree()
        for index in 0..<30 { try tree.write("many/f\(index).txt", "x") }
        try tree.write("1/2/3/4/5/6/deep.txt", "x")
        var limits = ScanLimits()
        limits.entriesPerPlace = 10
        limits.folderDepth = 4
        let run = ScanRun(["{home}/many/*.txt"], home: tree.path, limits: limits)
        #expect(run.residue.count == 10)
        #expect(run.counter(.filesCapped) == 1)
        let deep = ScanRun(["{home}/1/**"], home: tree.path, limits: limits)
        #expect(deep.residue.isEmpty)
        #expect(deep.entry("folders lie deeper than 4 levels") != nil)
    }

    @Test("of more than 200 files the most open ones are told one by one, and the rest counted")
    func aggregated() throws {
        let tree = try TemporaryTree()
        for index in 0..<230 { try tree.write("f\(1_000 + index).txt", "x", mode: index == 229 ? 0o644 : 0o600) }
        let run = ScanRun(["{home}/*.txt"], home: tree.path)
        #expect(run.residue.count == 200)
        #expect(run.residue.last?.string(.fileAccess) == "everyone")
        #expect(run.counter(.filesFound) == 230)
        #expect(run.entry("there are more than 200; no secret was found in the others")?.count == 30)
    }

    @Test("names that are no UTF-8 are opened all the same")
    func invalidName() throws {
        let tree = try TemporaryTree()
        let name: [CChar] = Array((tree.path + "/x").utf8CString.dropLast()) + [-1, -2, 0]
        let number = open(name, O_CREAT | O_WRONLY, 0o644)
        #expect(write(number, "hello", 5) == 5)
        close(number)
        let run = ScanRun(["{home}/x*"], home: tree.path)
        #expect(run.counter(.bytesRead) == 5)
    }

    @Test("what may not be read is counted, with the reason and what to type")
    func denied() throws {
        let tree = try TemporaryTree()
        try tree.write("closed/a.txt", "x")
        try tree.write("locked.txt", "x", mode: 0)
        try tree.write("fine.txt", "x")
        try tree.folder("closed", mode: 0)
        defer { chmod(tree.path + "/closed", 0o755) }
        let run = asNobody { ScanRun(["{home}/*.txt", "{home}/closed/*.txt"], home: tree.path) }
        #expect(run.paths(below: tree.path) == ["fine.txt", "locked.txt"])
        #expect(run.residue.map { $0[.contentComplete] } == [true, false])
        #expect(run.counter(.filesUnreadable) == 2)
        let entries = run.coverage.entries.filter { $0.outcome == .couldNotLook }
        #expect(entries.count == 2)
        #expect(entries.allSatisfy { $0.reason == "permission denied" && $0.remedy == Coverage.Remedy.privilege })
    }

    @Test("a home that may not be entered is one line; one that is not there is none")
    func homes() throws {
        let tree = try TemporaryTree()
        try tree.folder("home", mode: 0)
        defer { chmod(tree.path + "/home", 0o755) }
        let run = asNobody { ScanRun(["{home}/.x/history", "{home}/.y"], home: tree.path + "/home") }
        #expect(run.coverage.entries.map(\.what) == ["home folder of someone"])
        #expect(run.coverage.entries.first?.remedy == Coverage.Remedy.privilege)
        #expect(run.counter(.homesScanned) == 0)
        let absent = ScanRun(["{home}/.x/history"], home: tree.path + "/nowhere")
        #expect(absent.coverage.entries.allSatisfy { $0.outcome == .looked })
        #expect(absent.counter(.filesFound) == 0)
    }
}
