import FilesystemScanner
import Foundation
import Observation
import Testing

@Suite("Volumes, open files and containers")
struct VolumeTests {
    private func device(of path: String) -> (major: UInt64, minor: UInt64) {
        var status = stat()
        stat(path, &status)
        let number = UInt64(status.st_dev)
        return ((number >> 8) & 0xFFF | (number >> 32) & ~0xFFF, number & 0xFF | (number >> 12) & ~0xFF)
    }

    /// Makes a machine on which the test's folder is a file system of its own.
    private func machine(_ type: String, source: String = "/dev/sda1", options: String = "rw", number: String? = nil)
        throws -> ContextTree
    {
        let machine = try ContextTree()
        let device = device(of: machine.path)
        let numbers = number ?? "\(device.major):\(device.minor)"
        try machine.tree.write(
            "machine/mounts",
            "21 1 9:9 / / rw - ext4 /dev/x rw\n22 21 \(numbers) / \(machine.path) rw shared:1 - \(type) \(source) \(options)\n"
        )
        machine.sources.mounts = machine.path + "/machine/mounts"
        machine.sources.blockDevices = machine.path + "/machine/block"
        try machine.tree.write("file", "x", mode: 0o604)
        return machine
    }

    @Test("encryption is found below the layers of a device")
    func encrypted() throws {
        let machine = try machine("ext4")
        let device = device(of: machine.path)
        let block = "machine/block/\(device.major):\(device.minor)"
        #expect(machine.context("file")?.isEncrypted == nil || device.major == 0)
        guard device.major != 0 else { return }
        try machine.tree.write("\(block)/dev", "\(device.major):\(device.minor)\n")
        #expect(machine.context("file")?.isEncrypted == false)
        #expect(machine.context("file")?.volumeType == "ext4")
        try machine.tree.write("\(block)/dm/uuid", "LVM-abc\n")
        try machine.tree.write("\(block)/slaves/dm-1/dev", "253:1\n")
        try machine.tree.write("machine/block/253:1/dev", "253:1\n")
        #expect(machine.context("file")?.isEncrypted == false)
        try machine.tree.write("machine/block/253:1/dm/uuid", "CRYPT-LUKS2-abc\n")
        #expect(machine.context("file")?.isEncrypted == true)
        try machine.tree.write("\(block)/slaves/sdb/dev", "8:16\n")
        try machine.tree.write("machine/block/8:16/dev", "8:16\n")
        #expect(machine.context("file")?.isEncrypted == false)
    }

    @Test("devices that are made of each other end the search")
    func circle() throws {
        let machine = try machine("ext4", number: "7:1")
        try machine.tree.write("machine/block/7:1/dev", "7:1\n")
        try machine.tree.write("machine/block/7:1/slaves/x/dev", "7:1\n")
        #expect(machine.context("file")?.isEncrypted == nil)
    }

    @Test(
        "the type of a file system tells what it can",
        arguments: [
            ("fuse.gocryptfs", "user_id=0,allow_other", true), ("ecryptfs", "rw", true), ("tmpfs", "rw", nil),
            ("zfs", "rw", nil),
            ("nfs4", "rw", nil), ("fuse.sshfs", "rw", nil),
        ] as [(String, String, Bool?)])
    func types(type: String, options: String, isEncrypted: Bool?) throws {
        let machine = try machine(type, source: "source", options: options, number: "0:77")
        #expect(machine.context("file")?.volumeType == type)
        #expect(machine.context("file")?.isEncrypted == isEncrypted)
    }

    @Test("a file system of one user lets nobody else in")
    func onlyUser() throws {
        let options = "rw,user_id=0,group_id=0"
        #expect(try machine("fuse.rclone", source: "r:", options: options).context("file")?.readers?.names == [])
        let open = try machine("fuse.rclone", source: "r:", options: options + ",allow_other")
        #expect(open.context("file")?.readers?.names == ["everyone"])
        #expect(open.context("file")?.sync?.service == "rclone")
    }

    @Test("mount points with blanks and mounts over each other are told apart")
    func mounts() throws {
        let text = """
            1 0 8:1 / / rw - ext4 /dev/a rw
            2 1 8:2 / /my\\040disk rw - xfs /dev/b rw
            3 1 8:3 /sub /home rw master:1 propagate_from:2 - btrfs /dev/c rw,subvol=/sub
            4 1 8:4 / /home rw - ext4 /dev/d rw
            broken
            5 1 x:y / /bad rw - ext4 /dev/e rw
            """
        let table = MountTable(parsing: Array(text.utf8))
        #expect(table.mounts.count == 4)
        #expect(table.mount(of: Array("/my disk/a".utf8))?.type == "xfs")
        #expect(table.mount(of: Array("/my disks".utf8))?.source == Array("/dev/a".utf8))
        #expect(table.mount(of: Array("/home/a".utf8))?.source == Array("/dev/d".utf8))
        for count in 0..<text.utf8.count { _ = MountTable(parsing: Array(text.utf8.prefix(count))) }
    }

