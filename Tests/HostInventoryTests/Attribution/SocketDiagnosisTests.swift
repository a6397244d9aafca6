import Observation
import Testing

@testable import HostInventory

private let answersByNetlink = (try? SocketDiagnosis()) != nil

@Suite("The kernel's socket tables by netlink", .enabled(if: answersByNetlink, "netlink is refused here"))
struct SocketDiagnosisTests {
    @Test("one connected UDP socket is found, and from its other end the socket that takes from anyone")
    func datagrams() throws {
        let server = try LoopbackSocket(.udp, version: .v4)
        try server.bind(to: SocketAddress(loopback, 0))
        let client = try LoopbackSocket(.udp, version: .v4)
        let there = SocketAddress(loopback, server.port)
        try client.connect(to: there)
        let here = SocketAddress(loopback, client.port)
        let diagnosis = try SocketDiagnosis()
        let connected = try diagnosis.socket(.udp, local: here, remote: there, in: .v4)
        #expect(connected?.inode == client.inode)
        #expect(connected?.remote == there)
        let open = try diagnosis.socket(.udp, local: there, remote: here, in: .v4)
        #expect(open?.inode == server.inode)
        #expect(open?.isListening == true)
        let known = try diagnosis.sockets(.udp, localPort: there.port, in: .v4)
        #expect(known.map(\.inode).contains(server.inode))
        #expect(known.allSatisfy { $0.local.port == there.port })
    }

    @Test("one TCP socket is found, and without it the one that listens", arguments: [loopback, loopback6])
    func connections(address: IPAddress) throws {
        let listener = try LoopbackSocket.listening(on: address)
        let client = try LoopbackSocket(.tcp, version: address.version)
        let there = SocketAddress(address, listener.port)
        try client.connect(to: there)
        let here = SocketAddress(address, client.port)
        let diagnosis = try SocketDiagnosis()
        let found = try diagnosis.socket(.tcp, local: here, remote: there, in: address.version)
        #expect(found?.inode == client.inode)
        let other = SocketAddress(address, 1)
        let listening = try diagnosis.socket(.tcp, local: there, remote: other, in: address.version)
        #expect(listening?.inode == listener.inode)
        #expect(try diagnosis.socket(.tcp, local: other, remote: other, in: address.version) == nil)
        // What has no inode has been accepted by nobody.
        let waiting = try diagnosis.socket(.tcp, local: there, remote: here, in: address.version)
        #expect(waiting?.inode == 0)
    }

    @Test("an IPv4 socket is found by its mapped addresses too")
    func mapped() throws {
        let listener = try LoopbackSocket.listening(on: anyone6)
        let client = try LoopbackSocket(.tcp, version: .v4)
        let there = SocketAddress(loopback, listener.port)
        try client.connect(to: there)
        let accepted = try listener.accept()
        let here = SocketAddress(loopback, client.port)
        for version in [IPAddress.Version.v4, .v6] {
            let found = try SocketDiagnosis().socket(.tcp, local: there, remote: here, in: version)
            #expect(found?.inode == accepted.inode)
        }
    }
}
