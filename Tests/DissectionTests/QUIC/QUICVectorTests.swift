import Testing

@testable import Dissection

@Suite("The sample packets of the RFCs for QUIC")
struct QUICVectorTests {
    private static let connections = [
        (QUICVersion.v1, QUICVectors.clientInitialOfV1, QUICVectors.serverInitialOfV1, QUICVectors.retryOfV1),
        (QUICVersion.v2, QUICVectors.clientInitialOfV2, QUICVectors.serverInitialOfV2, QUICVectors.retryOfV2),
    ]

    @Test("both sides' hellos are read", arguments: 0..<2)
    func hellos(index: Int) throws {
        let (version, client, server, _) = Self.connections[index]
        let bench = QUICBench()
        bench.client(client)
        #expect(bench.handshakes.isEmpty && bench.names == ["example.com"] && !bench.dialogue.isDone)
        bench.server(server)
        #expect(bench.handshakes.isEmpty)
        bench.goOn()
        let handshake = try #require(bench.handshakes.first)
        #expect(bench.handshakes.count == 1 && bench.dialogue.isDone && bench.dialogue.bufferedByteCount == 0)
        #expect(handshake.transport == .quic && handshake.isEstablished)
        #expect(handshake.serverHello?.cipherSuite.name == "TLS_AES_128_GCM_SHA256")
        #expect(handshake.quic?.version == version)
        #expect(handshake.clientHello?.serverName == "example.com")
        #expect(handshake.clientHello?.applicationProtocols == ["alpn"])
        #expect(handshake.clientHello?.versionName == "1.3")
        #expect(bench.openers == [.lower] && bench.protocols == [.quic] && bench.weirds.isEmpty)
    }

    @Test("the tag of a Retry packet is right for its connection and version alone", arguments: 0..<2)
    func retry(index: Int) throws {
        let (_, _, _, retry) = Self.connections[index]
        let packet = try QUICPacketHeader(parsing: retry.span, at: 0)
        #expect(packet.kind == .retry)
        #expect(QUICRetry.isAuthentic(retry.span, packet, original: QUICVectors.original) == true)
        #expect(QUICRetry.isAuthentic(retry.span, packet, original: [1, 2, 3, 4, 5, 6, 7, 8]) == false)
        var changed = retry
        changed[16] ^= 1
        #expect(QUICRetry.isAuthentic(changed.span, packet, original: QUICVectors.original) == false)
    }

    @Test("what the tests seal themselves is what the RFCs print", arguments: 0..<2)
    func sealer(index: Int) throws {
        let (version, client, server, retry) = Self.connections[index]
        let sealer = QUICSealer(version: version)
        for (packet, isFromClient) in [(client, true), (server, false)] {
            let header = try QUICPacketHeader(parsing: packet.span, at: 0)
            var keys = try #require(QUICInitialKeys(version, connectionID: QUICVectors.original))
            var frames: [UInt8] = []
            let protection = try #require(isFromClient ? keys.protectionOfClient() : keys.protectionOfServer())
            let count = try #require(protection.open(packet.span, header, into: &frames))
            let again = try sealer.initial(
                Array(frames.prefix(count)), fromClient: isFromClient,
                destination: Array(packet[header.destinationID]), source: Array(packet[header.sourceID]),
                number: isFromClient ? 2 : 1, filledTo: 0, numberByteCount: isFromClient ? 4 : 2)
            #expect(again == packet)
        }
        let own = try sealer.retry(
            source: Hex.bytes("f067a5502a4262b5"), destination: [], token: Array("token".utf8))
        // The lower bits of a Retry packet's first byte mean nothing, but the tag covers them.
        #expect(own.dropFirst().dropLast(16) == retry.dropFirst().dropLast(16))
    }

    @Test("every change of a byte of an Initial packet is noticed or lies in what is not read")
    func changes() {
        let packet = QUICVectors.clientInitialOfV1
        for index in packet.indices {
            var changed = packet
            changed[index] ^= 0x40
            let bench = QUICBench()
            bench.client(changed)
            bench.finish()
            // The fixed bit is authenticated too.
            #expect(bench.handshakes.isEmpty, "byte \(index)")
        }
    }

    @Test("every shorter prefix of an Initial packet tells no handshake, and does not trap")
    func prefixes() {
        let packet = QUICVectors.clientInitialOfV1
        for length in 0..<packet.count {
            let bench = QUICBench()
            bench.client(Array(packet.prefix(length)))
            bench.finish()
            #expect(bench.handshakes.isEmpty)
            _ = QUICDialogue.looksLikeQUIC(packet.span.extracting(0..<length), isUsualPort: true)
        }
    }
}
