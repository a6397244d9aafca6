import Observation
import Testing

@testable import HostInventory

@Suite("Owners of sockets that are gone")
struct RecentOwnersTests {
    private static let local = SocketAddress(IPAddress(v4: 0x0A00_0005), 50_000)
    private static let remote = SocketAddress(IPAddress(v4: 0xC000_0201), 443)
    private static let process = ProcessIdentity(pid: 10, startTicks: 100)

    private func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_000_000 + seconds) }

    @Test("a connection is remembered for a minute, as that very one")
    func minute() {
        var recent = RecentOwners()
        recent.note(.tcp, local: Self.local, remote: Self.remote, processes: [Self.process], at: time(0))
        func found(_ seconds: Int64) -> RecentOwners.Sighting? {
            recent.sighting(.tcp, local: Self.local, remote: Self.remote, at: time(seconds))
        }
        #expect(found(60)?.processes == [Self.process])
        #expect(found(60)?.isExact == true)
        #expect(found(61) == nil)
        #expect(found(-61) == nil)
        #expect(recent.sighting(.udp, local: Self.local, remote: Self.remote, at: time(0)) == nil)
    }

    @Test("another connection of the same port is the same process's, and not that very one")
    func samePort() {
        var recent = RecentOwners()
        recent.note(.tcp, local: Self.local, remote: Self.remote, processes: [Self.process], at: time(0))
        let other = SocketAddress(IPAddress(v4: 0xC000_0202), 443)
        #expect(recent.sighting(.tcp, local: Self.local, remote: other, at: time(1))?.isExact == false)
        let otherPort = SocketAddress(Self.local.ip, 50_001)
        #expect(recent.sighting(.tcp, local: otherPort, remote: Self.remote, at: time(1)) == nil)
    }

    @Test("a socket that was bound to every address is found by one of them", arguments: [anyone, anyone6])
    func unspecified(address: IPAddress) {
        var recent = RecentOwners()
        let nobody = SocketAddress(address, 0)
        let socket = KernelSocket(
            transport: .udp, local: SocketAddress(address, 50_000), remote: nobody, state: 7, userID: 0, inode: 1)
        recent.note(socket, processes: [Self.process], at: time(0))
        #expect(recent.sighting(.udp, local: Self.local, remote: Self.remote, at: time(1)) != nil)
    }

    @Test("memory is bounded, and the latest are kept")
    func bounds() {
        var recent = RecentOwners()
        let count = RecentOwners.limit * 3
        for number in 0..<count {
            let local = SocketAddress(IPAddress(v4: UInt32(number)), 1)
            recent.note(.tcp, local: local, remote: Self.remote, processes: [Self.process], at: time(0))
        }
        let kept = (0..<count).filter { number in
            let local = SocketAddress(IPAddress(v4: UInt32(number)), 1)
            return recent.sighting(.tcp, local: local, remote: Self.remote, at: time(0)) != nil
        }
        #expect(kept.count <= RecentOwners.limit * 2)
        #expect(kept.last == count - 1)
    }

    @Test("times at the ends of their range never trap")
    func limits() {
        var recent = RecentOwners()
        for nanoseconds in [Int64.min, .max, 0, .min] {
            let time = Timestamp(nanoseconds: nanoseconds)
            recent.note(.tcp, local: Self.local, remote: Self.remote, processes: [Self.process], at: time)
            _ = recent.sighting(.tcp, local: Self.local, remote: Self.remote, at: Timestamp(nanoseconds: .max))
            _ = recent.sighting(.tcp, local: Self.local, remote: Self.remote, at: Timestamp(nanoseconds: .min))
        }
    }
}
