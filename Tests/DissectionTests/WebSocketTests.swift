import Dissection
import Observation
import TestSupport
import Testing

extension Bench {
    var webSocketMessages: [WebSocketMessage] {
        messages.compactMap { message in
            guard case .webSocket(let content) = message.content else { return nil }
            return content
        }
    }

    /// What was said, in short: `> text hello`.
    var webSocketLines: [String] {
        webSocketMessages.map { message in
            let text = String(decoding: message.bytes, as: UTF8.self)
            return "\(message.isFromClient ? ">" : "<") \(message.kind.name) \(text)\(message.isTruncated ? " …" : "")"
        }
    }
}

@Suite("WebSockets")
struct WebSocketTests {
    /// A frame; the client's are masked.
    static func frame(
        _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, bits: UInt8 = 0, mask: [UInt8]? = nil
    ) -> [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | bits << 4 | opcode]
        let flag: UInt8 = mask == nil ? 0 : 0x80
        switch payload.count {
        case ..<126: bytes.append(flag | UInt8(payload.count))
        case ..<65_536: bytes += [flag | 126] + Packets.u16(payload.count)
        default: bytes += [flag | 127] + Packets.u32(0) + Packets.u32(UInt32(payload.count))
        }
        guard let mask else { return bytes + payload }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    static func sent(_ opcode: UInt8, _ text: String, isFinal: Bool = true) -> [UInt8] {
        frame(opcode, Array(text.utf8), isFinal: isFinal, mask: [0x37, 0xFA, 0x21, 0x3D])
    }

    static func received(_ opcode: UInt8, _ text: String, isFinal: Bool = true) -> [UInt8] {
        frame(opcode, Array(text.utf8), isFinal: isFinal)
    }

    static func talk(
        _ turns: [Turn], key: String = "dGhlIHNhbXBsZSBub25jZQ==", extensions: String? = nil, segments: Int = 1_400,
        limits: DissectionLimits = DissectionLimits()
    ) -> Bench {
        let request =
            "GET /queue/join HTTP/1.1\r\nHost: ui.example:7860\r\nOrigin: https://evil.example\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n"
            + "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: 13\r\n\r\n"
        let answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: chat.v1\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            + (extensions.map { "Sec-WebSocket-Extensions: \($0)\r\n" } ?? "") + "\r\n"
        return converse([.client(request), .server(answer)] + turns, segments: segments, limits: limits)
    }

    @Test("messages of both sides are told, fragments joined around control frames", arguments: [1, 2, 3, 1_400])
    func messages(size: Int) throws {
        let bench = Self.talk(
            [
                .clientBytes(Self.sent(1, "my prompt")),
                .serverBytes(
                    Self.received(1, "an ", isFinal: false) + Self.received(9, "0123456789")
                        + Self.received(0, "ans", isFinal: false) + Self.received(0, "wer")),
                .clientBytes(Self.sent(10, "0123456789") + Self.sent(9, "")),
                .serverBytes(Self.frame(2, [1, 2, 3]) + Self.frame(8, [0x03, 0xE9] + Array("bye".utf8))),
                .clientBytes(Self.frame(8, [], mask: [0, 0, 0, 0])),
            ], segments: size)
        #expect(
            bench.webSocketLines == [
                "> text my prompt", "< ping 0123456789", "< text an answer", "> pong 0123456789",
                "< binary \u{1}\u{2}\u{3}",
                "< close bye", "> close ",
            ])
        let message = try #require(bench.webSocketMessages.first)
        #expect(message.handshake.target == "/queue/join")
        #expect(message.subprotocol == "chat.v1")
        #expect(message.byteCount == 9 && !message.isCompressed)
        #expect(bench.webSocketMessages.compactMap(\.closeCode) == [1_001])
        #expect(bench.lines == ["GET /queue/join 101"])
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("a message is an event with the URL of its connection, and its words are content")
    func event() throws {
        let bench = Self.talk([.clientBytes(Self.sent(1, "my prompt"))])
        let event = try #require(bench.events.first { $0.category == .webSocketMessage })
        #expect(event.string(.urlFull) == "http://ui.example:7860/queue/join")
        #expect(event.string(.webSocketSender) == "client")
        #expect(event.string(.webSocketOpcode) == "text")
        #expect(event.string(.webSocketContent) == "my prompt")
        #expect(event.string(.webSocketSubprotocol) == "chat.v1")
        #expect(event.string(.httpOrigin) == "https://evil.example")
        #expect(Field.webSocketContent.sensitivity == .content)
        #expect(event.string(.sourceIP) == "192.0.2.10")
    }

