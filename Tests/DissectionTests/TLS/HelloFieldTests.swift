import Observation
import TestSupport
import Testing

@testable import Dissection

/// Hellos put together field by field.
enum Hellos {
    static func list(_ bytes: [UInt8]) -> [UInt8] { Packets.u16(bytes.count) + bytes }

    static func numbers(_ values: [UInt16]) -> [UInt8] { values.flatMap { Packets.u16(Int($0)) } }

    static func item(_ type: Int, _ body: [UInt8]) -> [UInt8] { Packets.u16(type) + list(body) }

    /// The body of a ClientHello.
    static func client(
        version: UInt16 = 0x0303, session: [UInt8] = [], suites: [UInt16] = [0x1301], extensions: [[UInt8]] = []
    ) -> [UInt8] {
        Packets.u16(Int(version)) + Array(0..<32) + [UInt8(session.count)] + session + list(numbers(suites)) + [1, 0]
            + list(extensions.flatMap { $0 })
    }

    /// The body of a ServerHello.
    static func server(
        version: UInt16 = 0x0303, random: [UInt8] = Array(32..<64), session: [UInt8] = [], suite: UInt16 = 0x1301,
        extensions: [[UInt8]] = []
    ) -> [UInt8] {
        Packets.u16(Int(version)) + random + [UInt8(session.count)] + session + numbers([suite]) + [0]
            + list(extensions.flatMap { $0 })
    }

    static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { [type, 0] + list(body) }

    static func record(_ body: [UInt8], type: UInt8 = 22) -> [UInt8] { [type, 3, 3] + list(body) }
}

@Suite("What TLS hellos tell")
struct HelloFieldTests {
    private static func parse(_ body: [UInt8], over transport: TLSTransport = .tls) throws -> ClientHello {
        try ClientHello(parsing: body.span, over: transport)
    }

