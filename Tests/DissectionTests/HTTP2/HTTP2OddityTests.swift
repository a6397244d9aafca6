import Dissection
import Observation
import TestSupport
import Testing

@Suite("HTTP/2 oddities and limits")
struct HTTP2OddityTests {
    private typealias Wire = HTTP2Wire

    private static func read(_ client: [UInt8], server: [UInt8] = [], limits: DissectionLimits = .init()) -> Bench {
        converse(
            [
                .clientBytes(Wire.clientStart), .serverBytes(Wire.serverStart), .clientBytes(client),
                .serverBytes(server),
            ],
            limits: limits)
    }

    private static let get = Wire.headers(1, Wire.request("GET", "/"), ends: true)

    @Test(
        "frames that contradict themselves have names",
        arguments: [
            (Wire.frame(6, [1, 2, 3]), "HTTP2_bad_frame_length"),
            (Wire.frame(3, stream: 1, [1]), "HTTP2_bad_frame_length"),
            (Wire.frame(2, stream: 1, [1]), "HTTP2_bad_frame_length"), (Wire.frame(4, [0]), "HTTP2_bad_frame_length"),
            (Wire.frame(7, [0]), "HTTP2_bad_frame_length"), (Wire.frame(8, stream: 1, [0]), "HTTP2_bad_frame_length"),
            (Wire.frame(0, flags: 8, stream: 1), "HTTP2_bad_frame_length"), (Wire.data(0, "x"), "HTTP2_bad_stream_id"),
            (Wire.frame(6, stream: 1, [UInt8](repeating: 0, count: 8)), "HTTP2_bad_stream_id"),
            (Wire.headers(2, Wire.request("GET", "/")), "HTTP2_bad_stream_id"),
            (Wire.frame(0, flags: 8, stream: 1, [9, 1]), "HTTP2_bad_padding"),
            (Wire.settings([(2, 2)]), "HTTP2_bad_setting"), (Wire.settings([(5, 1)]), "HTTP2_bad_setting"),
            (Wire.frame(9, flags: 4, stream: 1, [0x82]), "HTTP2_unexpected_frame"),
            (Wire.data(1, [UInt8](repeating: 0, count: 16_385)), "HTTP2_frame_too_large"),
            (Wire.headers(1, [(":method", "GET")]), "HTTP2_bad_pseudo_header"),
            (Wire.headers(1, Wire.request("GET", "/", [(":path", "/b")])), "HTTP2_bad_pseudo_header"),
            (
                Wire.headers(1, Wire.request("GET", "/", [("transfer-encoding", "chunked")])),
                "HTTP2_connection_specific_field"
            ),
            (Wire.frame(1, flags: 5, stream: 1, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]), "HPACK_invalid"),
        ])
    func names(bytes: [UInt8], name: String) {
        let bench = Self.read(bytes + Wire.headers(99, Wire.request("GET", "/next"), ends: true))
        #expect(bench.weirdNames.first == name)
        #expect(bench.requests.last?.target == "/next")
    }

    @Test("a frame in the middle of a header block costs the block and nothing else")
    func interrupted() {
        let block = Wire.block(Wire.request("GET", "/a"))
        let bench = Self.read(
            Wire.frame(1, stream: 1, Array(block.prefix(9))) + Wire.settings(acknowledges: true)
                + Wire.frame(9, flags: 4, stream: 1, Array(block.dropFirst(9)))
                + Wire.headers(3, Wire.request("GET", "/b"), ends: true))
        #expect(bench.requests.map(\.target) == ["/b"])
        #expect(bench.weirdNames == ["HTTP2_unexpected_frame", "HTTP2_headers_lost"])
    }

    @Test("a header block in many frames is read, and called a flood", arguments: [64, 65])
    func flood(count: Int) {
        let block = Wire.block(Wire.request("GET", "/a"))
        let bench = Self.read(
            Wire.frame(1, flags: 1, stream: 1, block)
                + (1..<count).flatMap { _ in Wire.frame(9, stream: 1) } + Wire.frame(9, flags: 4, stream: 1))
        #expect(bench.requests.map(\.target) == ["/a"])
        #expect(bench.weirdNames == (count > 64 ? ["HTTP2_continuation_flood"] : []))
    }

    @Test("a bomb of header fields is cut off, and the next request is read")
    func bomb() {
        // One large entry, and then thousands of references to it.
        let block = Wire.block(Wire.request("GET", "/a") + [("big", String(repeating: "x", count: 3_000))])
        let bench = Self.read(
            Wire.frame(1, stream: 1, block)
                + Wire.frame(9, flags: 4, stream: 1, [UInt8](repeating: 0xBE, count: 16_000))
                + Wire.headers(3, Wire.request("GET", "/b"), ends: true))
        #expect(bench.requests.map(\.target) == ["/a", "/b"])
        #expect(bench.weirdNames == ["HPACK_bomb"])
        #expect(bench.dissector.statistics.streamsCapped == 1)
    }

    @Test("of very many streams the oldest is told early")
    func manyStreams() {
        let requests = (0..<300).flatMap { Wire.headers(UInt32($0 * 2 + 1), Wire.request("GET", "/\($0)"), ends: true) }
        let bench = Self.read(requests, server: Wire.headers(599, [(":status", "200")], ends: true))
        #expect(bench.requests.count == 300)
        #expect(bench.requests.prefix(44).map(\.target) == (0..<44).map { "/\($0)" })
        #expect(bench.weirdNames.count == 44)
        #expect(bench.lines.contains("GET /299 200"))
    }

    @Test("bytes that are lost inside a body are stepped over")
    func gapInBody() {
        let bench = Bench()
        let connection = Connection(bench)
        let start = Wire.clientStart + Wire.headers(1, Wire.request("POST", "/a"))
        let body = Wire.data(1, String(repeating: "x", count: 500), ends: true)
        let next = Wire.headers(3, Wire.request("GET", "/b"), ends: true)
        connection.client(offset: 0, start + Array(body.prefix(100)))
        connection.client(offset: start.count + 300, Array(body[300...]) + next)
        connection.server([.ack], confirming: start.count + body.count + next.count, Wire.serverStart)
        bench.finish()
        #expect(bench.requests.map(\.target) == ["/b", "/a"] || bench.requests.map(\.target) == ["/a", "/b"])
        let body2 = bench.requests.first { $0.target == "/a" }
        #expect(body2?.isBodyTruncated == true && body2?.bodyByteCount == 300)
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("bytes that are lost between frames end the reading of that side")
    func gapBetweenFrames() {
        let bench = Bench()
        let connection = Connection(bench)
        let start = Wire.clientStart + Self.get
        connection.client(offset: 0, start)
        connection.client(offset: start.count + 30, Wire.headers(3, Wire.request("GET", "/b"), ends: true))
        connection.server(
            [.ack], confirming: start.count + 200, Wire.serverStart + Wire.headers(1, [(":status", "200")], ends: true))
        bench.finish()
        #expect(bench.lines == ["GET / 200"])
        #expect(bench.weirdNames == ["HTTP2_framing_lost"])
    }

    @Test("bytes that are lost inside a header block cost its fields and those that refer to them")
    func gapInHeaders() {
        let bench = Bench()
        let connection = Connection(bench)
        let lost = Wire.headers(1, Wire.request("GET", "/lost"), ends: true)
        // The fields of the first request by their places in the table, and a new one for the path.
        let next = Wire.frame(1, flags: 5, stream: 3, [0x82, 0x86, 0xC0, 0x44, 0x02, 0x2F, 0x62])
        connection.client(offset: 0, Wire.clientStart + Array(lost.prefix(20)))
        connection.client(offset: Wire.clientStart.count + 40, Array(lost[40...]) + next)
        connection.server([.ack], confirming: Wire.clientStart.count + lost.count + next.count, Wire.serverStart)
        bench.finish()
        #expect(bench.requests.map(\.target).contains("/b"))
        #expect(bench.requests.first { $0.target == "/b" }?.host == nil)
        #expect(bench.weirdNames == ["HTTP2_headers_lost"])
    }

    @Test("random changes never trap, and cuts make no difference to what is told")
    func mutations() {
        var generator = SeededGenerator(seed: 17)
        let client =
            Wire.clientStart + Wire.headers(1, Wire.request("POST", "/a", [("content-type", "application/grpc")]))
            + Wire.data(1, Wire.message(GRPCTests.export("words")), ends: true) + Self.get
            + Wire.headers(5, Wire.request("GET", "/c"), ends: true)
        let server =
            Wire.serverStart + Wire.headers(1, [(":status", "200"), ("content-type", "application/grpc")])
            + Wire.data(1, Wire.message([]), ends: false) + Wire.headers(1, [("grpc-status", "0")], ends: true)
            + Wire.headers(5, [(":status", "200")]) + Wire.data(5, "x", ends: true)
        for round in 0..<400 {
            var (fromClient, fromServer) = (client, server)
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                fromClient[Int.random(in: 24..<client.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
                fromServer[Int.random(in: 9..<server.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            let turns: [Turn] = [.clientBytes(fromClient), .serverBytes(fromServer)]
            let whole = converse(turns, segments: 60_000)
            let pieces = converse(turns, segments: Int.random(in: 1...30, using: &generator))
            #expect(whole.lines == pieces.lines, "\(round)")
            #expect(whole.questions == pieces.questions, "\(round)")
            #expect(whole.answers == pieces.answers, "\(round)")
            #expect(whole.weirdNames == pieces.weirdNames, "\(round)")
        }
    }

    @Test("random bytes behind the preface never trap")
    func random() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<300 {
            _ = converse(
                [.clientBytes(Wire.preface + generator.bytes(200)), .serverBytes(generator.bytes(200))],
                segments: Int.random(in: 1...100, using: &generator))
        }
    }
}