    @Test("the examples of RFC 7692 decompress, with and without what came before", arguments: [1, 1_400])
    func compression(size: Int) {
        let hello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
        let again: [UInt8] = [0xF2, 0x00, 0x11, 0x00, 0x00]
        let final: [UInt8] = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]
        let stored: [UInt8] = [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]
        let turns: [Turn] = [
            .clientBytes(Self.frame(1, hello, bits: 4, mask: [1, 2, 3, 4])),
            .serverBytes(
                Self.frame(1, Array(hello[..<3]), isFinal: false, bits: 4) + Self.frame(0, Array(hello[3...]))
                    + Self.frame(1, again, bits: 4) + Self.frame(1, stored, bits: 4) + Self.received(1, "plain")),
            .clientBytes(
                Self.frame(1, final, bits: 4, mask: [1, 2, 3, 4]) + Self.frame(1, hello, bits: 4, mask: [1, 2, 3, 4])),
        ]
        let bench = Self.talk(turns, extensions: "permessage-deflate; client_no_context_takeover", segments: size)
        #expect(
            bench.webSocketLines == [
                "> text Hello", "< text Hello", "< text Hello", "< text Hello", "< text plain", "> text Hello",
                "> text Hello",
            ])
        #expect(bench.webSocketMessages.map(\.isCompressed) == [true, true, true, true, false, true, true])
        #expect(bench.webSocketMessages.map(\.byteCount) == [7, 7, 5, 11, 5, 8, 7])
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("what was compressed without that being agreed on stays as it is, and is odd")
    func notAgreed() {
        let bench = Self.talk([.serverBytes(Self.frame(2, [0xF2, 0x48], bits: 4))])
        #expect(bench.webSocketMessages.map(\.bytes) == [[0xF2, 0x48]])
        #expect(bench.weirdNames == ["websocket_reserved_bits"])
    }

    @Test(
        "a bomb is stopped, broken compression is told, and the next message is read where it can be",
        .enabled(if: CodingOracle.isThere))
    func badCompression() throws {
        let bomb = try #require(CodingOracle.encoded("zeros:30000000", ["raw"]))
        let hello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
        let bench = Self.talk(
            [
                .serverBytes(
                    Self.frame(2, bomb, bits: 4) + Self.frame(1, [0xFF, 0xFF], bits: 4) + Self.frame(1, hello, bits: 4))
            ],
            extensions: "permessage-deflate; server_no_context_takeover")
        #expect(bench.weirdNames == ["decompression_bomb", "websocket_inflate_failed"])
        #expect(bench.webSocketMessages.map(\.isTruncated) == [true, true, false])
        #expect(bench.webSocketMessages[0].bytes.count == 65_536)
        #expect(bench.webSocketLines.last == "< text Hello")
    }

    @Test("long messages are kept up to the limit and counted whole", arguments: [125, 126, 65_535, 65_536, 70_000])
    func lengths(count: Int) {
        var limits = DissectionLimits()
        limits.bodyBytes = 66_000
        let text = String(repeating: "x", count: count)
        let bench = Self.talk([.clientBytes(Self.sent(1, text) + Self.sent(1, "next"))], limits: limits)
        #expect(bench.webSocketMessages.map(\.byteCount) == [Int64(count), 4])
        #expect(bench.webSocketMessages[0].bytes.count == min(count, 66_000))
        #expect(bench.webSocketMessages.map(\.isTruncated) == [count > 66_000, false])
        #expect(bench.webSocketLines.last == "> text next")
    }

    @Test(
        "what the RFC forbids is named",
        arguments: [
            (Turn.clientBytes(Self.received(1, "bare")), "websocket_unmasked_client_frame"),
            (.serverBytes(Self.sent(1, "mixed")), "websocket_masked_server_frame"),
            (.serverBytes([0x83, 0x00]), "websocket_bad_opcode"),
            (.serverBytes([0x82, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0]), "websocket_bad_length"),
            (.serverBytes([0x09, 0x00]), "websocket_bad_control_frame"),
            (.serverBytes([0x89, 0x7E, 0x00, 0x7E]), "websocket_bad_control_frame"),
            (.serverBytes(Self.received(0, "lost")), "websocket_bad_fragment"),
            (.serverBytes(Self.received(1, "a", isFinal: false) + Self.received(1, "b")), "websocket_bad_fragment"),
            (.serverBytes(Self.frame(1, [0xFF, 0xFE])), "websocket_bad_text"),
            (.serverBytes(Self.frame(8, [0x03])), "websocket_bad_close"),
        ])
    func forbidden(turn: Turn, name: String) {
        #expect(Self.talk([turn]).weirdNames == [name])
    }

    @Test("a hole inside a message is stepped over, one that swallows a header ends the reading")
    func holes() {
        let bench = Bench()
        let connection = Connection(bench)
        connection.send("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
        connection.server(
            [.ack], Array("HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n".utf8) + Array(Self.received(1, "abcdef")[..<4])
        )
        connection.loseServer(2)
        connection.server([.ack], Array("ef".utf8) + Self.received(1, "next"))
        connection.send(Self.sent(1, "still here"))
        connection.loseServer(3)
        connection.server([.ack], Self.received(1, "never"))
        connection.send(Self.sent(1, "and here"))
        bench.finish()
        #expect(bench.webSocketLines == ["> text still here", "< text abef …", "< text next", "> text and here"])
    }

    @Test("every shorter prefix tells what is whole, and a begun message as cut off")
    func prefixes() {
        let bytes = Self.received(1, "one") + Self.received(1, "two", isFinal: false) + Self.received(0, "three")
        for length in 0...bytes.count {
            let lines = Self.talk([.serverBytes(Array(bytes[..<length]))]).webSocketLines
            #expect(lines.count <= 2)
            if length == bytes.count { #expect(lines == ["< text one", "< text twothree"]) }
            if length > 5, length < bytes.count { #expect(lines.first == "< text one") }
        }
    }

    @Test("an acceptance that does not belong to the key is odd, and the messages are read all the same")
    func badAcceptance() {
        let bench = Self.talk([.serverBytes(Self.received(1, "hello"))], key: "AAAAAAAAAAAAAAAAAAAAAA==")
        #expect(bench.weirdNames == ["websocket_bad_accept"])
        #expect(bench.webSocketLines == ["< text hello"])
    }

    @Test("random bytes never trap", arguments: 0..<20)
    func anyBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let bench = Self.talk(
                [.serverBytes(generator.bytes(300)), .clientBytes(generator.bytes(300))],
                extensions: seed.isMultiple(of: 2) ? "permessage-deflate" : nil, segments: 50)
            #expect(bench.lines == ["GET /queue/join 101"])
        }
    }
}
