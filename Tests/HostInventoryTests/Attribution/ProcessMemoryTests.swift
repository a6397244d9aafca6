import Testing

@testable import HostInventory

@Suite("Processes that are remembered")
struct ProcessMemoryTests {
    private func instant(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 1_000_000 + milliseconds) }

    @Test("a process that ended is still described, until it is forgotten")
    func ended() throws {
        let fake = FakeProcesses()
        fake.add(10, name: "one", start: 100, namespace: nil)
        var memory = ProcessMemory(reader: ProcessReader(root: fake.root))
        #expect(memory.update(now: instant(0)) == [10])
        fake.remove("10")
        _ = memory.update(now: instant(10))
        let identity = ProcessIdentity(pid: 10, startTicks: 100)
        #expect(memory.record(of: identity, now: instant(20))?.name == "one")
        #expect(memory.forget(now: instant(80_000)).isEmpty)
        #expect(memory.forget(now: instant(100_000)) == [identity])
        #expect(memory.record(of: identity, now: instant(100_000)) == nil)
    }

    @Test("a later process of the same number is another one, and the earlier stays what it was")
    func reusedNumber() throws {
        let fake = FakeProcesses()
        fake.add(10, name: "one", start: 100, namespace: nil)
        var memory = ProcessMemory(reader: ProcessReader(root: fake.root))
        _ = memory.update(now: instant(0))
        fake.add(10, name: "two", start: 200, namespace: nil)
        let later = ProcessIdentity(pid: 10, startTicks: 200)
        #expect(memory.record(of: later, now: instant(10))?.name == "two")
        #expect(memory.record(of: ProcessIdentity(pid: 10, startTicks: 100), now: instant(10))?.name == "one")
        #expect(memory.record(of: ProcessIdentity(pid: 10, startTicks: 300), now: instant(10)) == nil)
    }

    @Test("a young process is read again, since it may become another program")
    func youth() throws {
        let fake = FakeProcesses()
        fake.add(1, name: "init", parent: 0, start: 1, namespace: nil)
        var memory = ProcessMemory(reader: ProcessReader(root: fake.root))
        #expect(memory.update(now: instant(0)) == [1])
        fake.add(10, name: "shell", start: 100, namespace: nil)
        #expect(memory.update(now: instant(10)) == [10])
        fake.add(10, name: "program", start: 100, namespace: nil)
        #expect(memory.update(now: instant(200)) == [10])
        let record = memory.record(of: ProcessIdentity(pid: 10, startTicks: 100), now: instant(200))
        #expect(record?.name == "program")
        #expect(record?.ancestors.map(\.name) == ["init"])
        #expect(memory.update(now: instant(5_000)).isEmpty)
    }

    @Test("one look reads so many new processes and no more, and the next one reads the others first")
    func limit() {
        let fake = FakeProcesses()
        fake.add(1, start: 1, namespace: nil)
        var memory = ProcessMemory(reader: fake.reader, readLimit: 5)
        #expect(memory.update(now: instant(0)) == [1])
        for pid: Int32 in 11...17 { fake.add(pid, start: 100, namespace: nil) }
        #expect(memory.update(now: instant(10)) == [11, 12, 13, 14, 15])
        #expect(memory.update(now: instant(20)) == [16, 17, 11, 12, 13])
        #expect(memory.processIDs.count == 8)
    }
}
