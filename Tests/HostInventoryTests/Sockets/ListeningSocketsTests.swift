import Glibc
import Observation
import Testing

@testable import HostInventory

@Suite("The listening sockets of this host")
struct ListeningSocketsTests {
    /// One line of a table: a socket that waits on a port of 127.0.0.1.
    private func line(port: String, state: String = "0A", inode: Int) -> String {
        "  0: 0100007F:\(port) 00000000:0000 \(state) 0:0 0:0 0 1000 0 \(inode) 1 x\n"
    }

    private func inventory(_ fake: FakeProcesses) -> (sockets: [ListeningSocket], coverage: Coverage) {
        ListeningSockets.inventory(
            processes: .snapshot(with: ProcessReader(root: fake.root)), holders: .current(root: fake.root),
            root: fake.root)
    }

    @Test("sockets of the test over TCP and UDP, IPv4 and IPv6, are found and are the test's")
    func live() throws {
        let tcp = try LoopbackSocket.listening(on: loopback)
        let dual = try LoopbackSocket.listening(on: anyone6)
        let udp = try LoopbackSocket(.udp, version: .v4)
        try udp.bind(to: SocketAddress(anyone, 0))
        let (sockets, coverage) = ListeningSockets.inventory(processes: .snapshot(), holders: .current())
        for (socket, address) in [(tcp, loopback), (dual, anyone6), (udp, anyone)] {
            let found = try #require(sockets.first { $0.inode == socket.inode })
            #expect(found.address == SocketAddress(address, socket.port))
            #expect(found.transport == socket.transport)
            #expect(found.owner?.pid == getpid())
            #expect(found.userID == geteuid())
            #expect(found.isInOwnNamespace)
            #expect(found.ownerReason == nil)
        }
        #expect(coverage.counters[.listenersSeen] == Int64(sockets.count))
        #expect((coverage.counters[.namespacesSeen] ?? 0) >= 1)
    }

    @Test("each namespace is read once, Earshot's own first, through a process that is there")
    func namespaces() throws {
        let fake = FakeProcesses()
        fake.setOwnNamespace(100)
        fake.write(line(port: "0050", inode: 1), to: "self/net/tcp")
        fake.add(10, start: 1, sockets: [1], namespace: 100)
        // The first of the other namespace shows no tables, as when it ends meanwhile; the second does.
        fake.add(20, start: 2, namespace: 50)
        fake.add(21, start: 3, sockets: [2], namespace: 50)
        fake.write(line(port: "0051", inode: 2) + line(port: "1F90", state: "01", inode: 3), to: "21/net/tcp")
        fake.write(line(port: "0035", state: "07", inode: 4), to: "21/net/udp")
        let (sockets, coverage) = inventory(fake)
        #expect(sockets.map(\.inode) == [1, 2, 4])
        #expect(sockets.map(\.isInOwnNamespace) == [true, false, false])
        #expect(sockets.map(\.networkNamespace) == [100, 50, 50])
        #expect(sockets.map(\.owner?.pid) == [10, 21, nil])
        #expect(sockets.last?.ownerReason == "no process holds it")
        #expect(coverage.counters[.namespacesSeen] == 2)
        #expect(coverage.counters[.listenersSeen] == 3)
        #expect(coverage.counters[.listenersWithoutOwner] == 1)
        #expect(coverage.counters[.descriptorTablesUnreadable] == 0)
    }

    @Test("a namespace that cannot be looked into is told, with what to do")
    func closedNamespace() throws {
        let fake = FakeProcesses()
        fake.setOwnNamespace(100)
        fake.write(line(port: "0050", inode: 1), to: "self/net/tcp")
        fake.add(20, start: 2, namespace: 50)
        let entry = inventory(fake).coverage.entries.first { $0.outcome == .couldNotLook }
        #expect(entry?.what == "network namespace")
        #expect(entry?.examples == ["50"])
        #expect(entry?.remedy == Coverage.Remedy.privilege)
    }

    @Test(
        "who publishes a port for somebody else is told",
        arguments: ["docker-proxy", "rootlessport", "pasta", "passt", "systemd"])
    func publishers(name: String) throws {
        let fake = FakeProcesses()
        fake.setOwnNamespace(100)
        fake.write(line(port: "0050", inode: 1), to: "self/net/tcp")
        fake.add(1, name: name, parent: 0, start: 1, sockets: [1], namespace: 100)
        #expect(inventory(fake).sockets.first?.publishedBy == name)
    }

    @Test("a socket that systemd handed to a unit is the unit's")
    func activation() throws {
        let fake = FakeProcesses()
        fake.setOwnNamespace(100)
        fake.write(line(port: "0050", inode: 1), to: "self/net/tcp")
        fake.add(1, name: "systemd", parent: 0, start: 1, sockets: [1], namespace: 100)
        // Both started within one tick of the clock, as they do when a machine starts.
        fake.add(9, name: "server", parent: 1, start: 1, sockets: [1], namespace: 100)
        let socket = try #require(inventory(fake).sockets.first)
        #expect(socket.owners.map(\.name) == ["server", "systemd"])
        #expect(socket.publishedBy == "systemd")
    }

    @Test("a process of an unknown namespace is told, and a thread of the kernel is not")
    func hidden() throws {
        let fake = FakeProcesses()
        fake.add(2, name: "kthreadd", parent: 0, start: 1, namespace: nil)
        fake.write("", to: "2/cmdline")
        fake.add(10, start: 1, namespace: nil)
        let entries = inventory(fake).coverage.entries.filter { $0.what.contains("namespaces of some") }
        #expect(entries.map(\.count) == [1])
    }

    @Test("with nothing readable at all, it is said and nothing is found")
    func nothing() throws {
        let fake = FakeProcesses()
        let (sockets, coverage) = inventory(fake)
        #expect(sockets.isEmpty)
        #expect(coverage.entries.contains { $0.outcome == .couldNotLook && $0.area == .listeners })
        #expect(coverage.counters[.listenersSeen] == 0)
    }
}
