import Glibc
import Observation
import Testing

@testable import HostInventory

/// Flows between sockets of the test itself and of a shell, asked for both by netlink and in the tables as text.
@Suite("Whose the ends of a flow are", .serialized)
struct SocketOwnersTests {
    private func owners(asksKernel: Bool = true) -> SocketOwners {
        // What the kernel tells by itself has tests of its own.
        SocketOwners(localAddresses: [], means: asksKernel ? [.socketTables] : [])
    }

    private func expectSocket(_ owner: EndOwner?, byText: Bool) {
        #expect(owner?.process?.pid == getpid())
        #expect(owner?.quality == .socket)
        #expect(owner?.reason?.contains("as text") == (byText ? true : nil))
    }

    @Test("both ends of a connection are the test's", arguments: [loopback, loopback6], [true, false])
    func connection(address: IPAddress, asksKernel: Bool) throws {
        let listener = try LoopbackSocket.listening(on: address)
        let client = try LoopbackSocket(.tcp, version: address.version)
        let server = SocketAddress(address, listener.port)
        try client.connect(to: server)
        let accepted = try listener.accept()
        let tuple = FlowTuple(.tcp, source: SocketAddress(address, client.port), destination: server)
        let found = owners(asksKernel: asksKernel)
        for flow in [tuple, tuple.reversed] {
            let attribution = found.attribution(of: flow, at: .now)
            expectSocket(attribution.source, byText: !asksKernel)
            expectSocket(attribution.destination, byText: !asksKernel)
        }
        #expect(accepted.port == listener.port)
    }

    @Test("an IPv4 connection that an IPv6 socket accepted is the test's", arguments: [true, false])
    func dualStack(asksKernel: Bool) throws {
        let listener = try LoopbackSocket.listening(on: anyone6)
        let client = try LoopbackSocket(.tcp, version: .v4)
        let server = SocketAddress(loopback, listener.port)
        try client.connect(to: server)
        let accepted = try listener.accept()
        let tuple = FlowTuple(.tcp, source: SocketAddress(loopback, client.port), destination: server)
        let attribution = owners(asksKernel: asksKernel).attribution(of: tuple, at: .now)
        expectSocket(attribution.source, byText: !asksKernel)
        expectSocket(attribution.destination, byText: !asksKernel)
        #expect(accepted.descriptor >= 0)
    }

