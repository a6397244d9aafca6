import Observation
import TestSupport
import Testing

@testable import HostInventory

@Suite("The kernel's socket tables as text")
struct SocketTableTests {
    private static let title =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

    private func line(
        local: String = "0100007F:2CAA", remote: String = "00000000:0000", state: String = "0A", user: String = "998",
        inode: String = "4711"
    ) -> String {
        "   0: \(local) \(remote) \(state) 00000000:00000000 00:00000000 00000000   \(user)        0 \(inode) 1 x 100\n"
    }

    private func sockets(_ text: String, _ transport: TransportProtocol = .tcp) -> [KernelSocket] {
        SocketTable.sockets(in: Array(text.utf8), transport: transport)
    }

    @Test("a listening socket is read with its user and number")
    func listening() throws {
        let socket = try #require(sockets(Self.title + line()).first)
        #expect(socket.local == SocketAddress(loopback, 11434))
        #expect(socket.remote.port == 0)
        #expect(socket.userID == 998)
        #expect(socket.inode == 4711)
        #expect(socket.isListening)
    }

    @Test(
        "the words of an address are in the byte order of this machine",
        arguments: [
            ("0100007F", "127.0.0.1"), ("00000000", "0.0.0.0"), ("0A01A8C0", "192.168.1.10"),
            ("00000000000000000000000001000000", "::1"),
            ("00000000000000000000000000000000", "::"),
            ("B80D0120000000000000000001000000", "2001:db8::1"),
            ("B80D0120040003000200010008000700", "2001:db8:3:4:1:2:7:8"),
            // An IPv4-mapped address is told as the IPv4 address it maps.
            ("0000000000000000FFFF00000100007F", "127.0.0.1"),
        ])
    func addresses(hexadecimal: String, address: String) throws {
        let socket = try #require(sockets(line(local: hexadecimal + ":0050")).first)
        #expect(socket.local == SocketAddress(try #require(IPAddress(address)), 80))
    }

    @Test("a connected or unbound socket of UDP waits for nobody")
    func datagrams() {
        let texts = [
            line(state: "07"), line(remote: "0100007F:0035", state: "01"), line(local: "00000000:0000", state: "07"),
        ]
        #expect(texts.map { sockets($0, .udp).first?.isListening } == [true, false, false])
    }

    @Test("every shorter prefix of a line is none")
    func prefixes() {
        let whole = "   0: 0100007F:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000   998        0 4"
        let bytes = Array(whole.utf8)
        for length in 0..<bytes.count {
            #expect(SocketTable.sockets(in: Array(bytes[..<length]), transport: .tcp).isEmpty, "after \(length) bytes")
        }
        #expect(sockets(whole).count == 1)
    }

    @Test("garbled lines are passed over, and those around them read")
    func garbled() {
        let bad = [
            line(local: "0100007F"), line(local: "0100007:2CAA"), line(local: "0100007F:12CAA"),
            line(local: "0100007F0100007F:2CAA"), line(local: "0100007G:2CAA"), line(local: ":"),
            line(remote: "00000000:0000:00"), line(state: "0"), line(state: "XX"), line(user: "-1"),
            line(user: "4294967296"), line(inode: "18446744073709551616"), line(inode: "x"),
        ]
        for text in bad {
            #expect(sockets(line() + text + line()).count == 2, "\(text)")
        }
    }

    @Test("numbers at their limits are read")
    func limits() throws {
        let text = line(
            local: "FFFFFFFF:FFFF", state: "FF", user: "4294967295", inode: "18446744073709551615")
        let socket = try #require(sockets(text).first)
        #expect(socket.local == SocketAddress(IPAddress(v4: .max), .max))
        #expect(socket.inode == .max && socket.userID == .max && socket.state == .max)
    }

    @Test("random bytes never trap", arguments: 0..<200)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = Array((Self.title + line() + line()).utf8)
        for _ in 0..<10 {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8(truncatingIfNeeded: random.next())
        }
        _ = SocketTable.sockets(in: bytes, transport: .udp)
        _ = SocketTable.sockets(in: random.bytes(300), transport: .tcp)
    }

    @Test("this host's own tables are read, with a socket of the test in them")
    func live() throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        let table = try SocketTable.read("tcp", of: "self", transport: .tcp, root: "/proc")
        #expect(table.isComplete)
        let found = table.sockets.first { $0.inode == listener.inode }
        #expect(found?.local == SocketAddress(loopback, listener.port))
        #expect(found?.isListening == true)
    }
}
