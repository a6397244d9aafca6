import Observation
import Testing

@testable import HostInventory

@Suite("What the kernel told of processes")
struct ToldProcessesTests {
    private func instant(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 1_000_000 + milliseconds) }

    @Test("the last comes first, each once, and none after two seconds")
    func order() {
        var told = ToldProcesses()
        told.note(1, now: instant(0))
        told.note(2, now: instant(1_000))
        told.note(1, now: instant(1_500))
        told.note(3, now: instant(1_600))
        told.remove(3)
        #expect(told.latest(now: instant(1_700)) == [1, 2])
        #expect(told.latest(now: instant(3_100)) == [1])
    }

    @Test("memory is bounded, and the latest are kept")
    func bounds() {
        var told = ToldProcesses()
        for pid in 1...10_000 { told.note(Int32(pid), now: instant(0)) }
        #expect(told.latest(now: instant(0)).count <= ToldProcesses.limit)
        #expect(told.latest(now: instant(0)).first == 10_000)
    }

    private func claim(_ pid: Int32, name: String = "program", ticks: UInt64) -> SocketClaim {
        let perSecond = ProcessReader().ticks(bootNanoseconds: 1_000_000_000)
        return SocketClaim(
            pid: pid, bootNanoseconds: ticks * 1_000_000_000 / perSecond, userID: 1000, name: name, network: 0)
    }

    @Test("a process that is there is the one that made the socket, unless it started later")
    func there() {
        let fake = FakeProcesses()
        fake.add(10, name: "one", start: 100, namespace: nil)
        var memory = ProcessMemory(reader: fake.reader)
        #expect(memory.process(of: claim(10, ticks: 150), now: instant(0)).startTicks == 100)
        let earlier = memory.process(of: claim(10, name: "early", ticks: 50), now: instant(0))
        #expect(earlier == ProcessIdentity(pid: 10, startTicks: 50))
        #expect(memory.record(of: earlier, now: instant(1))?.name == "early")
    }

    @Test("a process that was never seen is described by what the kernel said, and by its parent")
    func gone() throws {
        let fake = FakeProcesses()
        fake.add(5, start: 10, name: "parent", arguments: ["/bin/parent", "-x"], executable: "/bin/parent")
        var memory = ProcessMemory(reader: fake.reader)
        _ = memory.update(now: instant(0))
        memory.hasBegun(10, parent: 5, now: instant(1))
        memory.hasEnded(10, now: instant(2))
        let other = memory.process(of: claim(10, name: "curl", ticks: 200), now: instant(3))
        let found = memory.record(of: other, now: instant(3))
        let record = try #require(found)
        #expect(record.name == "curl")
        #expect(record.parentPID == 5)
        #expect(record.ancestors.map(\.name) == ["parent"])
        #expect(record.executable == nil)
        #expect(record.userID == 1000)
        // A copy of its parent that ran no other program is what its parent is.
        memory.hasBegun(11, parent: 5, now: instant(4))
        let copy = memory.process(of: claim(11, name: "parent", ticks: 300), now: instant(5))
        #expect(memory.record(of: copy, now: instant(5))?.executable == "/bin/parent")
    }

    @Test("a number that was given again is another process")
    func again() {
        let fake = FakeProcesses()
        fake.add(10, name: "one", start: 100, namespace: nil)
        var memory = ProcessMemory(reader: fake.reader)
        _ = memory.update(now: instant(0))
        fake.remove("10")
        memory.hasBegun(10, parent: 1, now: instant(1))
        let later = memory.process(of: claim(10, name: "two", ticks: 500), now: instant(2))
        #expect(later.startTicks == 500)
        #expect(memory.record(of: later, now: instant(2))?.name == "two")
    }

    @Test("what was told of a flow is exact, and what nobody owns answers for no port")
    func told() {
        var recent = RecentOwners()
        let local = SocketAddress(loopback, 1)
        let (one, other) = (SocketAddress(loopback, 2), SocketAddress(loopback, 3))
        let process = ProcessIdentity(pid: 10, startTicks: 1)
        let time = Timestamp(seconds: 1)
        recent.note(.udp, local: local, remote: one, processes: [], evidence: .told, at: time)
        #expect(recent.exactSighting(.udp, local: local, remote: one, at: time)?.processes.isEmpty == true)
        #expect(recent.sighting(.udp, local: local, remote: other, at: time) == nil)
        recent.note(.udp, local: local, remote: one, processes: [process], evidence: .told, in: .elsewhere, at: time)
        #expect(recent.exactSighting(.udp, local: local, remote: one, in: .elsewhere, at: time)?.evidence == .told)
        #expect(recent.sighting(.udp, local: local, remote: other, in: .elsewhere, at: time)?.isExact == false)
        #expect(recent.sighting(.udp, local: local, remote: other, at: time) == nil)
    }

    @Test("protocols without ports are known by their addresses alone")
    func portless() {
        var recent = RecentOwners()
        let process = ProcessIdentity(pid: 10, startTicks: 1)
        let time = Timestamp(seconds: 1)
        recent.note(
            .icmp, local: SocketAddress(loopback, 8), remote: SocketAddress(loopback, 0), processes: [process], at: time
        )
        let found = recent.sighting(
            .icmp, local: SocketAddress(loopback, 0), remote: SocketAddress(loopback, 7), at: time)
        #expect(found?.processes == [process])
    }

    @Test("a socket for whole frames is read from its line, and from no shorter one")
    func packetSockets() {
        let line = "0000000000000000 3      3    0003   2     1       0      0      12345 "
        let socket = PacketSocket(parsing: Array(line.utf8)[...])
        #expect(socket?.etherType == 3)
        #expect(socket?.inode == 12_345)
        for length in 0..<60 { #expect(PacketSocket(parsing: Array(line.utf8)[..<length]) == nil) }
    }
}
