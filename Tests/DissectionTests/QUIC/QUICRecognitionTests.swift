import TestSupport
import Testing

@testable import Dissection

@Suite("Recognising QUIC")
struct QUICRecognitionTests {
    private let sealer = QUICSealer()

    @Test("the first datagrams of a connection are recognised on any port")
    func first() throws {
        let sevens = [UInt8](repeating: 7, count: 8)
        let google = [0x0D] + sevens + Array("Q043".utf8) + [1] + [UInt8](repeating: 0, count: 30)
        let zeroRTT = [0xD0] + Packets.u32(1) + [8] + sevens + [0, 30] + [UInt8](repeating: 9, count: 30)
        let q046 = [0xC3] + Array("Q046".utf8) + [0x50] + [UInt8](repeating: 7, count: 40)
        for datagram in [
            QUICVectors.clientInitialOfV1, QUICVectors.clientInitialOfV2, zeroRTT, QUICVectors.retryOfV1,
            QUICSealer.negotiation([0x0A0A_0A0A, 0xFF00_001D], source: sealer.original),
        ] {
            #expect(looksLikeQUIC(datagram))
            #expect(looksLikeQUIC(datagram, isUsualPort: true))
        }
        for datagram in [google, q046] {
            #expect(!looksLikeQUIC(datagram))
            #expect(looksLikeQUIC(datagram, isUsualPort: true))
        }
    }

    @Test("a short Initial packet is believed on a usual port alone")
    func short() throws {
        let packet = try sealer.initial([1], filledTo: 30)
        #expect(!looksLikeQUIC(packet))
        #expect(looksLikeQUIC(packet, isUsualPort: true))
        let cut = QUICVectors.clientInitialOfV1.prefix(256)
        #expect(!looksLikeQUIC(Array(cut)))
        #expect(looksLikeQUIC(Array(cut), isUsualPort: true))
    }

    @Test("other protocols over UDP are not taken for QUIC")
    func others() {
        let datagrams: [[UInt8]] = [
            // A DNS answer with the recursion bits set, a DTLS record, a STUN request, RTP, an empty datagram.
            [0x80, 0, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 1_300),
            [0x16, 0xFE, 0xFD] + [UInt8](repeating: 0, count: 1_300),
            [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 1, count: 1_300),
            [0x80, 0x60] + [UInt8](repeating: 0x33, count: 1_300), [],
            QUICSealer.negotiation([0x1234_5678], source: [1]), QUICSealer.negotiation([], source: [1]),
        ]
        for datagram in datagrams { #expect(!looksLikeQUIC(datagram, isUsualPort: true)) }
    }

    @Test("no random datagram in a hundred thousand is taken for QUIC")
    func random() {
        var generator = SeededGenerator(seed: 5)
        var noise = generator.bytes(1_250)
        var count = 0
        for _ in 0..<100_000 {
            for index in 0..<16 { noise[index] = UInt8(truncatingIfNeeded: generator.next()) }
            noise[0] |= 0x80
            if looksLikeQUIC(noise, isUsualPort: true) { count += 1 }
        }
        #expect(count == 0)
    }

    @Test("a version that happens to be right is not enough", arguments: [UInt32(1), 0x6B33_43CF])
    func versionAlone(version: UInt32) {
        var generator = SeededGenerator(seed: 6)
        var count = 0
        for _ in 0..<10_000 {
            var noise = generator.bytes(40)
            noise.replaceSubrange(0..<5, with: [noise[0] | 0x80] + Packets.u32(version))
            if looksLikeQUIC(noise) { count += 1 }
        }
        // Both identifiers must have at most 20 bytes, and what follows must fit.
        #expect(count < 60)
    }

    @Test("names in the clear hellos of Google's versions are read", arguments: ["Q043", "Q046"])
    func google(version: String) {
        let values = [
            ("SNI\u{0}", "Telemetry.Example.com"), ("UAID", "Chrome/60 Linux"), ("VER\u{0}", version),
        ]
        var (table, body): ([UInt8], [UInt8]) = ([], [])
        for (tag, value) in values {
            body += Array(value.utf8)
            table += Array(tag.utf8) + Packets.u32(UInt32(body.count).byteSwapped)
        }
        let hello = Array("CHLO".utf8) + [UInt8(values.count), 0, 0, 0] + table + body
        let header: [UInt8] =
            version == "Q043"
            ? [0x0D] + [UInt8](repeating: 7, count: 8) + Array(version.utf8) + [1]
            : [0xC3] + Array(version.utf8) + [0x50] + [UInt8](repeating: 7, count: 8) + [0, 0, 0, 1]
        let datagram = header + [UInt8](repeating: 0x11, count: 12) + [0xA0, 1, 0, 4] + hello
        #expect(looksLikeQUIC(datagram, isUsualPort: true))
        let bench = QUICBench()
        bench.client(datagram)
        #expect(bench.names == ["telemetry.example.com"] && bench.openers == [.lower] && bench.protocols == [.quic])
        #expect(GoogleQUICHello(searching: datagram.span)?.userAgent == "Chrome/60 Linux")
        for length in 0..<datagram.count {
            let bench = QUICBench()
            bench.client(Array(datagram.prefix(length)))
        }
    }
}
