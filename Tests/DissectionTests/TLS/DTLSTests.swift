import Observation
import PacketCapture
import TestSupport
import Testing

@testable import Dissection

/// A dialogue fed with datagrams.
private final class DTLSBench {
    let dialogue = DTLSDialogue(DialogueEnvironment(limits: DissectionLimits()), client: .lower)
    var findings: [StreamFinding] = []

    func feed(_ datagram: [UInt8], from side: FlowSide = .lower) {
        dialogue.read(datagram.span, from: side, at: Timestamp(nanoseconds: 1), into: &findings)
    }

    func finish() { dialogue.finish(at: Timestamp(nanoseconds: 2), into: &findings) }

    var handshakes: [TLSHandshake] {
        findings.compactMap { finding in
            guard case .message(.tlsHandshake(let handshake), _, _) = finding else { return nil }
            return handshake
        }
    }
}

@Suite("DTLS")
struct DTLSTests {
    /// The body of a ClientHello with a cookie's length after the session.
    private static let hello: [UInt8] = {
        var body = Array(TLSTests.handshake(serverName: "peer.example", version: 0xFEFD).dropFirst(4))
        body.insert(0, at: 35)
        return body
    }()

    private static func u24(_ number: Int) -> [UInt8] { [UInt8(number >> 16)] + Packets.u16(number & 0xFFFF) }

    private static func fragment(_ range: Range<Int>) -> [UInt8] {
        [1] + u24(hello.count) + [0, 0] + u24(range.lowerBound) + u24(range.count) + hello[range]
    }

    private static func record(_ body: [UInt8]) -> [UInt8] {
        [22, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1] + Packets.u16(body.count) + body
    }

    @Test("a hello comes in fragments of any size and order, doubled and overlapping", arguments: [1, 7, 20, 1_000])
    func fragments(size: Int) throws {
        for order in 0..<3 {
            var generator = SeededGenerator(seed: UInt64(order))
            var ranges = stride(from: 0, to: Self.hello.count, by: size).map {
                $0..<min(Self.hello.count, $0 + size + order)
            }
            if order > 0 { ranges = (ranges + ranges.prefix(3)).shuffled(using: &generator) }
            let bench = DTLSBench()
            for range in ranges { bench.feed(Self.record(Self.fragment(range))) }
            bench.finish()
            #expect(bench.handshakes.map(\.clientHello?.serverName) == ["peer.example"])
            #expect(bench.handshakes.first?.clientHello?.ja4?.hasPrefix("dd2d0201") == true)
            #expect(bench.dialogue.bufferedByteCount == 0)
        }
    }

    @Test("every shorter prefix is no handshake, and does not trap")
    func prefixes() {
        let datagram = Self.record(Self.fragment(0..<Self.hello.count))
        let begins = DTLSRecord.beginsHandshake(datagram.span)
        #expect(begins)
        for length in 0..<datagram.count {
            let begins = DTLSRecord.beginsHandshake(datagram.span.extracting(first: length))
            #expect(!begins)
            let bench = DTLSBench()
            bench.feed(Array(datagram.prefix(length)))
            bench.finish()
            #expect(bench.handshakes.isEmpty)
        }
    }

    @Test("random and changed datagrams never trap", arguments: 0..<100)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let bench = DTLSBench()
        for _ in 0..<50 {
            let start = Int.random(in: 0..<Self.hello.count, using: &generator)
            var datagram = Self.record(
                Self.fragment(start..<Int.random(in: start...Self.hello.count, using: &generator)))
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                datagram[Int.random(in: 11..<datagram.count, using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            bench.feed(datagram, from: Bool.random(using: &generator) ? .lower : .upper)
            bench.feed(generator.bytes(60))
            #expect(bench.dialogue.bufferedByteCount < 1_100_000)
        }
        bench.finish()
        #expect(bench.handshakes.count <= 1)
    }

    @Test(
        "handshakes of captures equal those of tshark", .enabled(if: Corpora.areThere && Corpora.tsharkIsThere),
        arguments: ["tls/dtls1_0.pcap", "tls/dtls1_2.pcap", "tls/dtls13-wolfssl.pcap", "tls/webrtc-stun.pcap"])
    func captures(name: String) throws {
        let file = Corpora.root + "/zeek-traces/" + name
        let lines = try Tshark.fields(
            [
                "udp.stream", "dtls.handshake.type", "dtls.handshake.ciphersuite",
                "dtls.handshake.extensions_server_name",
            ],
            of: file, filter: "dtls.handshake.type == 2 or dtls.handshake.type == 1")
        var chosen: Set<String> = []
        var names: Set<String> = []
        for line in lines {
            for name in line[3] where !name.isEmpty { names.insert(name) }
            if line[1].contains("2"), let suite = line[2].first { chosen.insert(suite) }
        }
        var benches: [FlowTuple: DTLSBench] = [:]
        try CaptureFile(path: file).read { record, bytes in
            guard case .ip(let offset) = LinkType(dataLink: record.dataLink).payload(of: bytes),
                let ip = try? IPHeader(parsing: bytes, at: offset), ip.protocolNumber == 17,
                let udp = try? UDPHeader(parsing: bytes, in: ip.payload)
            else { return }
            let tuple = FlowTuple(
                .udp, source: SocketAddress(ip.source, udp.sourcePort),
                destination: SocketAddress(ip.destination, udp.destinationPort))
            let datagram = bytes.extracting(udp.payload)
            var payload: [UInt8] = []
            for index in 0..<datagram.count { payload.append(datagram[index]) }
            if let bench = benches[tuple.reversed] {
                bench.feed(payload, from: .upper)
            } else if benches[tuple] != nil || DTLSRecord.beginsHandshake(payload.span) {
                let bench = benches[tuple] ?? DTLSBench()
                benches[tuple] = bench
                bench.feed(payload)
            }
        }
        benches.values.forEach { $0.finish() }
        let handshakes = benches.values.flatMap(\.handshakes)
        #expect(!handshakes.isEmpty)
        #expect(
            Set(handshakes.compactMap { $0.serverHello?.cipherSuite.rawValue })
                == Set(
                    chosen.compactMap {
                        UInt16($0.dropFirst($0.hasPrefix("0x") ? 2 : 0), radix: $0.hasPrefix("0x") ? 16 : 10)
                    }))
        #expect(Set(handshakes.compactMap { $0.clientHello?.serverName }) == names)
    }
}
