import Dissection
import Observation
import TestSupport
import Testing

@Suite("TCP streams")
struct StreamTests {
    private static let request =
        "POST /v1/chat HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 11\r\n\r\nhello world"

    private static func body(_ bench: Bench) -> [String] {
        // A request that nobody answers is told at the end.
        bench.finish()
        return bench.requests.map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test("a request reads however it is cut into segments", arguments: 1...12)
    func cuts(size: Int) {
        let bench = Bench()
        let connection = Connection(bench)
        let bytes = Array(Self.request.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            connection.send(Array(bytes[start..<min(bytes.count, start + size)]))
        }
        #expect(Self.body(bench) == ["hello world"])
        #expect(bench.requests.first?.host == "api.example.com")
    }

    @Test("segments in any order, doubled and overlapping give the same request", arguments: 0..<60)
    func shuffled(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let bench = Bench()
        // The sequence number wraps in the middle of the request.
        let connection = Connection(bench, start: UInt32.max - UInt32(seed))
        let bytes = Array(Self.request.utf8)
        var cuts = stride(from: 0, to: bytes.count, by: 7).map {
            $0..<min(bytes.count, $0 + Int.random(in: 7...20, using: &random))
        }
        cuts += cuts.filter { _ in Bool.random(using: &random) }
        cuts.shuffle(using: &random)
        for cut in cuts { connection.client(offset: cut.lowerBound, Array(bytes[cut])) }
        #expect(Self.body(bench) == ["hello world"])
        #expect(bench.dissector.statistics.streamsWithGaps == 0)
    }

    @Test("what came first wins where segments overlap")
    func firstWins() {
        let bench = Bench()
        let connection = Connection(bench)
        let bytes = Array(Self.request.utf8)
        let end = bytes.count
        connection.client(offset: end - 5, Array("WORLD".utf8))
        connection.client(offset: end - 8, Array("XXXxxxxx".utf8))
        connection.client(offset: 0, bytes)
        #expect(Self.body(bench) == ["helXXXWORLD"])
    }

    @Test("a hole that the other side has confirmed is a gap, and later requests are read")
    func confirmedGap() {
        let bench = Bench()
        let connection = Connection(bench)
        let bytes = Array(Self.request.utf8)
        connection.client(offset: 0, Array(bytes[..<30]))
        connection.client(offset: bytes.count, bytes)
        #expect(bench.requests.isEmpty)
        connection.server(confirming: 2 * bytes.count)
        #expect(Self.body(bench) == ["hello world"])
        bench.finish()
        #expect(bench.dissector.statistics.streamsWithGaps == 1)
        #expect(bench.dissector.statistics.gapBytes == Int64(bytes.count - 30))
    }

    @Test("a hole inside a body keeps the request, flagged, and the next one is found")
    func gapInBody() {
        let bench = Bench()
        let connection = Connection(bench)
        let bytes = Array(Self.request.utf8)
        connection.client(offset: 0, Array(bytes[..<(bytes.count - 9)]))
        connection.client(offset: bytes.count - 2, Array(bytes[(bytes.count - 2)...]) + bytes)
        connection.server(confirming: 2 * bytes.count)
        #expect(Self.body(bench) == ["held", "hello world"])
        #expect(bench.requests.map(\.isBodyTruncated) == [true, false])
        #expect(bench.requests.first?.bodyByteCount == 4)
    }

    @Test("a capture of one direction goes on after a hole once enough has come")
    func oneSidedGap() {
        let bench = Bench()
        let connection = Connection(bench)
        connection.send("GET /first HTTP/1.1\r\n")
        let filler = [UInt8](repeating: 0x20, count: 1_000)
        for index in 0..<100 { connection.client(offset: 1_000 + 1_000 * index, filler) }
        connection.client(offset: 101_000, Array("GET /last HTTP/1.1\r\n\r\n".utf8))
        bench.finish()
        #expect(bench.requests.map(\.target) == ["/last"])
        #expect(bench.dissector.statistics.streamsWithGaps == 1)
    }

    @Test("data in the SYN is the beginning of the stream")
    func fastOpen() {
        let bench = Bench()
        let connection = Connection(bench, opens: false)
        let bytes = Array(Self.request.utf8)
        connection.client([.syn], at: connection.start, Array(bytes[..<40]))
        connection.client(offset: 40, Array(bytes[40...]))
        #expect(Self.body(bench) == ["hello world"])
    }

    @Test(
        "a capture that joined in the middle finds the next request, whichever port is lower",
        arguments: [(40_000, 80), (81, 9_000)])
    func joinedLate(ports: (Int, Int)) {
        let bench = Bench()
        let connection = Connection(bench, ports: ports, opens: false)
        connection.send("of an earlier body\r\n\r\n")
        connection.send(Self.request)
        bench.finish()
        #expect(Self.body(bench) == ["hello world"])
        #expect(bench.summaries.map(\.flow.tuple.source.port) == [UInt16(ports.0)])
        #expect(bench.summaries.map(\.fromSource.packets) == [2])
        #expect(bench.dissector.statistics.flowsJoinedLate == 1)
    }

    @Test("a status line tells which side opened a connection that was joined late")
    func joinedAtAnswer() {
        let bench = Bench()
        let connection = Connection(bench, ports: (81, 9_000), opens: false)
        connection.server(confirming: 0, Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
        bench.finish()
        #expect(bench.summaries.map(\.flow.tuple.destination.port) == [9_000])
    }

    @Test("a SYN+ACK that is seen first names the side that opened")
    func answerFirst() {
        let bench = Bench()
        let connection = Connection(bench, opens: false)
        connection.server([.syn, .ack], confirming: 0)
        connection.client(offset: 0, Array(Self.request.utf8))
        bench.finish()
        #expect(bench.summaries.first?.flow.tuple.source.port == 40_000)
        #expect(Self.body(bench) == ["hello world"])
        #expect(bench.summaries.first?.isOpeningKnown == true)
    }

    @Test("what the answering side sends is no request")
    func serverSpeaksHTTP() {
        let bench = Bench()
        let connection = Connection(bench)
        connection.server(Array(Self.request.utf8))
        #expect(bench.requests.isEmpty)
    }

    @Test("a new SYN with the same ports is another flow, a repeated one is not")
    func reusedPorts() {
        let bench = Bench()
        _ = Connection(bench, start: 1_000)
        _ = Connection(bench, start: 1_000)
        _ = Connection(bench, start: 700_000)
        bench.finish()
        #expect(bench.summaries.map(\.fromSource.packets) == [4, 2])
    }

    @Test("a reset, or goodbyes of both sides, end a flow after its last packets")
    func endings() {
        let bench = Bench()
        let connection = Connection(bench)
        connection.client([.fin, .ack], at: 1_001, [])
        connection.server([.fin, .ack], confirming: 1)
        connection.client([.ack], at: 1_002, [])
        #expect(bench.summaries.isEmpty)
        bench.feed(Packets.ethernet([], type: 0x0806), after: 6_000)
        #expect(bench.summaries.map(\.ending) == [.closed])
        #expect(bench.summaries.map(\.fromSource.packets) == [4])
    }
}

extension Connection {
    fileprivate func server(_ payload: [UInt8]) {
        server([.ack], confirming: 0, payload)
    }
}
