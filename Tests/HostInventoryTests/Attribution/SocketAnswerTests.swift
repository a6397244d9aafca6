import Observation
import TestSupport
import Testing

@testable import HostInventory

@Suite("Answers from the kernel's socket tables")
struct SocketAnswerTests {
    private static let header: [UInt8] = [
        88, 0, 0, 0,  // length
        20, 0,  // SOCK_DIAG_BY_FAMILY
        0, 0,  // flags
        7, 0, 0, 0,  // sequence
        1, 2, 3, 4,  // the asker
    ]

    private static let ports: [UInt8] = [0xC3, 0x50, 1, 0xBB]

    private static let tail: [UInt8] = [
        0, 0, 0, 0,  // interface
        9, 9, 9, 9, 9, 9, 9, 9,  // cookie
        0, 0, 0, 0,  // expires
        0, 0, 0, 0,  // receive queue
        0, 0, 0, 0,  // send queue
        0xE8, 3, 0, 0,  // user 1000
        0x67, 0x12, 0, 0,  // inode 4711
    ]

    private static let good: [UInt8] =
        header + [2, 1, 0, 0] + ports + [10, 0, 0, 5] + [UInt8](repeating: 0, count: 12)
        + [192, 0, 2, 1] + [UInt8](repeating: 0, count: 12) + tail

    /// The last of many, and what it says: nothing went wrong.
    private static let done: [UInt8] = [20, 0, 0, 0, 3, 0, 2, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

    private static let socket = KernelSocket(
        transport: .tcp, local: SocketAddress(IPAddress(v4: 0x0A00_0005), 50_000),
        remote: SocketAddress(IPAddress(v4: 0xC000_0201), 443), state: 1, userID: 1000, inode: 4711,
        cookie: 0x0909_0909_0909_0909)

    private func messages(_ bytes: [UInt8], sequence: UInt32 = 7) -> [SocketAnswer] {
        SocketAnswer.messages(in: bytes, count: bytes.count, transport: .tcp, sequence: sequence)
    }

    @Test("a socket of IPv4 is read")
    func good() {
        #expect(messages(Self.good) == [.socket(Self.socket)])
    }

    @Test("a socket of IPv6 is read, and an IPv4 address in it is told as such")
    func version6() throws {
        let head = Self.header + [10, 10, 0, 0] + Self.ports
        let address: [UInt8] = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1]
        guard case .socket(let socket) = messages(head + address + mapped + Self.tail).first else {
            Issue.record("no socket")
            return
        }
        #expect(socket.local == SocketAddress(try #require(IPAddress("2001:db8::1")), 50_000))
        #expect(socket.remote == SocketAddress(loopback, 443))
        #expect(socket.isListening)
    }

    @Test("every shorter prefix of an answer is no socket")
    func prefixes() {
        for length in 0..<Self.good.count {
            #expect(messages(Array(Self.good[..<length])).isEmpty, "after \(length) bytes")
            // A header that claims no more than is there must not make up the rest either.
            guard length >= 16 else { continue }
            var shortened = Array(Self.good[..<length])
            shortened[0] = UInt8(length)
            #expect(messages(shortened).isEmpty, "said to be \(length) bytes")
        }
    }

    @Test("several messages are read up to the last, each from a multiple of four")
    func several() {
        var padded = Self.good + [0xAA, 0, 0, 0]
        padded[0] = 89
        #expect(
            messages(padded + Self.good + Self.done) == [.socket(Self.socket), .socket(Self.socket), .done])
    }

    @Test("an error is told with its number")
    func failures() {
        func failure(_ type: UInt8, _ status: [UInt8]) -> [SocketAnswer] {
            messages([UInt8(16 + status.count), 0, 0, 0, type, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0] + status)
        }
        #expect(failure(2, [0xFE, 0xFF, 0xFF, 0xFF]) == [.failure(2)])
        #expect(failure(3, [0xEA, 0xFF, 0xFF, 0xFF]) == [.failure(22)])
        #expect(failure(2, [0, 0, 0, 0x80]) == [.failure(.min)])
        #expect(failure(2, [0xFE, 0xFF, 0xFF]) == [])
        #expect(failure(3, []) == [.done])
        #expect(failure(99, [0, 0, 0, 0]) == [])
    }

    @Test("answers to another question, of another family or with an impossible length are passed over")
    func strangers() {
        #expect(messages(Self.good, sequence: 8).isEmpty)
        var family = Self.good
        family[16] = 1
        #expect(messages(family).isEmpty)
        for length: UInt8 in [0, 15, 89, 255] {
            var bytes = Self.good
            bytes[0] = length
            #expect(messages(bytes).isEmpty)
        }
        var huge = Self.good
        huge[3] = 255
        #expect(messages(huge).isEmpty)
    }

    @Test("a datagram that was cut off by its buffer is read no further than the buffer")
    func cutOff() {
        #expect(SocketAnswer.messages(in: Self.good, count: 4096, transport: .tcp, sequence: 7).count == 1)
        #expect(SocketAnswer.messages(in: Self.good, count: -1, transport: .tcp, sequence: 7).isEmpty)
    }

    @Test("random bytes never trap", arguments: 0..<300)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = Self.good + Self.good + Self.done
        for _ in 0..<6 {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8(truncatingIfNeeded: random.next())
        }
        _ = messages(bytes)
        _ = messages(random.bytes(200))
    }
}
