import Observation
import Testing

@testable import Dissection

@Suite("TLS in captures that others made", .enabled(if: Corpora.areThere && Corpora.tsharkIsThere))
struct TLSCorporaTests {
    private static let files = Corpora.captures.filter { $0.contains("/tls/") }

    /// Where tshark 4.0 reads less than is there, and what is there.
    private static let unread: [String: [String]] = [
        // It stops at the request to say hello again; the server's choice comes after it.
        "hrr.pcap": ["-  0x1302"],
        // It takes port 80 for HTTP whatever is said there; a client speaks TLS to it.
        "https-to-http.pcap": ["- h2,http/1.1 -"],
        "ssl-to-http-server.pcap": ["vk.com  -"],
        // It does not follow IRC's turn to TLS.
        "irc-starttls.pcap": ["-  0x009d"],
    ]

    /// One line for each connection: server name, protocols, cipher chosen.
    private static func expected(_ file: String) throws -> [String] {
        let hellos = try Tshark.fields(
            [
                "tcp.stream", "tls.handshake.type", "tls.handshake.extensions_server_name",
                "tls.handshake.extensions_alpn_str", "tls.handshake.ciphersuite", "tls.handshake.random",
            ], of: file, filter: "(tls.handshake.type == 1 or tls.handshake.type == 2) and tcp")
        var (lines, suites): ([String: String], [String: String]) = ([:], [:])
        for hello in hellos {
            let stream = hello[0][0]
            if hello[1].contains("1") {
                lines[stream] = lines[stream] ?? "\(hello[2].first ?? "-") \(hello[3].joined(separator: ","))"
            } else if !hello[5].contains(where: { $0.hasPrefix("cf21ad74e59a6111") }) {
                suites[stream] = suites[stream] ?? hello[4].last?.lowercased()
            }
        }
        return lines.map { stream, line in "\(line) \(suites[stream] ?? "-")" }.sorted()
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
        let name = file.split(separator: "/").last.map(String.init) ?? file
        #expect(try found.sorted() == Self.unread[name] ?? Self.expected(file))
    }
}