    @Test("key shares are named, post-quantum ones too, and reserved numbers left out")
    func keyShares() throws {
        let shares: [(UInt16, Int)] = [(0x3A3A, 1), (0x11EC, 1_216), (29, 32), (0x6399, 4), (0x11EB, 3), (0x7777, 1)]
        let list = shares.flatMap { Hellos.numbers([$0.0]) + Hellos.list([UInt8](repeating: 1, count: $0.1)) }
        let hello = try Self.parse(
            Hellos.client(extensions: [
                Hellos.item(51, Hellos.list(list)),
                Hellos.item(10, Hellos.list(Hellos.numbers([0x0A0A, 0x11EC, 23]))),
            ]))
        #expect(
            hello.keyShareGroups.map(\.name) == [
                "X25519MLKEM768", "x25519", "X25519Kyber768Draft00", "SecP256r1MLKEM768", "7777",
            ])
        #expect(hello.keyShareGroups.map(\.isPostQuantum) == [true, false, true, true, false])
        #expect(hello.supportedGroups.map(\.name) == ["X25519MLKEM768", "secp256r1"])
        #expect(hello.hasGREASE)
    }

    @Test("an encrypted hello is told, and which kind it is")
    func encryptedHello() throws {
        let cases: [([UInt8], ClientHello.EncryptedHello?)] = [
            (Hellos.item(0xFE0D, [0, 0, 1, 0, 1, 7, 0, 0, 0, 0]), .offered), (Hellos.item(0xFE0D, [1]), .inner),
            (Hellos.item(0xFFCE, [0]), .serverNameOnly), (Hellos.item(0xFE0D, []), nil), ([], nil),
        ]
        for (item, expected) in cases {
            #expect(try Self.parse(Hellos.client(extensions: [item])).encryptedHello == expected)
        }
    }

    @Test("early data, pre-shared keys, tickets and cookies are told")
    func flags() throws {
        let none = try Self.parse(Hellos.client())
        #expect(!none.offersEarlyData && !none.offersPreSharedKey && !none.hasSessionTicket && !none.hasCookie)
        let all = try Self.parse(
            Hellos.client(extensions: [
                Hellos.item(42, []), Hellos.item(35, [1]), Hellos.item(44, [0, 0]), Hellos.item(41, []),
            ]))
        #expect(all.offersEarlyData && all.offersPreSharedKey && all.hasSessionTicket && all.hasCookie)
        #expect(try !Self.parse(Hellos.client(extensions: [Hellos.item(35, [])])).hasSessionTicket)
    }

    @Test("of several versions the highest counts, and those of DTLS count downwards")
    func versions() throws {
        func name(_ versions: [UInt16], over transport: TLSTransport = .tls) throws -> String {
            var body = Hellos.client(extensions: [
                Hellos.item(43, [UInt8(versions.count * 2)] + Hellos.numbers(versions))
            ])
            if transport == .dtls { body.insert(0, at: 35) }
            return try Self.parse(body, over: transport).versionName
        }
        #expect(try name([0x0303, 0x0304, 0x0302]) == "1.3")
        #expect(try name([0xFAFA, 0x0303]) == "1.2")
        #expect(try name([0x0303, 0x7F17]) == "1.3-draft23")
        #expect(try name([0xFEFD, 0xFEFC], over: .dtls) == "1.3")
        #expect(try name([0xFEFF, 0xFEFD], over: .dtls) == "1.2")
        #expect(try Self.parse(Hellos.client(version: 0x0300)).versionName == "ssl3.0")
    }

    @Test("a server's choice is read")
    func server() throws {
        let body = Hellos.server(
            suite: 0xC02F,
            extensions: [
                Hellos.item(43, [3, 4]), Hellos.item(51, [0x11, 0xEC] + Hellos.list([1, 2])),
                Hellos.item(16, Hellos.list([2] + Array("h2".utf8))), Hellos.item(41, [0, 0]),
            ])
        let hello = try ServerHello(parsing: body.span)
        #expect(hello.version == .tls13)
        #expect(hello.cipherSuite.name == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        #expect(hello.keyShareGroup?.name == "X25519MLKEM768")
        #expect(hello.applicationProtocol == "h2")
        #expect(hello.usesPreSharedKey && !hello.isRetryRequest && !hello.isCompressed)
        for length in 0..<body.count {
            let part = try? ServerHello(parsing: body.span.extracting(first: length))
            #expect(part == nil || length == 38)
        }
    }

    @Test("a hello in the format of SSL 2.0 is read, in segments of any size", arguments: [1, 4, 1_000])
    func oldFormat(size: Int) throws {
        let kinds: [UInt8] = [0, 0, 0x35, 1, 0, 0x80, 0, 0, 0x2F]
        let body = [1, 3, 1] + Packets.u16(kinds.count) + [0, 0, 0, 16] + kinds + Array(0..<16)
        let bytes = [0x80, UInt8(body.count)] + body
        let bench = Bench()
        let connection = Connection(bench, ports: (40_000, 443))
        for start in stride(from: 0, to: bytes.count, by: size) {
            connection.send(Array(bytes[start..<min(bytes.count, start + size)]))
        }
        connection.server(
            [.ack], Hellos.record(Hellos.message(2, Hellos.server(version: 0x0301, suite: 0x0035))))
        bench.finish()
        #expect(bench.hellos.map(\.cipherSuites) == [[0x0035, 0x002F]])
        #expect(bench.hellos.map(\.versionName) == ["1.0"])
        #expect(bench.handshakes.first?.serverHello?.cipherSuite.name == "TLS_RSA_WITH_AES_256_CBC_SHA")
        for length in 0..<bytes.count {
            let hello = try? ClientHello(parsingSSL2: bytes.span.extracting(first: length))
            #expect(hello == nil)
        }
    }

    @Test("a fatal alert ends the handshake, and is told with it")
    func alert() throws {
        let bench = Bench()
        let connection = Connection(bench, ports: (40_000, 443))
        connection.send(Hellos.record(Hellos.message(1, Hellos.client())))
        connection.server([.ack], Hellos.record([2, 40], type: 21))
        #expect(bench.handshakes.map(\.alert?.name) == ["handshake_failure"])
        #expect(bench.handshakes.map(\.isEstablished) == [false])
        var network = NetworkEvents()
        var events: [Event] = []
        for output in bench.outputs { network.describe(output, into: &events) }
        events.removeAll { $0.category != .tlsHandshake }
        #expect(events.map { $0.string(.tlsAlert) } == ["handshake_failure"])
        #expect(events.map { $0.string(.tlsEncryptedHello) } == ["none"])
        bench.finish()
        #expect(bench.handshakes.count == 1)
    }

    @Test("a heartbeat that asks for more than it sends is odd, one that does not is not")
    func heartbeat() {
        for (body, isOdd) in [
            ([1, 0, 3, 65, 66, 67] + [UInt8](repeating: 0, count: 16), false), ([1, 0x40, 0], true),
        ] {
            let bench = TLSBench(nil)
            bench.feed(Hellos.record(Hellos.message(1, Hellos.client())), from: .lower)
            bench.feed(Hellos.record(body, type: 24), from: .lower)
            #expect(bench.weirds == (isOdd ? ["tls_heartbleed"] : []))
        }
    }

    @Test("messages may share a record and be spread over records")
    func sharing() throws {
        let flight =
            Hellos.message(2, Hellos.server(version: 0x0303, session: [9], suite: 0xC02F)) + Hellos.message(14, [])
        for size in [1, 10, 1_000] {
            let bench = TLSBench(nil)
            bench.feed(Hellos.record(Hellos.message(1, Hellos.client(session: [9]))), from: .lower)
            for start in stride(from: 0, to: flight.count, by: size) {
                bench.feed(Hellos.record(Array(flight[start..<min(flight.count, start + size)])), from: .upper)
            }
            bench.feed(Hellos.record([1], type: 20) + Hellos.record([1, 2, 3]), from: .upper)
            bench.feed(Hellos.record([1], type: 20) + Hellos.record([1, 2, 3]), from: .lower)
            #expect(bench.handshakes.map(\.isEstablished) == [true])
            #expect(bench.handshakes.map(\.isResumed) == [true])
            #expect(bench.handshakes.map(\.serverHello?.cipherSuite.rawValue) == [0xC02F])
            #expect(bench.weirds == [])
        }
    }

    @Test("bytes that are no records end the reading, and what was read is told")
    func noRecords() {
        let bench = TLSBench(nil)
        bench.feed(Hellos.record(Hellos.message(1, Hellos.client())), from: .lower)
        bench.feed(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), from: .upper)
        #expect(bench.weirds == ["tls_malformed_record"])
        #expect(bench.handshakes.count == 1)
        #expect(bench.dialogue.isDone(with: .lower) && bench.dialogue.isDone(with: .upper))
    }
}
