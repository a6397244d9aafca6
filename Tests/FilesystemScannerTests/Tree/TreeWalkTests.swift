import Foundation
import Glibc
import Observation
import Synchronization
import Testing

@testable import FilesystemScanner

@Suite("The walk through a tree")
struct TreeWalkTests {
    @Test("every file is examined once, whatever the number of threads, and events come by path", arguments: [1, 2, 7])
    func wholeTree(jobs: Int) throws {
        let tree = try TemporaryTree()
        var expected: [String] = []
        for folder in ["", "a/", "a/b/", "c/d/e/"] {
            for index in 0..<30 {
                expected.append("\(folder)f\(index)")
                try tree.write("\(folder)f\(index)", index.isMultiple(of: 10) ? "a NEEDLE" : "hay")
            }
        }
        try tree.write("empty", "")
        let run = TreeRun([tree.path], jobs: jobs)
        #expect(run.names(below: tree.path) == (expected + ["empty"]).sorted())
        #expect(run.counter(.filesRead) == 121)
        #expect(run.counter(.foldersWalked) == 6)
        let told = run.events.compactMap { $0.string(.filePath) }
        #expect(told.count == 12)
        #expect(told == told.sorted())
    }

    @Test("a folder with more names than fit into one answer of the kernel is gone through by several threads")
    func manyNames() throws {
        let tree = try TemporaryTree()
        for index in 0..<12_000 { try tree.write("wide/name-with-some-length-\(index)", "x") }
        for index in 0..<6_000 { mkdir(tree.path + "/folder-\(index)", 0o755) }
        for index in stride(from: 0, to: 6_000, by: 100) { try tree.write("folder-\(index)/x", "x") }
        let run = TreeRun([tree.path])
        #expect(run.examined.count == 12_060)
        #expect(Set(run.examined.map(\.path)).count == 12_060)
        #expect(run.counter(.foldersWalked) == 6_002)
    }

