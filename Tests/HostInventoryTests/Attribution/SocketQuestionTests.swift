import Observation
import Testing

@testable import HostInventory

@Suite("Questions to the kernel's socket tables")
struct SocketQuestionTests {
    private static let local = SocketAddress(IPAddress(v4: 0x0A00_0005), 50_000)
    private static let remote = SocketAddress(IPAddress(v4: 0xC000_0201), 443)

    @Test("a question about a TCP connection names the local end first, in network order")
    func tcp() {
        let bytes = SocketQuestion.one(.tcp, local: Self.local, remote: Self.remote, in: .v4, sequence: 0x0102_0304)
        let expected: [UInt8] = [
            72, 0, 0, 0,  // length
            20, 0,  // SOCK_DIAG_BY_FAMILY
            1, 0,  // a request
            4, 3, 2, 1,  // sequence
            0, 0, 0, 0,  // the kernel
            2, 6, 0, 0,  // AF_INET, TCP, no extensions
            255, 255, 255, 255,  // any state
            0xC3, 0x50, 1, 0xBB,  // ports
            10, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0,  // any interface
            255, 255, 255, 255, 255, 255, 255, 255,  // any cookie
        ]
        #expect(bytes == expected)
    }

    @Test("a question about a UDP socket names the other end first")
    func udp() {
        let asked = SocketQuestion.one(.udp, local: Self.local, remote: Self.remote, in: .v4, sequence: 1)
        let other = SocketQuestion.one(.tcp, local: Self.remote, remote: Self.local, in: .v4, sequence: 1)
        #expect(asked[17] == 17)
        #expect(asked[24...] == other[24...])
    }

    @Test("a question about many names a port and the states")
    func many() {
        let bytes = SocketQuestion.all(.udp, localPort: 53, in: .v6, states: 1 << 7, sequence: 1)
        #expect(Array(bytes[4..<8]) == [20, 0, 1, 3])
        #expect(Array(bytes[16..<28]) == [10, 17, 0, 0, 128, 0, 0, 0, 0, 53, 0, 0])
        #expect(bytes[28..<60].allSatisfy { $0 == 0 })
    }

    @Test("an IPv6 address is four words, the first 32 bits first")
    func words() throws {
        let address = try #require(IPAddress("2001:db8:3:4:5:6:7:8"))
        #expect(address.words == [0x2001_0DB8, 0x0003_0004, 0x0005_0006, 0x0007_0008])
        #expect(IPAddress(words: address.words) == address)
        #expect(SocketQuestion.words(of: address, in: .v6) == address.words)
        let largest = IPAddress(v6High: .max, low: .max)
        #expect(largest.words == [.max, .max, .max, .max])
        #expect(IPAddress(words: largest.words) == largest)
        #expect(IPAddress(words: [0, 0, 0, 1]) == loopback6)
    }

    @Test("an IPv4 address is one word, and is mapped in a table of IPv6")
    func mapped() {
        #expect(loopback.words == [0x7F00_0001, 0, 0, 0])
        #expect(SocketQuestion.words(of: loopback, in: .v4) == [0x7F00_0001, 0, 0, 0])
        #expect(SocketQuestion.words(of: loopback, in: .v6) == [0, 0, 0xFFFF, 0x7F00_0001])
        #expect(SocketQuestion.words(of: anyone, in: .v6) == [0, 0, 0, 0])
        #expect(IPAddress(words: [0x7F00_0001]) == loopback)
        #expect(IPAddress(words: []).isUnspecified)
    }
}
