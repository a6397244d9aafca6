import Foundation
import Testing

@testable import HostInventory

@Suite("Processes and all that came of them")
struct ProcessTreeTests {
    /// A folder with processes as the kernel shows them.
    private struct Processes {
        let root = FileManager.default.temporaryDirectory.appending(path: "earshot-tree-\(UUID().uuidString)")

        func set(_ pid: Int32, parent: Int32, start: UInt64) throws {
            let folder = root.appending(path: "\(pid)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let rest = [String](repeating: "0", count: 17).joined(separator: " ")
            try "\(pid) (name) S \(parent) \(rest) \(start) 0 0 0\n"
                .write(to: folder.appending(path: "stat"), atomically: true, encoding: .utf8)
        }

        func end(_ pid: Int32) throws {
            try FileManager.default.removeItem(at: root.appending(path: "\(pid)"))
        }

        func record(_ pid: Int32, _ start: UInt64, below ancestors: [(Int32, UInt64)] = []) -> ProcessRecord {
            var record = ProcessRecord(
                identity: ProcessIdentity(pid: pid, startTicks: start), name: "name", parentPID: 1)
            record.ancestors = ancestors.map { pid, start in
                .init(identity: ProcessIdentity(pid: pid, startTicks: start), name: "name", executable: nil)
            }
            return record
        }
    }

    @Test("children count, also when their parent has ended, and others with a number that was used again do not")
    func members() throws {
        let processes = Processes()
        defer { try? FileManager.default.removeItem(at: processes.root) }
        try processes.set(1, parent: 0, start: 1)
        try processes.set(10, parent: 1, start: 100)
        try processes.set(11, parent: 10, start: 110)
        try processes.set(20, parent: 1, start: 120)
        var tree = ProcessTree(roots: [10, 99], reader: ProcessReader(root: processes.root.path))
        func holds(_ record: ProcessRecord) -> Bool { tree.contains(record) }
        #expect(holds(processes.record(10, 100)))
        #expect(holds(processes.record(11, 110)))
        #expect(!holds(processes.record(20, 120)))
        #expect(!holds(processes.record(1, 1)))

        // Numbers began anew, so the child's is lower than its parent's.
        try processes.set(5, parent: 11, start: 200)
        tree.update()
        try processes.end(11)
        try processes.set(5, parent: 1, start: 200)
        tree.update()
        #expect(holds(processes.record(5, 200)))
        #expect(!holds(processes.record(11, 300)))

        // One that nobody saw in the table, and is known by its forebears alone.
        #expect(holds(processes.record(30, 250, below: [(11, 110), (1, 1)])))
        #expect(holds(processes.record(31, 260, below: [(30, 250)])))
        #expect(!holds(processes.record(32, 270, below: [(1, 1)])))
    }
}
