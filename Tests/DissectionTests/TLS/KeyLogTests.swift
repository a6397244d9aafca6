import TestSupport
import Testing

@testable import Dissection

@Suite("Key logs")
struct KeyLogTests {
    private static let connection = String(repeating: "a1", count: 32)
    private static let secret32 = String(repeating: "5e", count: 32)
    private static let secret48 = String(repeating: "5E", count: 48)

    private static func read(_ text: String, piece: Int = .max) -> KeyLog {
        let log = KeyLog()
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, piece == .max ? bytes.count : start + piece)
            log.append(bytes.span.extracting(start..<end))
            start = end
        }
        return log
    }

    private static func secret(_ kind: TrafficSecretKind, in log: KeyLog) throws -> [UInt8]? {
        log.secret(kind, of: try #require(ClientRandom(Hex.bytes(connection))))?.bytes
    }

    @Test("secrets of every kind are read, in pieces of any size", arguments: [1, 3, 64, 100_000])
    func kinds(piece: Int) throws {
        let text = """
            # a comment
            CLIENT_RANDOM \(Self.connection) \(Self.secret48)\r
            CLIENT_EARLY_TRAFFIC_SECRET \(Self.connection) \(Self.secret32)
              
            QUIC_CLIENT_HANDSHAKE_TRAFFIC_SECRET \(Self.connection) \(Self.secret32)
            SERVER_HANDSHAKE_TRAFFIC_SECRET \(Self.connection) \(Self.secret48)
            CLIENT_TRAFFIC_SECRET_0 \(Self.connection.uppercased()) \(Self.secret32)
            SERVER_TRAFFIC_SECRET_0\t\(Self.connection)  \(Self.secret32)
            EXPORTER_SECRET \(Self.connection) \(Self.secret32)
            RSA 0123456789abcdef \(Self.secret48)

            """
        let log = Self.read(text, piece: piece)
        for kind in TrafficSecretKind.allCases {
            let expected = kind == .master || kind == .serverHandshake ? Self.secret48 : Self.secret32
            #expect(try Self.secret(kind, in: log) == Hex.bytes(expected))
        }
        #expect(log.statistics.secrets == 6)
        #expect(log.statistics.unusedLines == 2)
        #expect(log.statistics.malformedLines == 0)
    }

    @Test(
        "lines that are none are counted and passed over",
        arguments: [
            "CLIENT_RANDOM \(connection)", "CLIENT_RANDOM \(connection) \(secret32)",
            "CLIENT_RANDOM \(connection) \(secret48)0",
            "CLIENT_RANDOM \(connection)00 \(secret48)", "CLIENT_RANDOM \(connection) zz\(secret48.dropFirst(2))",
            "CLIENT_TRAFFIC_SECRET_0 \(connection) \(secret32) more", "NOTHING \(connection) \(secret48)",
            "CLIENT_RANDOM \(connection) \(secret48) \(String(repeating: "x", count: 2_000))",
        ])
    func malformed(line: String) throws {
        let log = Self.read(line + "\nCLIENT_TRAFFIC_SECRET_0 \(Self.connection) \(Self.secret32)\n")
        #expect(log.statistics.malformedLines == 1)
        #expect(log.statistics.secrets == 1)
        #expect(try Self.secret(.clientTraffic, in: log) != nil)
        #expect(try Self.secret(.master, in: log) == nil)
    }

    @Test("a line counts once its end has come, or the text's")
    func unfinished() throws {
        let line = "CLIENT_RANDOM \(Self.connection) \(Self.secret48)"
        let log = Self.read(line)
        #expect(try Self.secret(.master, in: log) == nil)
        log.endOfText()
        #expect(try Self.secret(.master, in: log) == Hex.bytes(Self.secret48))
    }

    @Test("no text shows a secret")
    func discretion() throws {
        let log = Self.read("CLIENT_RANDOM \(Self.connection) \(Self.secret48)\n")
        var text = "\(log)"
        dump(log, to: &text)
        let secret = log.secret(.master, of: try #require(ClientRandom(Hex.bytes(Self.connection))))
        dump(secret, to: &text)
        text += "\(String(describing: secret)) \(String(reflecting: secret))"
        #expect(!text.lowercased().contains("5e5e"))
        #expect(!text.contains("94, 94"))
    }

    @Test("the oldest secrets go when there are too many")
    func bound() throws {
        let log = KeyLog()
        var text: [UInt8] = []
        func random(_ index: Int) -> [UInt8] {
            [UInt8](repeating: 7, count: 29) + [UInt8(index >> 16), UInt8(index >> 8 & 255), UInt8(index & 255)]
        }
        for index in 0..<KeyLog.secretLimit + 10 {
            text += Array("CLIENT_RANDOM \(HexadecimalText.of(random(index))) \(Self.secret48)\n".utf8)
        }
        log.append(text.span)
        #expect(log.secret(.master, of: try #require(ClientRandom(random(0)))) == nil)
        #expect(log.secret(.master, of: try #require(ClientRandom(random(KeyLog.secretLimit + 9)))) != nil)
        #expect(log.secret(.master, of: try #require(ClientRandom(random(KeyLog.secretLimit / 2 + 20)))) != nil)
    }

    @Test("random text never traps", arguments: 0..<50)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let log = KeyLog()
        let noise = generator.bytes(5_000) + generator.bytes(5_000, of: "CLIENT_RANDOM 0123456789abcdef\n# \r")
        log.append(noise.span)
        #expect(log.statistics.secrets == 0)
    }
}
