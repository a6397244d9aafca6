/// Inputs to begin with for what captures rarely hold.
enum OwnSeeds {
    static let all: [(target: FuzzTarget, input: [UInt8])] =
        [
            (.keylog, keyLog), (.sqlite, DatabaseFuzzing.seed), (.http2, http2), (.http1, upgrade), (.http1, call),
            (.http1, eventStream),
            (.decrypted, part(3, handshakeMessages) + http2), (.decrypted, part(3, handshakeMessages) + call),
            (.decrypted, call + part(3, keyUpdate) + eventStream), (.tls, tls([0, 0x2F])), (.tls, tls([0xC0, 0x2F])),
        ] + ContentFuzzing.seeds.map { (.content, $0) }

    private static let random = String(repeating: "5a", count: 32)
    private static let secret = String(repeating: "c3", count: 48)

    /// A line of each kind.
    private static let keyLog = Array(
        """
        # a comment
        CLIENT_RANDOM \(random) \(secret)
        CLIENT_EARLY_TRAFFIC_SECRET \(random) \(random)
        CLIENT_HANDSHAKE_TRAFFIC_SECRET \(random) \(random)
        SERVER_HANDSHAKE_TRAFFIC_SECRET \(random) \(secret)
        CLIENT_TRAFFIC_SECRET_0 \(random) \(random)
        SERVER_TRAFFIC_SECRET_0 \(random) \(random)
        EXPORTER_SECRET \(random) \(random)
        RSA 0123456789abcdef \(secret)

        """.utf8)

    /// A request and its answer with header compression, bodies, padding, and a ping.
    private static let http2: [UInt8] = {
        let fields: [UInt8] = [
            // :method POST, :scheme https, :path and :authority in literals.
            0x83, 0x87, 0x44, 9, 0x2F, 0x61, 0x70, 0x69, 0x2F, 0x63, 0x68, 0x61, 0x74, 0x41, 4, 0x61, 0x2E, 0x64, 0x65,
        ]
        let body = Array(#"{"model":"m","messages":[]}"#.utf8)
        let request =
            Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, 0, 0, [0, 3, 0, 0, 0, 100])
            + frame(1, 4, 1, fields) + frame(0, 9, 1, [2] + body + [0, 0]) + frame(6, 0, 0, Array(0..<8))
        let grpc: [UInt8] = [0, 0, 0, 0, 3, 10, 1, 0x61]
        let answer =
            frame(4, 0, 0, []) + frame(4, 1, 0, []) + frame(1, 0, 1, [0x88]) + frame(9, 4, 1, [0x5F, 2, 0x61, 0x62])
            + frame(0, 0, 1, grpc) + frame(1, 5, 1, [0x40, 1, 0x61, 1, 0x62]) + frame(3, 0, 3, [0, 0, 0, 8])
            + frame(7, 0, 0, [0, 0, 0, 1, 0, 0, 0, 0])
        return part(0, request) + part(1, answer)
    }()

    /// Encrypted extensions with HTTP/2 among them, and an end.
    private static let handshakeMessages: [UInt8] =
        [8, 0, 0, 11, 0, 9, 0, 16, 0, 5, 0, 3, 2, 0x68, 0x32, 20, 0, 0, 32] + [UInt8](repeating: 7, count: 32)

    private static let keyUpdate: [UInt8] = [24, 0, 0, 1, 1]

    /// A connection of TLS 1.2 with records that nobody sealed.
    private static func tls(_ suite: [UInt8]) -> [UInt8] {
        let noise = (0..<96).map { UInt8($0) }
        return part(0, OwnSecrets.clientHello) + part(1, OwnSecrets.olderServerHello(suite))
            + part(0, [20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 80] + noise[..<80] + [23, 3, 3, 0, 96] + noise)
    }

    private static let upgrade =
        part(
            0,
            "GET /v1/realtime HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
        + part(
            1,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
        + part(1, [0x81, 5, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0xC1, 7, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 7, 0])
        + part(0, [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])

    private static let call =
        part(
            0,
            "POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1:11434\r\nContent-Length: 64\r\n\r\n"
                + #"{"model":"m","stream":true,"messages":[{"role":"user","content""# + ":")
        + part(
            1,
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "23\r\n" + #"{"message":{"content":"a"},"done":f"# + "\r\n0\r\n\r\n")

    private static let eventStream =
        part(0, "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n\r\n" + #"{"model":"m"}"#)
        + part(
            1,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                + #"data: {"choices":[{"delta":{"content":"a"}}]}"# + "\n\ndata: [DONE]\n\n")

    private static func part(_ meaning: UInt8, _ text: String) -> [UInt8] { part(meaning, Array(text.utf8)) }

    private static func part(_ meaning: UInt8, _ bytes: [UInt8]) -> [UInt8] { FuzzPieces.mark + [meaning] + bytes }

    private static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(payload.count), type, flags, 0, 0, 0, stream] + payload
    }
}
