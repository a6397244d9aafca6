import TestSupport
import Testing

@testable import Dissection

@Suite("QUIC packets and frames")
struct QUICPacketTests {
    @Test(
        "numbers of variable length are read",
        arguments: [
            // The examples of RFC 9000, appendix A.1.
            ("c2197c5eff14e88c", 151_288_809_941_952_652), ("9d7f3e7d", 494_878_333), ("7bbd", 15_293),
            ("25", 37), ("4025", 37), ("ffffffffffffffff", 1 << 62 - 1),
        ] as [(String, UInt64)])
    func numbers(digits: String, value: UInt64) throws {
        let bytes = Hex.bytes(digits)
        var offset = 0
        #expect(try bytes.span.readVariableLength(&offset) == value)
        #expect(offset == bytes.count)
        for length in 0..<bytes.count {
            var offset = 0
            #expect((try? bytes.span.extracting(0..<length).readVariableLength(&offset)) == nil)
        }
    }

    @Test("the parts of a long header are found")
    func header() throws {
        let packet = try QUICSealer().initial([1], token: [9, 9, 9]) + [0, 0]
        let header = try QUICPacketHeader(parsing: packet.span, at: 0)
        #expect(header.kind == .initial && header.version == .v1)
        #expect(packet[header.destinationID] == [0x83, 0x94, 0xC8, 0xF0, 0x3E, 0x51, 0x57, 0x08])
        #expect(packet[header.sourceID] == [1, 2, 3, 4] && packet[header.token] == [9, 9, 9])
        #expect(header.packet == 0..<packet.count - 2 && header.payload.upperBound == packet.count - 2)
    }

    @Test("connection identifiers may have up to 20 bytes", arguments: [0, 1, 20, 21, 255])
    func identifiers(length: Int) {
        let packet =
            [0xC0] + Packets.u32(1) + [UInt8(length)] + [UInt8](repeating: 7, count: length)
            + [0, 0, 20] + [UInt8](repeating: 0, count: 20)
        #expect(((try? QUICPacketHeader(parsing: packet.span, at: 0)) != nil) == (length <= 20))
        // A negotiation may mention those of versions to come.
        let negotiation =
            [0x80, 0, 0, 0, 0, UInt8(length)] + [UInt8](repeating: 7, count: length) + [0] + Packets.u32(1)
        #expect((try? QUICPacketHeader(parsing: negotiation.span, at: 0))?.kind == .versionNegotiation)
    }

    @Test("packet types go by the version")
    func kinds() throws {
        func kind(_ first: UInt8, _ version: QUICVersion) throws -> QUICPacketHeader.Kind {
            let packet = [first] + Packets.u32(version.rawValue) + [0, 0, 0, 0] + [UInt8](repeating: 0, count: 20)
            return try QUICPacketHeader(parsing: packet.span, at: 0).kind
        }
        let firsts: [UInt8] = [0xC0, 0xD0, 0xE0, 0xF0]
        #expect(try firsts.map { try kind($0, .v1) } == [.initial, .zeroRTT, .handshake, .retry])
        #expect(try firsts.map { try kind($0, .v2) } == [.retry, .initial, .zeroRTT, .handshake])
        #expect(try kind(0x80, .v1) == .initial)
        #expect(try kind(0xC0, QUICVersion(rawValue: 0x1234_5678)) == .unknown)
    }

    @Test(
        "versions are called as people call them",
        arguments: [
            (0x0000_0001, "1"), (0x6B33_43CF, "2"), (0xFF00_001D, "draft-29"), (0xFF00_0001, "draft-1"),
            (0x5130_3436, "Q046"), (0x5430_3531, "T051"), (0xFACE_B002, "mvfst-27"), (0x1A2A_3A4A, "0x1a2a3a4a"),
            (0x0000_0002, "0x00000002"),
        ])
    func versions(number: Int, name: String) {
        #expect(QUICVersion(rawValue: UInt32(number)).description == name)
    }

    @Test("all frames of an Initial packet are stepped over by their length")
    func frames() throws {
        let frames: [([UInt8], QUICFrame)] = [
            ([0, 0, 0], .filling), ([1], .filling),
            // Largest 10, delay 0, one further range, first range 2; gap 1, length 3.
            ([2, 10, 0, 1, 2, 1, 3], .acknowledgment),
            // The same with counts of congestion marks.
            ([3, 10, 0, 1, 2, 1, 3, 0x40, 5, 0, 1], .acknowledgment),
            ([6, 0x44, 0, 2, 0xAA, 0xBB], .crypto(offset: 1_024, bytes: 4..<6)),
            // TLS alert 40, in frame 6, with a reason of three bytes.
            ([0x1C, 0x41, 0x28, 6, 3, 0x66, 0x6F, 0x6F], .connectionClose(0x128)),
        ]
        for (bytes, expected) in frames {
            var offset = 0
            #expect(try QUICFrame(parsing: bytes.span, &offset) == expected)
            #expect(offset == bytes.count)
            guard bytes[0] != 0 else { continue }
            for length in 0..<bytes.count {
                var offset = 0
                #expect((try? QUICFrame(parsing: bytes.span.extracting(0..<length), &offset)) == nil)
            }
        }
    }

    @Test("no other frame may stand there", arguments: [4, 5, 7, 8, 0x10, 0x1B, 0x1D, 0x1E, 0x30])
    func otherFrames(type: Int) {
        let bytes: [UInt8] = [UInt8(type)] + [UInt8](repeating: 0, count: 30)
        var offset = 0
        #expect(throws: WireError(.unexpectedType, at: 0)) { try QUICFrame(parsing: bytes.span, &offset) }
    }

    @Test("an acknowledgment that claims more ranges than there is room for ends at once")
    func manyRanges() {
        let bytes: [UInt8] = [2, 0] + [0] + QUICSealer.number(1 << 40) + [0, 0, 0]
        var offset = 0
        #expect((try? QUICFrame(parsing: bytes.span, &offset)) == nil)
    }

    @Test("random bytes never trap", arguments: 0..<200)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var bytes = generator.bytes(200)
        var offset = 0
        while offset < bytes.count, (try? QUICFrame(parsing: bytes.span, &offset)) != nil {}
        bytes.replaceSubrange(0..<5, with: [bytes[0] | 0x80] + Packets.u32([1, 0, 0x6B33_43CF, 0xFF00_001D][seed % 4]))
        _ = try? QUICPacketHeader(parsing: bytes.span, at: 0)
        _ = GoogleQUICHello(searching: (Array("CHLO".utf8) + bytes).span)
        _ = QUICParameters(.v1, clientHello: bytes.span)
    }
}
