import Glibc
import Observation
import Testing

@testable import HostInventory

@Suite("The table of processes")
struct ProcessTableTests {
    @Test("forebears are followed up, and circles and younger parents end the walk")
    func ancestors() {
        let fake = FakeProcesses()
        fake.add(1, start: 0, parent: 0, name: "init")
        fake.add(10, start: 5, parent: 1, name: "shell")
        fake.add(11, start: 9, parent: 10, name: "ollama", executable: "/usr/bin/ollama (deleted)")
        // Two that name each other, and one whose parent's number was given to a younger process.
        fake.add(20, start: 5, parent: 21, name: "a")
        fake.add(21, start: 5, parent: 20, name: "b")
        fake.add(30, start: 5, parent: 31, name: "orphan")
        fake.add(31, start: 8, parent: 1, name: "younger")
        let table = ProcessTable.snapshot(with: fake.reader)
        #expect(table.records[11]?.ancestors.map(\.name) == ["shell", "init"])
        #expect(table.records[11]?.executable == "/usr/bin/ollama")
        #expect(table.records[20]?.ancestors.map(\.name) == ["b"])
        #expect(table.records[30]?.ancestors.isEmpty == true)
        #expect(table.records[11]?.startTime?.rfc3339.hasPrefix("2023-11-14T22:13:20") == true)
        #expect(table.records[11]?.networkNamespace == 4_026_531_840)
    }

    @Test("a process that vanishes while it is read is counted and nothing else")
    func vanishing() {
        let fake = FakeProcesses()
        fake.add(1, start: 0, parent: 0, name: "init")
        fake.folder("77")
        let table = ProcessTable.snapshot(with: fake.reader)
        #expect(table.records.keys.sorted() == [1])
        #expect(table.vanished == 1)
    }

    @Test("this process is in the table with what it really is")
    func live() throws {
        let record = try #require(ProcessTable.snapshot().records[getpid()])
        #expect(record.parentPID == getppid())
        #expect(record.arguments == CommandLine.arguments)
        #expect(record.userID == geteuid())
        #expect(record.executable.map { access($0, X_OK) } == 0)
        let start = try #require(record.startTime)
        #expect(start < .now)
        #expect(record.fields[.processPID] == .integer(Int64(getpid())))
        #expect(record.fields[.processParentName]?.string?.isEmpty == false)
    }
}
