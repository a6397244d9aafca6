import Dissection
import Observation
import TestSupport
import Testing

@Suite("TLS client hellos")
struct TLSTests {
    private static func numbers(_ values: [UInt16]) -> [UInt8] { values.flatMap { Packets.u16(Int($0)) } }

    private static func list(_ bytes: [UInt8]) -> [UInt8] { Packets.u16(bytes.count) + bytes }

    private static func item(_ type: Int, _ body: [UInt8]) -> [UInt8] { Packets.u16(type) + list(body) }

    static func handshake(
        serverName: String?, suites: [UInt16] = [0x1301, 0xC02B], extensions: [[UInt8]] = [], version: UInt16 = 0x0303
    ) -> [UInt8] {
        let name = serverName.map { item(0, list([0] + list(Array($0.utf8)))) } ?? []
        let body =
            Packets.u16(Int(version)) + [UInt8](repeating: 0x55, count: 32) + [0] + list(numbers(suites)) + [1, 0]
            + list(name + extensions.flatMap { $0 })
        return [1, 0] + Packets.u16(body.count) + body
    }

    /// A hello in records of so many bytes.
    static func hello(serverName: String?, extensions: [[UInt8]] = [], recordSize: Int = 16_384) -> [UInt8] {
        let message = handshake(serverName: serverName, extensions: extensions)
        return stride(from: 0, to: message.count, by: recordSize).flatMap { start in
            [0x16, 3, 1] + list(Array(message[start..<min(message.count, start + recordSize)]))
        }
    }

    private static let alpn = item(16, list([2] + Array("h2".utf8) + [8] + Array("http/1.1".utf8)))
    private static let versions = item(43, [6] + numbers([0x3A3A, 0x0304, 0x0303]))

    @Test("server name, protocols and version are read", arguments: [443, 80, 11434])
    func fields(port: Int) {
        let bench = Bench()
        let connection = Connection(bench, ports: (40_000, port))
        connection.send(Self.hello(serverName: "Telemetry.Example.com", extensions: [Self.alpn, Self.versions]))
        bench.finish()
        #expect(bench.hellos.map(\.serverName) == ["telemetry.example.com"])
        #expect(bench.hellos.map(\.applicationProtocols) == [["h2", "http/1.1"]])
        #expect(bench.hellos.map(\.versionName) == ["1.3"])
        #expect(bench.summaries.first?.applicationProtocol == .tls)
        #expect(bench.summaries.first?.serverName?.source == .sni)
        #expect(bench.dissector.statistics.flowsOpaque == 1)
    }

    @Test(
        "a hello may be spread over any records and segments",
        arguments: [(1, 1), (1, 1_000), (5, 3), (40, 17), (16_384, 1)])
    func spread(recordSize: Int, segmentSize: Int) {
        let bench = Bench()
        let connection = Connection(bench)
        let bytes = Self.hello(serverName: "a.example", extensions: [Self.alpn], recordSize: recordSize)
        for start in stride(from: 0, to: bytes.count, by: segmentSize) {
            connection.send(Array(bytes[start..<min(bytes.count, start + segmentSize)]))
        }
        bench.finish()
        #expect(bench.hellos.map(\.serverName) == ["a.example"])
    }

    @Test("every shorter prefix of a hello is truncated, or lacks what comes later")
    func prefixes() throws {
        let body = Array(Self.handshake(serverName: "a.example", extensions: [Self.alpn]).dropFirst(4))
        for length in 0..<body.count {
            let hello = try? ClientHello(parsing: body.span.extracting(0..<length))
            #expect(hello?.serverName == nil)
        }
        let parsed = try ClientHello(parsing: body.span)
        #expect(parsed.serverName == "a.example")
    }

    @Test("random bytes behind a believable beginning never trap", arguments: 0..<200)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var body = Array(Self.handshake(serverName: "a.example", extensions: [Self.alpn, Self.versions]).dropFirst(4))
        for _ in 0..<8 {
            body[Int.random(in: 34..<body.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        _ = (try? ClientHello(parsing: body.span))?.ja4
        let noise = generator.bytes(300)
        _ = (try? ClientHello(parsing: noise.span))?.ja4
    }

    @Test("the fingerprint equals the one published for the same hello")
    func ja4() throws {
        // The suites, extensions and algorithms of the example in the published description, GREASE added.
        let suites: [UInt16] = [
            0x0A0A, 0x002F, 0x0035, 0x009C, 0x009D, 0x1301, 0x1302, 0x1303, 0xC013, 0xC014, 0xC02B, 0xC02C, 0xC02F,
            0xC030,
            0xCCA8, 0xCCA9,
        ]
        let algorithms: [UInt16] = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]
        let plain = [
            0x0005, 0x000A, 0x000B, 0x0012, 0x0015, 0x0017, 0x001B, 0x0023, 0x002D, 0x0033, 0x4469, 0xFF01, 0x1A1A,
        ]
        let extensions =
            plain.map { Self.item($0, []) } + [
                Self.item(13, Self.list(Self.numbers(algorithms))), Self.alpn, Self.versions,
            ]
        let message = Self.handshake(serverName: "a.example", suites: suites, extensions: extensions)
        let hello = try ClientHello(parsing: message.span.extracting(4..<message.count))
        #expect(hello.ja4 == "t13d1516h2_8daaf6152771_e5627efa2ab1")
    }

    @Test("a fingerprint of next to nothing has the agreed zeros")
    func emptyJA4() throws {
        let message = Self.handshake(serverName: nil, suites: [], version: 0x0301)
        let parsed = try ClientHello(parsing: message.span.extracting(4..<message.count))
        #expect(parsed.ja4 == "t10i000000_000000000000_000000000000")
    }
}
