import Dissection
import Observation
import TestSupport
import Testing

@Suite("HTTP/2 exchanges")
struct HTTP2ExchangeTests {
    private typealias Wire = HTTP2Wire

    private static let chat: [Turn] = [
        .clientBytes(
            Wire.clientStart
                + Wire.headers(
                    1,
                    Wire.request("POST", "/v1/x?a=1", [("content-type", "application/json"), ("user-agent", "curl/8")]))
                + Wire.headers(3, Wire.request("GET", "/b"), ends: true) + Wire.data(1, "{\"que", ends: false)),
        .serverBytes(
            Wire.serverStart + Wire.headers(3, [(":status", "103")])
                + Wire.headers(3, [(":status", "404"), ("server", "x")])
                + Wire.data(3, "none", ends: true)),
        .clientBytes(Wire.settings(acknowledges: true) + Wire.data(1, Array("stion\"}".utf8), ends: true, padding: 9)),
        .serverBytes(
            Wire.headers(1, [(":status", "200"), ("content-type", "text/plain")]) + Wire.data(1, "an")
                + Wire.frame(6, [UInt8](repeating: 7, count: 8)) + Wire.frame(0xB8, stream: 1, [1, 2, 3])
                + Wire.data(1, "swer") + Wire.headers(1, [("x-sum", "1")], ends: true)),
    ]

    @Test(
        "streams are told apart, with everything that a report names, wherever the bytes are cut",
        arguments: [1, 2, 7, 1_400])
    func interleaved(size: Int) throws {
        let bench = converse(Self.chat, segments: size)
        #expect(bench.lines == ["GET /b 404", "POST /v1/x?a=1 200"])
        #expect(bench.answers == ["none", "answer"])
        #expect(bench.questions == ["", "{\"question\"}"])
        #expect(bench.weirdNames.isEmpty)
        let exchange = try #require(bench.exchanges.last)
        #expect(exchange.request.version == "2" && exchange.response?.version == "2")
        #expect(exchange.request.host == "models.example:8080" && exchange.request.scheme == "http")
        #expect(exchange.request.headerNames == ["content-type", "user-agent"])
        #expect(exchange.request.userAgent == "curl/8")
        #expect(!exchange.request.isBodyTruncated && exchange.response?.content.isTruncated == false)
        #expect(bench.exchanges.first?.informationalStatusCodes == [103])
        #expect(bench.summaries.first?.applicationProtocol == .http)
        #expect(bench.summaries.first?.serverName?.name == "models.example")
        #expect(bench.summaries.first?.isOpaque == false)
    }

