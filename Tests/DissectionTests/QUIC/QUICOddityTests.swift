import TestSupport
import Testing

@testable import Dissection

@Suite("Oddities of QUIC")
struct QUICOddityTests {
    private let sealer = QUICSealer()

    @Test("a packet sealed with other keys is told once")
    func undecryptable() throws {
        var packet = try sealer.initial(QUICSealer.crypto(0, QUICHellos.client()))
        packet[packet.count - 1] ^= 1
        let bench = QUICBench()
        bench.client(packet)
        bench.client(packet)
        #expect(bench.weirds == ["quic_undecryptable_initial"] && bench.protocols.isEmpty)
    }

    @Test(
        "frames that may not be there, or are not whole, are told",
        arguments: [[0x1D, 0, 0, 0], [8, 1, 2, 3], [6, 0, 0x7F, 0xFF], [6, 0, 0xC0, 0, 0, 0, 0, 0, 0xFF, 0xFF]])
    func badFrames(frames: [UInt8]) throws {
        let bench = QUICBench()
        bench.client(try sealer.initial([0, 0, 1] + frames))
        #expect(bench.weirds == ["quic_bad_frame"] && bench.protocols == [.quic])
    }

    @Test("pieces that contradict each other are told, and those beyond the limit")
    func crypto() throws {
        let hello = QUICHellos.client()
        let bench = QUICBench()
        bench.client(try sealer.initial(QUICSealer.crypto(0, [1, 0]) + QUICSealer.crypto(1, [9])))
        bench.client(try sealer.initial(QUICSealer.crypto(65_500, hello), number: 1))
        #expect(bench.weirds == ["quic_crypto_conflict", "quic_crypto_too_large"])
    }

    @Test(
        "a stream that begins with no hello is given up",
        arguments: [[2, 0, 0, 1, 0], [1, 0, 0, 2, 3, 3], [1, 1, 0, 0, 3]])
    func badHello(message: [UInt8]) throws {
        let bench = QUICBench()
        bench.client(try sealer.initial(QUICSealer.crypto(0, message)))
        #expect(bench.weirds == ["quic_bad_hello"] && bench.dialogue.isDone && bench.dialogue.bufferedByteCount == 0)
    }

    @Test(
        "versions that are not read are told, and those that are not known",
        arguments: [
            (0xFF00_0009, "quic_unread_version", [ApplicationProtocol.quic]),
            (0xFACE_B00E, "quic_unread_version", [.quic]), (0x5130_3433, "quic_unread_version", [.quic]),
            (0x1234_5678, "quic_unknown_version", []),
        ])
    func otherVersions(number: Int, weird: String, protocols: [ApplicationProtocol]) {
        let bench = QUICBench()
        bench.client([0xC0] + Packets.u32(UInt32(number)) + [UInt8](repeating: 0x50, count: 1_200))
        #expect(bench.weirds == [weird] && bench.protocols == protocols)
    }

    @Test("a length that reaches beyond the datagram is told")
    func badHeader() throws {
        let bench = QUICBench()
        bench.client(try sealer.initial([1]).dropLast(1))
        #expect(bench.weirds == ["quic_bad_header"])
    }

    @Test("a server that ends the connection at once ends the reading")
    func close() throws {
        let bench = QUICBench()
        bench.client(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client())))
        // No application protocol in common: alert 120.
        bench.server(try sealer.initial([0x1C, 0x41, 0x78, 6, 2, 0x68, 0x6F], fromClient: false))
        #expect(bench.handshakes.map(\.alert?.name) == ["no_application_protocol"])
        #expect(bench.handshakes.map(\.isEstablished) == [false])
        #expect(bench.dialogue.isDone && bench.weirds.isEmpty)
    }

    @Test("mutated datagrams of a whole handshake never trap", arguments: 0..<100)
    func mutations(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let good = [
            QUICVectors.clientInitialOfV1, QUICVectors.retryOfV1, QUICVectors.serverInitialOfV1,
            QUICSealer.negotiation([1], source: sealer.original), QUICVectors.clientInitialOfV2,
        ]
        let bench = QUICBench()
        for _ in 0..<20 {
            var datagram = try #require(good.randomElement(using: &generator))
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: 0..<min(60, datagram.count), using: &generator)
                datagram[place] = UInt8.random(in: 0...255, using: &generator)
            }
            bench.feed(datagram, from: Bool.random(using: &generator) ? .lower : .upper)
        }
        bench.finish()
        #expect(bench.handshakes.count <= 1 && bench.dialogue.isDone)
    }

    @Test("random frames in well sealed packets never trap", arguments: 0..<40)
    func sealedNoise(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let bench = QUICBench()
        for number in 0..<5 {
            var frames = generator.bytes(60)
            for index in stride(from: 0, to: 60, by: 10) { frames[index] = [0, 1, 2, 3, 6, 0x1C][index / 10] }
            bench.client(try sealer.initial(frames, number: number, filledTo: 0))
        }
        bench.finish()
        #expect(bench.dialogue.bufferedByteCount == 0)
    }
}