    @Test("a connection that nobody has accepted yet is the listening process's", arguments: [true, false])
    func unaccepted(asksKernel: Bool) throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        let client = try LoopbackSocket(.tcp, version: .v4)
        let server = SocketAddress(loopback, listener.port)
        try client.connect(to: server)
        let tuple = FlowTuple(.tcp, source: SocketAddress(loopback, client.port), destination: server)
        let destination = owners(asksKernel: asksKernel).attribution(of: tuple, at: .now).destination
        #expect(destination?.process?.pid == getpid())
        #expect(destination?.quality == .socket)
        #expect(destination?.reason?.hasPrefix("by its listening socket") == true)
    }

    @Test(
        "a UDP socket that is connected is known by both ends, and the other one by its port", arguments: [true, false])
    func datagrams(asksKernel: Bool) throws {
        let server = try LoopbackSocket(.udp, version: .v4)
        try server.bind(to: SocketAddress(anyone, 0))
        let client = try LoopbackSocket(.udp, version: .v4)
        let address = SocketAddress(loopback, server.port)
        try client.connect(to: address)
        let tuple = FlowTuple(.udp, source: SocketAddress(loopback, client.port), destination: address)
        let attribution = owners(asksKernel: asksKernel).attribution(of: tuple, at: .now)
        expectSocket(attribution.source, byText: !asksKernel)
        #expect(attribution.destination?.process?.pid == getpid())
        #expect(attribution.destination?.quality == .port)
        #expect(attribution.destination?.reason?.contains("not connected") == true)
    }

    @Test("IPv4 datagrams at an IPv6 socket are the test's")
    func dualStackDatagrams() throws {
        let server = try LoopbackSocket(.udp, version: .v6)
        try server.bind(to: SocketAddress(anyone6, 0))
        let tuple = FlowTuple(
            .udp, source: SocketAddress(IPAddress(v4: 0xC000_0201), 53),
            destination: SocketAddress(loopback, server.port))
        let attribution = owners().attribution(of: tuple, at: .now)
        #expect(attribution.source == nil)
        #expect(attribution.destination?.process?.pid == getpid())
    }

    @Test("a flow that does not exist has no process, and says why", arguments: TransportProtocol.withSockets)
    func nobody(transport: TransportProtocol) {
        let tuple = FlowTuple(
            transport, source: SocketAddress(loopback, 1), destination: SocketAddress(loopback6, 2))
        let other = FlowTuple(
            transport, source: SocketAddress(loopback, 1), destination: SocketAddress(loopback, 2))
        let found = owners()
        for tuple in [tuple, other] {
            for end in [tuple, tuple.reversed].map({ found.attribution(of: $0, at: .now).source }) {
                #expect(end?.process == nil)
                #expect(end?.quality == AttributionQuality.none)
                #expect(end?.reason?.isEmpty == false)
            }
        }
    }

    @Test("an end elsewhere is nobody's here, also when somebody listens on its port here")
    func elsewhere() throws {
        let listener = try LoopbackSocket.listening(on: anyone6)
        let server = SocketAddress(IPAddress(v4: 0xC000_0201), listener.port)
        let tuple = FlowTuple(.tcp, source: SocketAddress(IPAddress(v4: 0xC000_0202), 50_000), destination: server)
        let found = owners()
        #expect(found.attribution(of: tuple, at: .now) == FlowAttribution(source: nil, destination: nil))
        // The same address as one of this host's is the listening process's.
        found.setLocalAddresses([server.ip])
        #expect(found.attribution(of: tuple, at: .now).destination?.process?.pid == getpid())
    }

    @Test("a closed socket is remembered by what asked for it")
    func closed() throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        var client: LoopbackSocket? = try LoopbackSocket(.tcp, version: .v4)
        let server = SocketAddress(loopback, listener.port)
        try client?.connect(to: server)
        let tuple = FlowTuple(
            .tcp, source: SocketAddress(loopback, try #require(client?.port)), destination: server)
        let found = owners()
        #expect(found.attribution(of: tuple, at: .now).source?.quality == .socket)
        client = nil
        let source = found.attribution(of: tuple, at: .now).source
        #expect(source?.quality == .recent)
        #expect(source?.process?.pid == getpid())
        #expect(source?.reason?.contains("closed") == true)
    }

    @Test("a shell that connects is described, also once it ended", .enabled(if: Shell.isThere, "no bash here"))
    func child() throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        let found = owners()
        let shell = try Shell("exec 3<>/dev/tcp/127.0.0.1/\(listener.port)")
        let accepted = try listener.accept()
        let server = SocketAddress(loopback, listener.port)
        let tuple = FlowTuple(.tcp, source: SocketAddress(loopback, accepted.peerPort), destination: server)
        let before = found.attribution(of: tuple, at: .now).source
        #expect(before?.quality == .socket)
        #expect(before?.process?.pid == shell.pid)
        #expect(before?.process?.name == "bash")
        #expect(before?.process?.ancestors.first?.identity.pid == getpid())
        shell.end()
        found.refresh()
        let after = found.attribution(of: tuple, at: .now).source
        #expect(after?.quality == .recent)
        #expect(after?.process?.identity == before?.process?.identity)
        #expect(after?.process?.arguments == before?.process?.arguments)
    }

    @Test("a shell that ended before anybody asked is known by a refresh", .enabled(if: Shell.isThere, "no bash here"))
    func refreshed() throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        let found = owners()
        let shell = try Shell("exec 3<>/dev/tcp/127.0.0.1/\(listener.port)")
        let accepted = try listener.accept()
        found.refreshAll()
        let source = SocketAddress(loopback, accepted.peerPort)
        shell.end()
        let tuple = FlowTuple(.tcp, source: source, destination: SocketAddress(loopback, listener.port))
        let owner = found.attribution(of: tuple, at: .now).source
        #expect(owner?.quality == .recent)
        #expect(owner?.process?.pid == shell.pid)
    }

    @Test(
        "a socket that two processes have open is the child's, and that is said",
        .enabled(if: Shell.isThere, "no bash here"))
    func shared() throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        // The subshell inherits the connection and keeps it.
        let shell = try Shell("exec 3<>/dev/tcp/127.0.0.1/\(listener.port); (read -r) <&0 & sleep 0.05")
        let accepted = try listener.accept()
        let tuple = FlowTuple(
            .tcp, source: SocketAddress(loopback, accepted.peerPort),
            destination: SocketAddress(loopback, listener.port))
        let owner = owners().attribution(of: tuple, at: .now).source
        #expect(owner?.process?.parentPID == shell.pid)
        #expect(owner?.reason?.contains("2 processes") == true)
        shell.end()
    }

    @Test("addresses of this host are told, those of its loopback network among them")
    func addresses() {
        #expect(LocalAddresses.current().contains(loopback))
    }
}