    @Test("a server that speaks first is understood", arguments: [[(3, 100)], []] as [[(Int, UInt32)]], [1, 4, 1_400])
    func serverFirst(settings: [(Int, UInt32)], size: Int) {
        let bench = converse(
            [
                .serverBytes(Wire.settings(settings)),
                .clientBytes(Wire.clientStart + Wire.headers(1, Wire.request("GET", "/"), ends: true)),
                .serverBytes(Wire.headers(1, [(":status", "204")], ends: true)),
            ], segments: size)
        #expect(bench.lines == ["GET / 204"])
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("every conversation that ends early is told as far as it came")
    func prefixes() {
        let turns = Self.chat
        let whole = turns.map(\.bytes.count).reduce(0, +)
        for length in 0..<whole {
            var rest = length
            var cut: [Turn] = []
            for turn in turns where rest > 0 {
                let bytes = Array(turn.bytes.prefix(rest))
                rest -= bytes.count
                cut.append(turn.isOfClient ? .clientBytes(bytes) : .serverBytes(bytes))
            }
            let bench = converse(cut)
            #expect(bench.exchanges.count <= 2)
            #expect(bench.exchanges.allSatisfy { ["/b", "/v1/x?a=1"].contains($0.request.target) })
            #expect(bench.weirdNames.isEmpty, "\(length)")
        }
    }

    @Test("a reset stream is told at once, and what still comes on it is not")
    func reset() {
        let bench = converse(
            [
                .clientBytes(Wire.clientStart + Wire.headers(1, Wire.request("POST", "/a")) + Wire.data(1, "half")),
                .serverBytes(Wire.serverStart + Wire.headers(1, [(":status", "200")]) + Wire.data(1, "par")),
                .clientBytes(Wire.reset(1)),
                .serverBytes(Wire.data(1, "tial") + Wire.headers(1, [("t", "1")], ends: true)),
            ], finishes: false)
        #expect(bench.lines == ["POST /a 200"])
        #expect(bench.questions == ["half"] && bench.answers == ["par"])
        #expect(bench.exchanges.first?.request.isBodyTruncated == true)
        #expect(bench.exchanges.first?.response?.content.isTruncated == true)
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("a promised request is told with its answer")
    func push() {
        let promise = Packets.u32(2) + Wire.block(Wire.request("GET", "/style.css"))
        let bench = converse([
            .clientBytes(Wire.clientStart + Wire.headers(1, Wire.request("GET", "/"), ends: true)),
            .serverBytes(
                Wire.serverStart + Wire.frame(5, flags: 4, stream: 1, promise)
                    + Wire.headers(1, [(":status", "200")], ends: true)
                    + Wire.headers(2, [(":status", "200")]) + Wire.data(2, "body{}", ends: true)),
        ])
        #expect(bench.lines == ["GET / 200", "GET /style.css 200"])
        #expect(bench.answers == ["", "body{}"])
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("a request that HTTP/1 upgrades is answered on the first stream", arguments: [1, 5, 1_400])
    func upgrade(size: Int) throws {
        let bench = converse(
            [
                .client(
                    "POST /a HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABk\r\nContent-Length: 2\r\n\r\nhi"),
                .server("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
                .serverBytes(
                    Wire.serverStart + Wire.headers(1, [(":status", "200")]) + Wire.data(1, "hello", ends: true)),
                .clientBytes(Wire.clientStart + Wire.headers(3, Wire.request("GET", "/b"), ends: true)),
                .serverBytes(Wire.headers(3, [(":status", "404")], ends: true)),
            ], segments: size)
        #expect(bench.lines == ["POST /a 200", "GET /b 404"])
        #expect(bench.questions == ["hi", ""] && bench.answers == ["hello", ""])
        let exchange = try #require(bench.exchanges.first)
        #expect(exchange.informationalStatusCodes == [101])
        #expect(exchange.request.version == "1.1" && exchange.response?.version == "2")
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("what follows CONNECT is looked at afresh")
    func tunnel() {
        let hello = TLSTests.hello(serverName: "api.example.com")
        let bench = converse([
            .clientBytes(
                Wire.clientStart + Wire.headers(1, [(":method", "CONNECT"), (":authority", "api.example.com:443")])),
            .serverBytes(Wire.serverStart + Wire.headers(1, [(":status", "200")])),
            .clientBytes(Wire.data(1, hello)),
        ])
        #expect(bench.requests.map(\.target) == ["api.example.com:443"])
        #expect(bench.hellos.map(\.serverName) == ["api.example.com"])
    }

    @Test("answers of models that come in events are read")
    func modelCall() throws {
        let events =
            "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n"
            + "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: [DONE]\n\n"
        let question = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
        let bench = converse([
            .clientBytes(
                Wire.clientStart
                    + Wire.headers(
                        1, Wire.request("POST", "/v1/chat/completions", [("content-type", "application/json")]))
                    + Wire.data(1, question, ends: true)),
            .serverBytes(
                Wire.serverStart + Wire.headers(1, [(":status", "200"), ("content-type", "text/event-stream")])
                    + Wire.data(1, String(events.prefix(40))) + Wire.data(1, String(events.dropFirst(40)), ends: true)),
        ])
        let calls = bench.messages.compactMap { message -> LLMCall? in
            guard case .llmCall(let call) = message.content else { return nil }
            return call
        }
        let call = try #require(calls.first)
        #expect(call.messages.map(\.text) == ["Hi"])
        #expect(call.choices.map(\.text) == ["Hello"])
        #expect(call.isAnswerWhole)
    }
}
