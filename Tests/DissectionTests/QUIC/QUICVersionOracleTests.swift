import Foundation
import Testing

@testable import Dissection

@Suite("Versions of QUIC (needs tshark)", .enabled(if: Corpora.tsharkIsThere))
struct QUICVersionOracleTests {
    /// Those that tshark 4.0 opens as well: RFC 9000, RFC 9369, the drafts from 23 on, Facebook's and Google's.
    private static let versions =
        ([1, 0x6B33_43CF] + Array(0xFF00_0017...0xFF00_0022) + [0xFACE_B002, 0x5430_3530, 0x5430_3531])
        .map { QUICVersion(rawValue: $0) }

    /// A capture file of raw IP packets, one a datagram.
    private static func capture(_ datagrams: [(port: Int, fromClient: Bool, bytes: [UInt8])]) -> [UInt8] {
        func little(_ value: Int) -> [UInt8] { Packets.u32(UInt32(value)).reversed() }
        var file = little(0xA1B2_C3D4) + [2, 0, 4, 0] + little(0) + little(0) + little(262_144) + little(101)
        for (port, isFromClient, bytes) in datagrams {
            let udp = isFromClient ? Packets.udp(port, 443, bytes) : Packets.udp(443, port, bytes)
            let (client, server) = ("192.0.2.10", "198.51.100.7")
            let packet = Packets.ipv4(
                17, from: isFromClient ? client : server, to: isFromClient ? server : client, udp)
            file += little(0) + little(0) + little(packet.count) + little(packet.count) + packet
        }
        return file
    }

    @Test("tshark opens what the tests seal, and agrees on the tags of Retry packets")
    func versions() throws {
        var datagrams: [(port: Int, fromClient: Bool, bytes: [UInt8])] = []
        for (index, version) in Self.versions.enumerated() {
            // Connections are told apart by their identifiers.
            let name = UInt8(index)
            let (client, server, retry) = ([name, 1, 1, 1], [name, 2, 2, 2], [name, 3, 3, 3, 3, 3, 3, 3])
            var sealer = QUICSealer(version: version, original: [name, 4, 4, 4, 4, 4, 4, 4])
            let port = 40_000 + index
            let isGoogle = version.family == .protectedGoogle
            let frames = QUICSealer.crypto(0, QUICHellos.client("v\(index).example"), isGoogle: isGoogle)
            datagrams.append((port, true, try sealer.initial(frames, source: client)))
            if version.retrySecrets != nil {
                datagrams.append((port, false, try sealer.retry(source: retry, destination: client)))
                sealer.original = retry
                datagrams.append((port, true, try sealer.initial(frames, source: client, token: [7, 7, 7], number: 1)))
            }
            let answer = QUICSealer.crypto(0, QUICHellos.server(), isGoogle: isGoogle)
            datagrams.append(
                (port, false, try sealer.initial(answer, fromClient: false, destination: client, source: server)))
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "quic-\(UUID().uuidString).pcap")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(Self.capture(datagrams)).write(to: file)
        let fields = ["udp.stream", "tls.handshake.extensions_server_name", "tls.handshake.type", "quic.bad_retry"]
        let lines = try Tshark.fields(fields, of: file.path, filter: "quic")
        #expect(lines.count == datagrams.count)
        for index in Self.versions.indices {
            let own = lines.filter { $0[0] == ["\(index)"] }
            let comment = Comment(rawValue: Self.versions[index].description)
            #expect(own.first?[1] == ["v\(index).example"], comment)
            #expect(own.last?[2] == ["2"], comment)
            #expect(own.allSatisfy { $0[3].isEmpty }, comment)
        }
    }
}
