import TestSupport
import Testing

@testable import Dissection

@Suite("QUIC handshakes")
struct QUICDialogueTests {
    private let sealer = QUICSealer()

    @Test("a hello may be spread over any frames, packets and datagrams, in any order", arguments: 0..<20)
    func spread(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let hello = QUICHellos.client(filler: 2_500)
        var frames = stride(from: 0, to: hello.count, by: 97).map { start in
            QUICSealer.crypto(start, hello[start..<min(hello.count, start + 97)])
        }
        frames.shuffle(using: &generator)
        let bench = QUICBench()
        for (number, start) in stride(from: 0, to: frames.count, by: 7).enumerated() {
            #expect(bench.names.isEmpty)
            // Pings and filling between them.
            let some = frames[start..<min(frames.count, start + 7)].joined(separator: [1, 0, 0, 1])
            bench.client(try sealer.initial(Array(some), number: number))
        }
        #expect(bench.names == ["a.example"] && bench.weirds.isEmpty)
        bench.server(
            try sealer.initial([2, 0, 0, 0, 0] + QUICSealer.crypto(0, QUICHellos.server()), fromClient: false))
        bench.goOn()
        #expect(bench.handshakes.count == 1 && bench.dialogue.isDone)
        #expect(bench.handshakes.first?.clientHello?.applicationProtocols == ["h3"])
        #expect(bench.protocols == [.quic, .http3])
    }

    @Test("packets that share a datagram are all read, whatever follows them")
    func coalesced() throws {
        let hello = QUICHellos.client()
        let answer = QUICSealer.crypto(0, QUICHellos.server())
        let zeroRTT: [UInt8] = [0xD0] + Packets.u32(1) + [0, 0, 30] + [UInt8](repeating: 9, count: 30)
        let bench = QUICBench()
        bench.client(
            try sealer.initial(QUICSealer.crypto(100, hello.dropFirst(100)), filledTo: 400) + zeroRTT
                + sealer.initial(QUICSealer.crypto(0, hello.prefix(100)), number: 1, filledTo: 400) + [0, 0, 0])
        bench.server(try sealer.initial(answer, fromClient: false, filledTo: 0) + [0x40, 1, 2])
        #expect(!bench.dialogue.isDone)
        // Its end of the handshake, and protected data in the same datagram.
        bench.client([0xE0] + Packets.u32(1) + [0, 0, 30] + [UInt8](repeating: 9, count: 30) + [0x40, 1, 2])
        #expect(bench.handshakes.map(\.isEstablished) == [true])
        #expect(bench.names == ["a.example"] && bench.weirds.isEmpty)
    }

