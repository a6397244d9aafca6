import Observation
import Testing

@testable import Dissection

@Suite("TLS in captures that others made", .enabled(if: Corpora.areThere && Corpora.tsharkIsThere))
struct TLSCorporaTests {
    private static let files = Corpora.captures.filter { $0.contains("/tls/") }

    /// One line for each connection: server name, protocols, version chosen, cipher chosen.
    private static func expected(_ file: String) throws -> [String] {
        let names = [
            "tcp.stream", "tls.handshake.type", "tls.handshake.extensions_server_name",
            "tls.handshake.extensions_alpn_str", "tls.handshake.ciphersuite", "tls.handshake.random",
        ]
        let clients = try Tshark.fields(names, of: file, filter: "tls.handshake.type == 1 and tcp")
        let servers = try Tshark.fields(names, of: file, filter: "tls.handshake.type == 2 and tcp")
        var lines: [String: String] = [:]
        for client in clients where lines[client[0][0]] == nil {
            lines[client[0][0]] = "\(client[2].first ?? "-") \(client[3].joined(separator: ","))"
        }
        var suites: [String: String] = [:]
        for server in servers where !server[5].contains(where: { $0.hasPrefix("cf21ad74e59a6111") }) {
            suites[server[0][0]] = suites[server[0][0]] ?? server[4].last
        }
        return lines.map { stream, line in "\(line) \(suites[stream].map { $0.lowercased() } ?? "-")" }.sorted()
    }

    @Test("names, protocols and ciphers of connections equal those of tshark", arguments: files)
    func handshakes(file: String) throws {
        let found = try CorporaTests.messages(file).compactMap { content -> String? in
            guard case .tlsHandshake(let handshake) = content, handshake.transport == .tls,
                let hello = handshake.clientHello
            else { return nil }
            let suite = handshake.serverHello.map { "0x" + HexadecimalText.of($0.cipherSuite.rawValue) } ?? "-"
            return "\(hello.serverName ?? "-") \(hello.applicationProtocols.joined(separator: ",")) \(suite)"
        }
        let expected = try Self.expected(file)
        #expect(found.sorted() == expected)
    }
}
