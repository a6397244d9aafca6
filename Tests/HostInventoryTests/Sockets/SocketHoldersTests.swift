import Glibc
import Testing

@testable import HostInventory

@Suite("Who has which socket open")
struct SocketHoldersTests {
    @Test("a socket of the test is the test's, until it is closed")
    func ownSocket() throws {
        var holders = SocketHolders()
        var listener: LoopbackSocket? = try .listening(on: loopback)
        let inode = try #require(listener?.inode)
        let process = holders.read(getpid())
        let identity = try #require(process)
        #expect(identity.pid == getpid())
        #expect(holders.processes(holding: inode) == [identity])
        listener = nil
        holders.read(getpid())
        #expect(holders.processes(holding: inode).isEmpty)
    }

    @Test("all processes are read, and one of them is the test")
    func everyone() throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        let holders = SocketHolders.current()
        #expect(holders.processes(holding: listener.inode).map(\.pid) == [getpid()])
    }

    @Test("a later process of the same number takes nothing over")
    func reusedNumber() throws {
        let fake = FakeProcesses()
        fake.add(10, start: 100, sockets: [1, 2], namespace: nil)
        var holders = SocketHolders.current(root: fake.root)
        #expect(holders.processes(holding: 1) == [ProcessIdentity(pid: 10, startTicks: 100)])
        fake.link("10/fd/0", to: "/dev/null")
        fake.add(10, start: 200, sockets: [3, 2], namespace: nil)
        holders.read(10)
        let later = ProcessIdentity(pid: 10, startTicks: 200)
        #expect(holders.processes(holding: 1).isEmpty)
        #expect(holders.processes(holding: 2) == [later])
        #expect(holders.processes(holding: 3) == [later])
        // Forgetting the earlier process leaves the later one alone.
        holders.forget(ProcessIdentity(pid: 10, startTicks: 100))
        #expect(holders.processes(holding: 3) == [later])
        holders.forget(later)
        #expect(holders.processes(holding: 3).isEmpty)
    }

    @Test("a socket that was inherited is the child's first")
    func inherited() throws {
        let fake = FakeProcesses()
        fake.add(30, start: 100, sockets: [7], namespace: nil)
        fake.add(20, parent: 30, start: 300, sockets: [7, 7, 8], namespace: nil)
        let holders = SocketHolders.current(root: fake.root)
        #expect(holders.processes(holding: 7).map(\.pid) == [20, 30])
    }

    @Test("what ended keeps its sockets until it is forgotten")
    func ended() throws {
        let fake = FakeProcesses()
        fake.add(10, start: 100, sockets: [1], namespace: nil)
        var holders = SocketHolders.current(root: fake.root)
        fake.remove("10")
        #expect(holders.read(10) == nil)
        #expect(holders.processes(holding: 1).map(\.pid) == [10])
        holders.forget(where: { _ in true }, orUnreadable: { _ in true })
        #expect(holders.processes(holding: 1).isEmpty)
    }

    @Test("a process without a readable line is none")
    func garbled() throws {
        let fake = FakeProcesses()
        fake.add(10, start: 100, sockets: [1], namespace: nil)
        fake.write("11 (other) S 1", to: "10/stat")
        fake.folder("12/fd")
        fake.link("12/fd/0", to: "socket:[1]")
        #expect(SocketHolders.current(root: fake.root).processes(holding: 1).isEmpty)
    }
}
