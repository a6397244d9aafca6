import Testing

@testable import HostInventory

@Suite("Processes that had flows lately")
struct WarmProcessesTests {
    private let fake = FakeProcesses()
    private let identity = ProcessIdentity(pid: 10, startTicks: 100)

    /// One process whose socket 1 has descriptor 3.
    private func warm() -> WarmProcesses {
        fake.add(10, start: 100, sockets: [1], namespace: nil)
        var warm = WarmProcesses(root: fake.root)
        warm.note(identity, inode: 1, now: Instant(milliseconds: 0))
        return warm
    }

    @Test("a new socket is found near the last one", arguments: [0, 3, 4, 7])
    func near(number: Int) {
        var warm = warm()
        fake.link("10/fd/\(number)", to: "socket:[2]")
        #expect(warm.find(2, now: Instant(milliseconds: 1)) == identity)
    }

    @Test("a socket that is far away, or nobody's, is not found", arguments: [8, 100])
    func far(number: Int) {
        var warm = warm()
        fake.link("10/fd/\(number)", to: "socket:[2]")
        #expect(warm.find(2, now: Instant(milliseconds: 1)) == nil)
        #expect(warm.find(3, now: Instant(milliseconds: 1)) == nil)
    }

    @Test("what was found is where the next one is looked for")
    func moving() {
        var warm = warm()
        for (number, inode) in [(7, 2), (11, 3), (15, 4)] {
            fake.link("10/fd/\(number)", to: "socket:[\(inode)]")
            #expect(warm.find(UInt64(inode), now: Instant(milliseconds: 1)) == identity)
        }
    }

    @Test("a process of another start is not taken in")
    func otherProcess() {
        fake.add(10, start: 200, sockets: [1], namespace: nil)
        var warm = WarmProcesses(root: fake.root)
        warm.note(identity, inode: 1, now: Instant(milliseconds: 0))
        #expect(warm.pids.isEmpty)
    }

    @Test("a later process of the same number is not taken for the one that ended")
    func reusedNumber() {
        var warm = warm()
        fake.remove("10")
        fake.add(10, start: 200, sockets: [2], namespace: nil)
        #expect(warm.find(2, now: Instant(milliseconds: 1)) == nil)
    }

    @Test("the latest is first, and each cools down")
    func cooling() {
        var warm = warm()
        fake.add(20, start: 300, sockets: [5], namespace: nil)
        let later = Instant(milliseconds: 1_000)
        warm.note(ProcessIdentity(pid: 20, startTicks: 300), inode: 5, now: later)
        #expect(warm.pids == [20, 10])
        warm.note(identity, inode: 1, now: later)
        #expect(warm.pids == [10, 20])
        warm.cool(now: later)
        #expect(warm.pids == [10, 20])
        warm.cool(now: later + WarmProcesses.lifetime)
        #expect(warm.pids.isEmpty)
    }

    @Test("no more are kept than the limit")
    func limit() {
        var warm = WarmProcesses(root: fake.root)
        for pid in 1...Int32(WarmProcesses.limit + 1) {
            fake.add(pid, start: 1, sockets: [UInt64(pid)], namespace: nil)
            warm.note(
                ProcessIdentity(pid: pid, startTicks: 1), inode: UInt64(pid), now: Instant(milliseconds: Int64(pid)))
        }
        #expect(warm.pids.count == WarmProcesses.limit)
        #expect(!warm.pids.contains(1))
    }
}