    @Test(
        "every version with known secrets is read",
        arguments: [
            1, 0x6B33_43CF, 0xFF00_001D, 0xFF00_0020, 0xFF00_0021, 0xFF00_0022, 0xFF00_001B, 0xFACE_B002, 0x5430_3531,
        ])
    func versions(number: Int) throws {
        let sealer = QUICSealer(version: QUICVersion(rawValue: UInt32(number)))
        let bench = QUICBench()
        let isGoogle = sealer.version.family == .protectedGoogle
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client(), isGoogle: isGoogle)))
        let answer = QUICSealer.crypto(0, QUICHellos.server(), isGoogle: isGoogle)
        bench.server(try sealer.initial([isGoogle ? 7 : 1] + answer, fromClient: false))
        bench.goOn()
        #expect(bench.handshakes.map(\.quic?.version) == [sealer.version] && bench.weirds.isEmpty)
    }

    @Test("after a Retry packet the client goes on with other keys")
    func retry() throws {
        let frames = QUICSealer.crypto(0, QUICHellos.client())
        let bench = QUICBench()
        bench.client(try sealer.initial(frames))
        bench.server(try sealer.retry(source: [5, 5, 5]))
        var second = sealer
        second.original = [5, 5, 5]
        bench.client(try second.initial(frames, token: [7, 7, 7], number: 1))
        bench.server(try second.initial(QUICSealer.crypto(0, QUICHellos.server()), fromClient: false))
        bench.goOn()
        #expect(bench.handshakes.count == 1 && bench.weirds.isEmpty && bench.names == ["a.example"])
    }

    @Test("a Retry packet of another connection is odd")
    func foreignRetry() throws {
        let bench = QUICBench()
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client())))
        bench.server(try QUICSealer(original: [9, 9, 9, 9, 9, 9, 9, 9]).retry(source: [5, 5, 5]))
        #expect(bench.weirds == ["quic_retry_integrity"])
    }

    @Test("after a negotiation of versions the client begins again")
    func negotiation() throws {
        let bench = QUICBench()
        let second = QUICSealer(version: .v2, original: [8, 7, 6, 5, 4, 3, 2, 1])
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client("a.example", filler: 10))))
        bench.server(QUICSealer.negotiation([0x6B33_43CF, 0x0A0A_0A0A], source: sealer.original))
        bench.client(try second.initial(QUICSealer.crypto(0, QUICHellos.client())))
        bench.server(try second.initial(QUICSealer.crypto(0, QUICHellos.server()), fromClient: false))
        bench.goOn()
        #expect(bench.handshakes.map(\.quic?.version) == [.v2] && bench.weirds.isEmpty)
    }

    @Test("a client that begins with a version nobody speaks is read once it speaks one")
    func greasedVersion() throws {
        let bench = QUICBench()
        let identifiers: [UInt8] = [8, 1, 1, 1, 1, 1, 1, 1, 1, 0]
        bench.client([0xC0] + Packets.u32(0x1A2A_3A4A) + identifiers + [UInt8](repeating: 3, count: 1_200))
        bench.server(QUICSealer.negotiation([1], source: [1, 1, 1, 1, 1, 1, 1, 1]))
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client())))
        #expect(bench.names == ["a.example"] && bench.weirds.isEmpty)
    }

    @Test("both sides may go on in another version with the same first identifier")
    func compatibleVersion() throws {
        let bench = QUICBench()
        let second = QUICSealer(version: .v2)
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client())))
        bench.server(try second.initial([2, 0, 0, 0, 0], fromClient: false))
        bench.client(try second.initial([1], destination: [1, 2, 3, 4], number: 1))
        bench.server(try second.initial(QUICSealer.crypto(0, QUICHellos.server()), fromClient: false, number: 1))
        bench.goOn()
        #expect(bench.handshakes.map(\.quic?.version) == [.v2] && bench.weirds.isEmpty)
    }

    @Test("a demand for a second hello is waited out")
    func helloRetryRequest() throws {
        let bench = QUICBench()
        let demand = QUICHellos.server(random: QUICHellos.retryRandom)
        let hello = QUICHellos.client()
        bench.client(try sealer.initial(QUICSealer.crypto(0, hello)))
        bench.server(try sealer.initial(QUICSealer.crypto(0, demand), fromClient: false))
        #expect(bench.handshakes.isEmpty)
        bench.client(try sealer.initial(QUICSealer.crypto(hello.count, hello), number: 1))
        let answer = QUICSealer.crypto(demand.count, QUICHellos.server())
        bench.server(try sealer.initial(answer, fromClient: false, number: 1))
        bench.goOn()
        #expect(bench.handshakes.map(\.isRetried) == [true])
        #expect(bench.handshakes.first?.serverHello?.isRetryRequest == false)
    }

    @Test("transport parameters tell the client's program and its versions")
    func parameters() throws {
        let parameters =
            QUICHellos.parameter(0x3129, Array("Chrome/1 Linux".utf8)) + QUICHellos.parameter(4, [0x40, 0])
            + QUICHellos.parameter(0x11, Packets.u32(1) + Packets.u32(0x6B33_43CF) + Packets.u32(1))
        let bench = QUICBench()
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client(parameters: parameters))))
        bench.finish()
        let quic = try #require(bench.handshakes.first?.quic)
        #expect(quic.userAgent == "Chrome/1 Linux" && quic.offeredVersions == [.v2, .v1])
    }

    @Test("the handshake is told although the server's answer was missed")
    func withoutServer() throws {
        let bench = QUICBench()
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client(protocols: ["doq"]))))
        bench.goOn()
        #expect(bench.handshakes.count == 1 && bench.handshakes.first?.serverHello == nil && bench.dialogue.isDone)
        #expect(bench.protocols == [.quic, .doq])
    }

    @Test("what nobody can read is given up after a while")
    func givingUp() throws {
        let bench = QUICBench()
        let half = QUICSealer.crypto(0, QUICHellos.client().prefix(50))
        for number in 0..<200 where !bench.dialogue.isDone { bench.client(try sealer.initial(half, number: number)) }
        #expect(bench.dialogue.isDone && bench.weirds == ["quic_incomplete_hello"] && bench.handshakes.isEmpty)
    }
}