    @Test("links are counted and not followed; pipes, sockets and devices are counted and never opened")
    func specialNames() throws {
        let tree = try TemporaryTree()
        let outside = try TemporaryTree()
        try outside.write("secret", "NEEDLE")
        try tree.write("real/file", "one")
        tree.link("inside", to: "real/file")
        tree.link("outside", to: outside.path + "/secret")
        tree.link("folder-out", to: outside.path)
        tree.link("up", to: "..")
        tree.link("self", to: "self")
        mkfifo(tree.path + "/pipe", 0o644)
        if geteuid() == 0 { mknod(tree.path + "/device", S_IFCHR | 0o644, 1 << 8 | 5) }
        let run = TreeRun([tree.path])
        #expect(run.names(below: tree.path) == ["real/file"])
        #expect(run.counter(.linksNotFollowed) == 5)
        #expect(run.entry("named pipe")?.count == 1)
        if geteuid() == 0 { #expect(run.entry("device")?.count == 1) }
    }

    @Test("a file with several names is read once, and told under the first of them", arguments: [1, 4])
    func hardLinks(jobs: Int) throws {
        let tree = try TemporaryTree()
        try tree.write("m/file", "NEEDLE")
        for name in ["z", "a", "k"] { link(tree.path + "/m/file", tree.path + "/" + name) }
        let run = TreeRun([tree.path], jobs: jobs)
        #expect(run.examined.count == 1)
        #expect(run.events.map { $0.string(.filePath) } == [tree.path + "/a"])
        #expect(run.counter(.furtherNames) == 3)
    }

    @Test("names may be any bytes")
    func anyBytes() throws {
        let tree = try TemporaryTree()
        let names: [[UInt8]] = [
            Array("line\nbreak".utf8), [0xFF, 0xFE], [0x80], Array(" ".utf8), Array("...".utf8),
            Array("\u{1B}[31m".utf8),
            [UInt8](repeating: 0x61, count: 255),
        ]
        for name in names {
            let descriptor = withCString(Array(tree.path.utf8) + [0x2F] + name) { open($0, O_CREAT | O_WRONLY, 0o644) }
            #expect(descriptor >= 0)
            close(descriptor)
        }
        let run = TreeRun([tree.path])
        let found = run.examined.map { Array($0.path.dropFirst(tree.path.utf8.count + 1)) }
        #expect(Set(found) == Set(names))
    }

    @Test("a tree deeper than any path is gone through to its end, with few folders open")
    func deepTree() throws {
        let tree = try TemporaryTree()
        // Built and torn down by steps, because no path leads there.
        let depth = 3_000
        var folder = open(tree.path, O_RDONLY | O_DIRECTORY)
        for level in 0..<depth {
            mkdirat(folder, "d", 0o755)
            mkdirat(folder, "e", 0o755)
            let next = openat(folder, "d", O_RDONLY | O_DIRECTORY)
            close(folder)
            folder = next
            if level.isMultiple(of: 1_000) { close(openat(folder, "file", O_CREAT | O_WRONLY, 0o644)) }
        }
        close(openat(folder, "bottom", O_CREAT | O_WRONLY, 0o644))
        close(folder)
        defer { _ = try? Process.run(URL(filePath: "/bin/rm"), arguments: ["-rf", tree.path]).waitUntilExit() }
        var options = TreeOptions()
        options.openFolders = 64
        let run = TreeRun([tree.path], options)
        #expect(run.examined.count == 4)
        #expect(run.examined.map(\.path.count).max() == tree.path.utf8.count + depth * 2 + 7)
        #expect(run.counter(.foldersWalked) == Int64(2 * depth + 1))
        #expect(run.counter(.filesUnreadable) == 0)
        options.folderDepth = 100
        let capped = TreeRun([tree.path], options)
        #expect(capped.entry("folders lie deeper than 100 levels")?.count == 2)
    }

    @Test("what may not be read is told, and the rest is read all the same")
    func denied() throws {
        let tree = try TemporaryTree()
        try tree.write("open/file", "one")
        try tree.write("closed/file", "two")
        try tree.write("blind/file", "three")
        try tree.write("file", "four", mode: 0o000)
        chmod(tree.path + "/closed", 0o000)
        chmod(tree.path + "/blind", 0o444)
        defer { for name in ["closed", "blind"] { chmod(tree.path + "/" + name, 0o755) } }
        // The threads of a scan have the rights of the one that starts them.
        let run = asNobody { TreeRun([tree.path], jobs: 2) }
        #expect(run.names(below: tree.path) == ["open/file"])
        #expect(run.counter(.filesUnreadable) == 3)
        let entries = run.coverage.entries.filter { $0.reason == "permission denied" }
        #expect(Set(entries.map(\.what)) == ["file", "folder"])
        #expect(entries.allSatisfy { $0.outcome == .couldNotLook && $0.remedy == Coverage.Remedy.privilege })
    }

    @Test("others' files are read without touching their time of access where that is refused")
    func accessTimes() throws {
        let tree = try TemporaryTree()
        for index in 0..<5 { try tree.write("file\(index)", "text") }
        let run = asNobody { TreeRun([tree.path]) }
        #expect(run.examined.count == 5)
    }

    @Test("a scan ends when it is told to, and says so")
    func interrupted() throws {
        let tree = try TemporaryTree()
        for index in 0..<500 { try tree.write("d\(index % 10)/f\(index)", "x") }
        let progress = TreeProgress()
        let count = Mutex(0)
        let run = TreeRun([tree.path], jobs: 2, progress: progress) { _ in
            if count.withLock({
                $0 += 1; return $0
            }) == 20 {
                progress.stop()
            }
        }
        #expect((20..<40).contains(run.examined.count))
        #expect(run.entry("ended early by a signal") != nil)
    }

    @Test("sizes and ages leave files out, counted")
    func sizesAndAges() throws {
        let tree = try TemporaryTree()
        try tree.write("large", [UInt8](repeating: 0x61, count: 5_000))
        try tree.write("small", "text")
        var options = TreeOptions()
        options.largestFile = 4_096
        let sized = TreeRun([tree.path], options)
        #expect(sized.names(below: tree.path) == ["small"])
        #expect(sized.counter(.filesTooLarge) == 1)
        #expect(sized.entry("larger than --max-file-size")?.examples == [tree.path + "/large"])
        options = TreeOptions()
        options.changedSince = Timestamp(seconds: Int64(time(nil)) + 100)
        let aged = TreeRun([tree.path], options)
        #expect(aged.examined.isEmpty)
        #expect(aged.counter(.filesOlder) == 2)
        options.changedSince = Timestamp(seconds: Int64(time(nil)) - 100)
        #expect(TreeRun([tree.path], options).examined.count == 2)
    }

    @Test("trees in one another, the same tree twice and single files are read once")
    func overlappingRoots() throws {
        let tree = try TemporaryTree()
        try tree.write("a/x", "one")
        try tree.write("y", "two")
        let run = TreeRun([tree.path + "/a", tree.path, tree.path + "/y", tree.path + "/a/x", tree.path + "/"])
        #expect(run.names(below: tree.path) == ["a/x", "y"])
        let file = TreeRun([tree.path + "/y", tree.path + "/y"])
        #expect(file.names(below: tree.path) == ["y"])
    }

    @Test("patterns of the command line count more than files, and a folder that is left out is not entered")
    func excludes() throws {
        let tree = try TemporaryTree()
        for name in ["a.iso", "node_modules/x/y", "src/a.c", "src/.earshotignore", "src/keep.iso", "src/b.log"] {
            try tree.write(name, "x")
        }
        try tree.write("src/.earshotignore", "*.log\n!b.log\n!keep.iso\na.c\n")
        var options = TreeOptions()
        options.excludes = ["*.iso", "node_modules/"]
        let run = TreeRun([tree.path], options)
        #expect(run.names(below: tree.path) == ["src/.earshotignore", "src/b.log"])
        #expect(run.counter(.namesExcluded) == 4)
        #expect(run.entry("--exclude")?.outcome == .notAsked)
        #expect(run.coverage.entries.filter { $0.reason == ".earshotignore" }.map(\.count) == [1])
    }

    @Test("the kernel's own file systems are never entered, also when they are named")
    func pseudo() {
        let run = TreeRun(["/proc"])
        #expect(run.examined.isEmpty)
        #expect(run.entry("proc holds no files of a disk")?.count == 1)
    }
}
