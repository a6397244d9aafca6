import Glibc
import Testing

@testable import HostInventory

@Suite("The record of a process")
struct ProcessReaderTests {
    @Test("a later process of the same number is another one")
    func reusedNumber() {
        let table = ProcessTable.snapshot()
        let start = table.records[getpid()]?.identity.startTicks ?? 0
        #expect(table[ProcessIdentity(pid: getpid(), startTicks: start + 1)] == nil)
    }

    @Test("a process whose line is cut short is one that vanished")
    func truncated() throws {
        let fake = FakeProcesses()
        fake.add(10, name: "whole", start: 5, namespace: nil)
        fake.write("11 (half) S 1 0 0", to: "11/stat")
        let table = ProcessTable.snapshot(with: ProcessReader(root: fake.root))
        #expect(table.records.keys.sorted() == [10])
        #expect(table.vanished == 1)
    }

    @Test("a command line is taken in up to its limit")
    func limit() throws {
        let fake = FakeProcesses()
        fake.add(10, start: 5, namespace: nil)
        fake.write(String(repeating: "a", count: ProcessReader.commandLineLimit + 100), to: "10/cmdline")
        let record = try ProcessReader(root: fake.root).record(of: 10)
        #expect(record.arguments.map(\.utf8.count) == [ProcessReader.commandLineLimit])
    }

    @Test("what the kernel's status file says of the user is its effective number")
    func userID() {
        #expect(ProcessReader.userID(in: Array("Name:\tx\nUid:\t1000\t33\t1000\t1000\n".utf8)) == 33)
        for garbled in ["", "Uid:", "Uid:\t1", "Uid:\t1\tx", "Uid:\t1\t4294967296"] {
            #expect(ProcessReader.userID(in: Array(garbled.utf8)) == nil)
        }
    }
}
