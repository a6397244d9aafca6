import Dissection
import Observation
import TestSupport
import Testing

@Suite("Header compression of HTTP/2")
struct HeaderCompressionTests {
    private typealias Wire = HTTP2Wire

    static func bytes(_ hex: some StringProtocol) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }

    @Test(
        "the requests of RFC 7541, appendix C, are read",
        arguments: [
            // C.3, without Huffman coding.
            [
                "828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865",
                "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
            ],
            // C.4, with it.
            [
                "828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf",
                "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
            ],
        ])
    func requests(blocks: [String]) {
        let frames = blocks.enumerated().flatMap { index, block in
            Wire.frame(1, flags: 5, stream: UInt32(index * 2 + 1), Self.bytes(block))
        }
        let bench = converse([.clientBytes(Wire.clientStart + frames)])
        #expect(bench.requests.map(\.target) == ["/", "/", "/index.html"])
        #expect(bench.requests.map(\.host) == [String?](repeating: "www.example.com", count: 3))
        #expect(bench.requests.map(\.scheme) == ["http", "http", "https"])
        #expect(bench.requests.map(\.headerNames) == [[], ["cache-control"], ["custom-key"]])
        #expect(bench.weirdNames.isEmpty)
    }

    @Test(
        "the responses of RFC 7541, appendix C, are read",
        arguments: [
            // C.5, without Huffman coding.
            [
                "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54"
                    + "6e1768747470733a2f2f7777772e6578616d706c652e636f6d",
                "4803333037c1c0bf",
                "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48"
                    + "514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31",
            ],
            // C.6, with it.
            [
                "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
                "4883640effc1c0bf",
                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af"
                    + "27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
            ],
        ])
    func responses(blocks: [String]) {
        let asked = (0..<3).flatMap { Wire.headers(UInt32($0 * 2 + 1), Wire.request("GET", "/\($0)"), ends: true) }
        let answered = blocks.enumerated().flatMap { index, block in
            Wire.frame(1, flags: 5, stream: UInt32(index * 2 + 1), Self.bytes(block))
        }
        let bench = converse([.clientBytes(Wire.clientStart + asked), .serverBytes(Wire.serverStart + answered)])
        #expect(bench.lines == ["GET /0 302", "GET /1 307", "GET /2 200"])
        let responses = bench.exchanges.compactMap(\.response)
        #expect(responses.allSatisfy { $0.locationHost == "www.example.com" })
        #expect(responses.map(\.setsCookies) == [false, false, true])
        #expect(responses.last?.contentCodings == ["gzip"])
        #expect(bench.weirdNames.isEmpty)
    }

    @Test(
        "what Python's encoder compresses is read, over changes of the table's size",
        .enabled(if: PythonOracle.canImport("hpack")))
    func python() throws {
        let script = """
            import hpack, random
            r = random.Random(7)
            e = hpack.Encoder()
            for i in range(300):
                if r.random() < 0.1: e.header_table_size = r.choice([0, 64, 512, 4096, 16384])
                path = '/' + ''.join(r.choice('abcXYZ09-._~%') for _ in range(r.randrange(60)))
                agent = r.choice(['curl/8', 'python', 'x' * r.randrange(300)])
                extra = 'x-%d' % r.randrange(20)
                host = 'h%d.example' % r.randrange(9)
                h = [(':method', 'GET'), (':scheme', 'https'), (':authority', host), (':path', path),
                     ('user-agent', agent), (extra, ''.join(chr(r.randrange(33, 126)) for _ in range(r.randrange(40))))]
                print(e.encode(h, huffman=r.random() < 0.7).hex(), path, host, agent, extra, sep='\\t')
            """
        let lines = try #require(PythonOracle.run(script, input: "")).split(separator: "\n")
        let rows = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let frames = rows.enumerated().flatMap { index, row in
            Wire.frame(1, flags: 5, stream: UInt32(index * 2 + 1), Self.bytes(row[0]))
        }
        let bench = converse([.clientBytes(Wire.clientStart + frames)])
        #expect(rows.count == 300)
        #expect(bench.requests.map(\.target) == rows.map { $0[1] })
        #expect(bench.requests.map { $0.host ?? "" } == rows.map { $0[2] })
        #expect(bench.requests.map { $0.userAgent ?? "" } == rows.map { $0[3] })
        #expect(bench.requests.map(\.headerNames) == rows.map { ["user-agent", $0[4]] })
        #expect(bench.weirdNames.allSatisfy { $0 == "HTTP2_excessive_streams" })
    }
}
