import FilesystemScanner
import Observation
import Testing

@Suite("Who can read a file")
struct FileAccessTests {
    @Test(
        "permission bits of the file and of every folder above it decide",
        arguments: [
            (0o644, [0o755, 0o755], "everyone"), (0o644, [0o755, 0o711], "everyone"), (0o644, [0o700, 0o755], "owner"),
            (0o644, [0o755, 0o750], "group"), (0o640, [0o755], "group"), (0o640, [0o700], "owner"),
            (0o600, [0o755], "owner"), (0o604, [0o755], "everyone"), (0o644, [0o750, 0o700], "owner"),
            (0o644, [], "everyone"), (0o000, [0o777], "owner"), (0o644, [0o1777], "everyone"),
            (0o644, [0o744], "owner"),
        ])
    func table(file: Int, folders: [Int], expected: String) {
        let access = FileAccess(
            of: FileAccess.Permissions(mode: UInt32(file), groupID: 1),
            below: folders.map { FileAccess.Permissions(mode: UInt32($0), groupID: 1) })
        #expect(access.rawValue == expected)
    }

    @Test("a scan looks at the folders above the home too")
    func scanned() throws {
        let tree = try TemporaryTree()
        try tree.write("open/x.txt", "a")
        try tree.write("closed/y.txt", "a")
        try tree.write("open/z.txt", "a", mode: 0o600)
        try tree.folder("closed", mode: 0o700)
        let run = ScanRun(["{home}/*/*.txt"], home: tree.path)
        #expect(run.residue.map { $0.string(.fileAccess) } == ["owner", "everyone", "owner"])
        #expect(run.residue.map { $0.string(.fileMode) } == ["0644", "0644", "0600"])
        try tree.folder(".", mode: 0o700)
        #expect(ScanRun(["{home}/open/x.txt"], home: tree.path).residue.first?.string(.fileAccess) == "owner")
    }
}