    @Test("this machine's own mounts agree with findmnt")
    func findmnt() throws {
        guard OtherProgram.has("findmnt") else { return }
        let table = MountTable(parsing: Array(try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8).utf8))
        for path in ["/", "/tmp", "/proc/self", "/dev/shm", "/etc", "/work"]
        where FileManager.default.fileExists(atPath: path) {
            guard let real = realpath(path, nil).map({ String(cString: $0) }),
                let output = OtherProgram.output(["findmnt", "-n", "-o", "FSTYPE", "-T", real], in: "/")
            else { continue }
            let told = String(decoding: output, as: UTF8.self).split(separator: "\n").last.map(String.init)
            #expect(table.mount(of: Array(real.utf8))?.type == told, "\(path)")
        }
    }

    @Test("the process that holds a file open is named")
    func open() throws {
        let machine = try ContextTree()
        try machine.tree.write("held", "x")
        try machine.tree.write("free", "x")
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec 3< '\(machine.path)/held'; echo ready; read line"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
        let reader = FileContextReader(sources: machine.sources)
        let held = try #require(machine.context("held", by: reader))
        #expect(held.openByNumbers == [process.processIdentifier])
        #expect(held.openBy.count == 1)
        #expect(machine.context("free", by: reader)?.openBy == [])
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(machine.context("held")?.openBy == [])
    }

    @Test("layers of images, containers' own layers and volumes are told apart")
    func containers() throws {
        let machine = try ContextTree()
        let docker = "var/lib/docker"
        try machine.tree.write("\(docker)/overlay2/image1/diff/root/.env", "x")
        try machine.tree.write("\(docker)/overlay2/write1/diff/root/.env", "x")
        try machine.tree.write("\(docker)/image/overlay2/layerdb/mounts/box1/mount-id", "write1")
        try machine.tree.write("\(docker)/volumes/data/_data/chat.db", "x")
        #expect(machine.context("\(docker)/overlay2/image1/diff/root/.env")?.imageLayer == "image1")
        #expect(machine.context("\(docker)/overlay2/write1/diff/root/.env")?.imageLayer == nil)
        #expect(machine.context("\(docker)/overlay2/write1/diff/root/.env")?.container == "box1")
        #expect(machine.context("\(docker)/volumes/data/_data/chat.db")?.containerVolume == "data")
        let podman = "home/.local/share/containers/storage"
        try machine.tree.write("\(podman)/overlay/aa/diff/x", "x")
        try machine.tree.write("\(podman)/overlay/bb/diff/x", "x")
        try machine.tree.write("\(podman)/overlay-containers/containers.json", #"[{"id": "pod1", "layer": "bb"}]"#)
        #expect(machine.context("\(podman)/overlay/aa/diff/x")?.imageLayer == "aa")
        #expect(machine.context("\(podman)/overlay/bb/diff/x")?.container == "pod1")
        let containerd = "var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/42/fs/x"
        try machine.tree.write(containerd, "x")
        #expect(machine.context(containerd)?.imageLayer == "42")
        try machine.tree.write("home/overlay/x", "x")
        #expect(machine.context("home/overlay/x")?.imageLayer == nil)
    }

    @Test("an event carries what is known and nothing else")
    func event() throws {
        let machine = try ContextTree()
        try machine.tree.write("home/.dropbox/info.json", #"{"personal": {"path": "\#(machine.path)/box"}}"#)
        try machine.tree.write("box/file", "x", mode: 0o600)
        var event = Event(.fileResidue, at: Timestamp(seconds: 0, nanoseconds: 0))
        try #require(machine.context("box/file")).describe(&event)
        #expect(event.string(.fileAccess) == "owner")
        #expect(event[.fileReaders] == .list([]))
        #expect(event[.fileAccessList] == .boolean(false))
        #expect(event.string(.fileSyncService) == "dropbox")
        #expect(event.string(.fileSyncRoot) == machine.path + "/box")
        #expect(event[.fileGitRoot] == nil)
        #expect(event[.fileBackup] == nil)
        #expect(event[.containerImageLayer] == nil)
    }
}
