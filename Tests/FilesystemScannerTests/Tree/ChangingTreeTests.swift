import Foundation
import Glibc
import Observation
import Synchronization
import Testing

@testable import FilesystemScanner

@Suite("Trees that change, mount and fail while they are gone through")
struct ChangingTreeTests {
    @Test("a folder that becomes a link out of the tree while its neighbour is read is not followed")
    func folderBecomesLink() throws {
        let tree = try TemporaryTree()
        let outside = try TemporaryTree()
        try outside.write("secret", "NEEDLE")
        for index in 0..<50 { try tree.write("d\(index)/file", "x") }
        let hasSwapped = Atomic(false)
        let (root, target) = (tree.path, outside.path)
        let run = TreeRun([tree.path], jobs: 1) { _ in
            guard !hasSwapped.exchange(true, ordering: .relaxed) else { return }
            for index in 0..<50 {
                let path = root + "/d\(index)"
                rename(path, path + "-old")
                symlink(target, path)
            }
        }
        #expect(run.events.isEmpty)
        #expect(run.examined.allSatisfy { !String(decoding: $0.path, as: UTF8.self).contains("secret") })
        #expect((run.entry("changed while it was looked at")?.count ?? 0) > 0)
    }

    @Test("files and folders that vanish are counted and nothing fails")
    func vanishing() throws {
        let tree = try TemporaryTree()
        for index in 0..<200 { try tree.write("d\(index % 20)/f\(index)", "x") }
        let isGone = Atomic(false)
        let root = tree.path
        let run = TreeRun([tree.path], jobs: 2) { _ in
            guard !isGone.exchange(true, ordering: .relaxed) else { return }
            for index in 0..<20 { try? FileManager.default.removeItem(atPath: root + "/d\(index)") }
        }
        #expect(run.examined.count < 200)
        #expect(run.counter(.filesUnreadable) == 0)
        #expect((run.counter(.filesSkipped) ?? 0) > 0)
    }

    @Test("one tree under ceaseless change ends without a fault")
    func ceaselessChange() throws {
        let tree = try TemporaryTree()
        for index in 0..<300 { try tree.write("d\(index % 10)/f\(index)", "x") }
        let isOver = Atomic(false)
        let path = tree.path
        let changer = Thread {
            var turn = 0
            while !isOver.load(ordering: .relaxed) {
                turn += 1
                let (one, other) = (path + "/d\(turn % 10)", path + "/t\(turn % 7)")
                rename(one, other)
                symlink("/etc", one)
                unlink(one)
                rename(other, one)
                unlink(path + "/d\(turn % 10)/f\(turn % 300)")
                mkfifo(path + "/d\(turn % 10)/f\(turn % 300)", 0o644)
            }
        }
        changer.start()
        for _ in 0..<30 {
            let run = TreeRun([tree.path], jobs: 3)
            #expect(run.examined.allSatisfy { String(decoding: $0.path, as: UTF8.self).hasPrefix(path) })
        }
        isOver.store(true, ordering: .relaxed)
        while !changer.isFinished { usleep(1_000) }
    }

    @Test("few descriptors are enough")
    func fewDescriptors() throws {
        let tree = try TemporaryTree()
        for index in 0..<400 { try tree.write("a\(index % 20)/b\(index % 7)/c/f\(index)", "x") }
        var options = TreeOptions()
        options.openFolders = 1
        #expect(TreeRun([tree.path], options).examined.count == 400)
    }

    @Test("needs root: bind mounts that lead back end, and another device is entered when asked alone")
    func mounts() throws {
        guard geteuid() == 0 else { return print("skipped: mounting needs root") }
        let tree = try TemporaryTree()
        try tree.write("a/file", "x")
        try tree.folder("a/loop")
        try tree.folder("other")
        guard mount(tree.path, tree.path + "/a/loop", nil, 4_096, nil) == 0 else {
            return print("skipped: mounting is not permitted here")
        }
        defer { umount(tree.path + "/a/loop") }
        guard mount("none", tree.path + "/other", "tmpfs", 0, "size=1m") == 0 else {
            return print("skipped: mounting is not permitted here")
        }
        defer { umount(tree.path + "/other") }
        try tree.write("other/inside", "x")
        let run = TreeRun([tree.path])
        #expect(run.names(below: tree.path) == ["a/file"])
        #expect(run.entry("mount of a folder above it")?.count == 1)
        #expect(run.entry("another device; --cross-devices reads it")?.examples == [tree.path + "/other"])
        var options = TreeOptions()
        options.crossesDevices = true
        let crossing = TreeRun([tree.path], options)
        #expect(crossing.names(below: tree.path) == ["a/file", "other/inside"])
        #expect(crossing.entry("read as a part of the tree")?.examples == [tree.path + "/other"])
    }
}
