import Foundation
import TestSupport
import Testing

@testable import Dissection

@Suite(
    "Handshakes of another implementation of QUIC (needs Python's aioquic)",
    .enabled(if: PythonOracle.canImport("aioquic")))
struct QUICHandshakeTests {
    /// Lets a client and a server of aioquic's talk to each other in memory, and prints a line for each connection.
    private static let script = #"""
        import datetime, json, os
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from aioquic.quic.configuration import QuicConfiguration
        from aioquic.quic.connection import QuicConnection
        from aioquic.quic.packet import encode_quic_retry, encode_quic_version_negotiation, QuicProtocolVersion
        V1, V2 = QuicProtocolVersion.VERSION_1, QuicProtocolVersion.VERSION_2
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a.example")])
        now = datetime.datetime(2026, 1, 1)
        cert = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=9999))
                .sign(key, hashes.SHA256()))

        def handshake(label, alpn, server_name="a.example", versions=(V1,), original=None, server_versions=(V1, V2),
                      retry=False, negotiation=False):
            client = QuicConnection(configuration=QuicConfiguration(
                is_client=True, alpn_protocols=alpn, server_name=server_name, verify_mode=0,
                supported_versions=list(versions), original_version=original))
            out, clock = [], [0.0]
            client.connect(("198.51.100.7", 443), now=0.0)
            original_id, retry_id = client.original_destination_connection_id, None
            def flush(side, connection):
                datagrams = [d for d, _ in connection.datagrams_to_send(now=clock[0])]
                out.extend([side, d.hex()] for d in datagrams)
                return datagrams
            first = flush("c", client)
            if negotiation:
                d = encode_quic_version_negotiation(source_cid=original_id, destination_cid=client.host_cid,
                                                    supported_versions=[0x1a2a3a4a, V1])
                out.append(["s", d.hex()])
                client.receive_datagram(d, ("198.51.100.7", 443), now=0.0)
                first = flush("c", client)
                original_id = client.original_destination_connection_id
            if retry:
                retry_id = os.urandom(8)
                d = encode_quic_retry(version=V1, source_cid=retry_id, destination_cid=client.host_cid,
                                      original_destination_cid=original_id, retry_token=b"a token")
                out.append(["s", d.hex()])
                client.receive_datagram(d, ("198.51.100.7", 443), now=0.0)
                first = flush("c", client)
            configuration = QuicConfiguration(is_client=False, alpn_protocols=alpn,
                                              supported_versions=list(server_versions))
            configuration.certificate, configuration.private_key = cert, key
            server = QuicConnection(configuration=configuration, original_destination_connection_id=original_id,
                                    retry_source_connection_id=retry_id)
            datagrams = first
            for turn in range(6):
                clock[0] += 0.01
                for d in datagrams: server.receive_datagram(d, ("192.0.2.10", 40000), now=clock[0])
                datagrams = flush("s", server)
                for d in datagrams: client.receive_datagram(d, ("198.51.100.7", 443), now=clock[0])
                datagrams = flush("c", client)
            assert client._handshake_complete
            print(json.dumps({"label": label, "serverName": server_name or "", "protocols": alpn,
                              "version": int(client._version), "datagrams": out}))

        handshake("plain", ["h3"])
        handshake("no name", ["hq-interop"], server_name=None)
        handshake("DNS", ["doq"])
        handshake("version 2", ["h3"], versions=(V2, V1), original=V2)
        handshake("to version 2", ["h3"], versions=(V2, V1), original=V1, server_versions=(V2, V1))
        handshake("retry", ["h3"], retry=True)
        handshake("negotiation", ["h3"], versions=(V2, V1), original=V2, negotiation=True, server_versions=(V1,))
        handshake("large", ["h3"] + ["protocol-%03d" % i for i in range(300)])
        """#

    private struct Told: Decodable {
        let label: String
        let serverName: String
        let protocols: [String]
        let version: UInt32
        let datagrams: [[String]]
    }

    @Test("what was told of each handshake is what its two ends agreed on")
    func handshakes() throws {
        let output = try #require(PythonOracle.run(Self.script, input: ""))
        let lines = output.split(separator: "\n")
        #expect(lines.count == 8)
        for line in lines {
            let told = try JSONDecoder().decode(Told.self, from: Data(line.utf8))
            let comment = Comment(rawValue: told.label)
            let bench = QUICBench()
            let first = try #require(told.datagrams.first)
            #expect(looksLikeQUIC(Hex.bytes(first[1])), comment)
            for datagram in told.datagrams {
                bench.feed(Hex.bytes(datagram[1]), from: datagram[0] == "c" ? .lower : .upper)
            }
            #expect(bench.handshakes.count == 1 && bench.dialogue.isDone, comment)
            // Its client (1.7.2) names version 2 in a packet that it still seals with the keys of version 1.
            let weirds = told.label == "to version 2" ? ["quic_undecryptable_initial"] : []
            #expect(bench.weirds == weirds, comment)
            let handshake = try #require(bench.handshakes.first, comment)
            #expect(handshake.clientHello?.serverName ?? "" == told.serverName, comment)
            #expect(handshake.clientHello?.applicationProtocols == told.protocols, comment)
            #expect(handshake.quic?.version.rawValue == told.version && handshake.isEstablished, comment)
            #expect(bench.openers == [.lower], comment)
        }
    }
}
