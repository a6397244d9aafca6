import Foundation
import Observation
import PacketCapture
import Testing

@testable import Dissection

@Suite("Captures of QUIC that others made", .enabled(if: Corpora.areThere && Corpora.tsharkIsThere))
struct QUICCorporaTests {
    private static let captures = Corpora.captures.filter { $0.contains("/quic/") }

    private static func dissect(_ file: String) throws -> (handshakes: [TLSHandshake], outputs: [DissectorOutput]) {
        var dissector = Dissector()
        var outputs: [DissectorOutput] = []
        _ = try? CaptureFile(path: file).read { record, bytes in
            dissector.packet(
                bytes, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &outputs)
        }
        dissector.finish(into: &outputs)
        let handshakes = outputs.compactMap { output -> TLSHandshake? in
            guard case .message(let message) = output, case .tlsHandshake(let handshake) = message.content,
                handshake.transport == .quic
            else { return nil }
            return handshake
        }
        return (handshakes, outputs)
    }

    /// What tshark reads of each flow: the name, the offer, the version, and whether there was an answer.
    private static func expected(_ file: String) throws -> [String] {
        let names = [
            "udp.stream", "tls.handshake.type", "tls.handshake.extensions_server_name",
            "tls.handshake.extensions_alpn_str", "quic.version", "tls.handshake.ciphersuite",
        ]
        // Without being told, tshark takes DNS over QUIC for DTLS, because of the port.
        let lines = try Tshark.fields(
            names, of: file, filter: "quic && tls.handshake.type <= 2", options: ["-d", "udp.port==853,quic"])
        var order: [String] = []
        var told: [String: (hello: String, version: String, isAnswered: Bool)] = [:]
        for line in lines {
            let stream = line[0].joined()
            let version = UInt32(line[4].first?.dropFirst(2) ?? "", radix: 16).map {
                QUICVersion(rawValue: $0).description
            }
            if line[1].contains("1"), told[stream] == nil {
                order.append(stream)
                told[stream] = (
                    "\(line[2].first ?? "-") \(line[3].joined(separator: ","))", version ?? "?", false
                )
            }
            if line[1].contains("2") {
                told[stream]?.isAnswered = true
                told[stream]?.version = version ?? "?"
            }
        }
        return order.compactMap { told[$0] }.map { "\($0.hello) \($0.version) \($0.isAnswered)" }
    }

    @Test("names, offers, versions and answers equal those of tshark", arguments: captures)
    func hellos(file: String) throws {
        let found = try Self.dissect(file).handshakes.map { handshake in
            let hello = handshake.clientHello
            return "\(hello?.serverName ?? "-") \(hello?.applicationProtocols.joined(separator: ",") ?? "")"
                + " \(handshake.quic?.version.description ?? "-") \(handshake.serverHello != nil)"
        }
        let expected = try Self.expected(file).sorted()
        #expect(found.sorted() == expected)
    }
}
