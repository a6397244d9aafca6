import Observation
import Testing

@testable import Dissection

@Suite("QUIC in flows and events")
struct QUICEventTests {
    private let bench = Bench()

    private func datagram(_ bytes: [UInt8], fromClient: Bool = true, port: Int = 4_433) {
        let udp = fromClient ? Packets.udp(40_000, port, bytes) : Packets.udp(port, 40_000, bytes)
        let (client, server) = ("192.0.2.10", "198.51.100.7")
        bench.feed(
            Packets.ethernet(
                Packets.ipv4(17, from: fromClient ? client : server, to: fromClient ? server : client, udp)))
    }

    private var events: [Event] {
        var network = NetworkEvents()
        var events: [Event] = []
        for output in bench.outputs { network.describe(output, into: &events) }
        return events
    }

    @Test("a handshake becomes an event with its version, name and fingerprint")
    func handshake() throws {
        let sealer = QUICSealer()
        let parameters = QUICHellos.parameter(0x3129, Array("Chrome/1 Linux".utf8))
        datagram(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client(parameters: parameters)), filledTo: 1_162))
        datagram(
            try sealer.initial(QUICSealer.crypto(0, QUICHellos.server()), fromClient: false),
            fromClient: false)
        for _ in 0..<5 { datagram([0x41] + [UInt8](repeating: 7, count: 900)) }
        bench.finish()
        let event = try #require(events.first { $0.category == .tlsHandshake })
        #expect(event.string(.networkProtocol) == "quic" && event.string(.quicVersion) == "1")
        #expect(event.string(.tlsServerName) == "a.example" && event.string(.destinationDomain) == "a.example")
        #expect(event.string(.destinationDomainSource) == "quic" && event.string(.userAgent) == "Chrome/1 Linux")
        #expect(event.string(.tlsJA4)?.hasPrefix("q13d0104h3_") == true)
        #expect(event.string(.contentVisibility) == "opaque" && event[.destinationPort] == .integer(4_433))
        let flow = try #require(events.first { $0.category == .networkConnection })
        #expect(flow.string(.networkProtocol) == "http3" && flow.string(.destinationDomain) == "a.example")
        #expect(bench.dissector.statistics.flowsOpaque == 1)
    }

    @Test("who answers is told from who asks, whoever was captured first")
    func opener() throws {
        let sealer = QUICSealer()
        datagram([0x41] + [UInt8](repeating: 7, count: 30), fromClient: false, port: 50_000)
        datagram(try sealer.initial(QUICSealer.crypto(0, QUICHellos.client()), filledTo: 1_162), port: 50_000)
        bench.finish()
        #expect(bench.summaries.first?.flow.tuple.destination.port == 50_000)
        #expect(bench.summaries.first?.serverName?.name == "a.example")
    }

    @Test("an oddity becomes an event with its name")
    func oddity() throws {
        datagram([0xC0] + Packets.u32(0xFF00_0009) + [UInt8](repeating: 5, count: 60), port: 443)
        bench.finish()
        #expect(events.compactMap { $0.string(.weirdName) } == ["quic_unread_version"])
    }

    @Test("what is kept of unfinished handshakes is counted, and given back")
    func buffers() throws {
        let sealer = QUICSealer()
        datagram(try sealer.initial(QUICSealer.crypto(60_000, [1, 2, 3]), filledTo: 1_162))
        #expect(bench.dissector.bufferedByteCount > 60_000)
        bench.finish()
        #expect(bench.dissector.bufferedByteCount == 0)
    }
}
