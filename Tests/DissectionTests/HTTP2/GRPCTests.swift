import Dissection
import Observation
import TestSupport
import Testing

@Suite("gRPC")
struct GRPCTests {
    private typealias Wire = HTTP2Wire

    private static let path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"

    /// A trace with one resource, one span and one attribute, as OTLP has it.
    static func export(_ prompt: String) -> [UInt8] {
        let attribute = Wire.field(1, "gen_ai.prompt") + Wire.field(2, Wire.field(1, prompt))
        let span =
            Wire.field(1, [UInt8](repeating: 0xA7, count: 16)) + Wire.field(5, "chat llama3")
            + [0x39, 1, 2, 3, 4, 5, 6, 7, 8] + Wire.field(9, attribute)
        let resource = Wire.field(1, Wire.field(1, "service.name") + Wire.field(2, Wire.field(1, "my-app")))
        return Wire.field(1, Wire.field(1, resource) + Wire.field(2, Wire.field(2, span)))
    }

    private static func call(
        _ body: [UInt8], encoding: String? = nil, type: String = "application/grpc", answer: [UInt8] = Wire.message([]),
        segments: Int = 1_400
    ) -> Bench {
        let fields = [("content-type", type), ("te", "trailers")] + (encoding.map { [("grpc-encoding", $0)] } ?? [])
        return converse(
            [
                .clientBytes(
                    Wire.clientStart + Wire.headers(1, Wire.request("POST", Self.path, fields))
                        + Wire.data(1, body, ends: true)),
                .serverBytes(
                    Wire.serverStart + Wire.headers(1, [(":status", "200"), ("content-type", type)])
                        + Wire.data(1, answer)
                        + Wire.headers(1, [("grpc-status", "0")], ends: true)),
            ], segments: segments)
    }

    @Test(
        "telemetry's service, method, status and words are read wherever the bytes are cut", arguments: [1, 3, 1_400])
    func telemetry(size: Int) throws {
        let body = Wire.message(Self.export("What is in\nmy diary?"))
        let bench = Self.call(body, segments: size)
        let exchange = try #require(bench.exchanges.first)
        let call = try #require(exchange.rpc)
        #expect(call.service == "opentelemetry.proto.collector.trace.v1.TraceService" && call.method == "Export")
        #expect(call.statusCode == 0 && call.request.count == 1 && call.response.count == 1)
        #expect(call.request.byteCount == Int64(body.count - 5) && call.response.byteCount == 0)
        #expect(bench.questions == ["service.name\nmy-app\nchat llama3\ngen_ai.prompt\nWhat is in\nmy diary?\n"])
        #expect(exchange.request.bodyByteCount == Int64(body.count) && !exchange.request.isBodyTruncated)
        #expect(bench.weirdNames.isEmpty)
        var network = NetworkEvents()
        var events: [Event] = []
        for message in bench.messages { network.describe(.message(message), into: &events) }
        let event = try #require(events.first)
        #expect(event[.rpcSystem] == "grpc" && event[.rpcService] == .string(call.service))
        #expect(event[.rpcMethod] == "Export" && event[.rpcGRPCStatusCode] == 0)
    }

    @Test("compressed messages are read", arguments: ["gzip", "deflate"], [1, 1_400])
    func compressed(coding: String, size: Int) throws {
        let script =
            "import sys,zlib;d=bytes.fromhex(sys.stdin.read());c=zlib.compressobj(9,8,\(coding == "gzip" ? 31 : 15));print((c.compress(d)+c.flush()).hex())"
        let plain = Self.export("a canary in the coal mine")
        let output = try #require(
            PythonOracle.run(script, input: plain.map { String(Int($0) + 0x100, radix: 16).suffix(2) }.joined()))
        let digits = Array(output.utf8.prefix { $0 != 10 })
        let packed = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        let bench = Self.call(
            Wire.message(packed, flags: 1) + Wire.message(Self.export("plain")), encoding: coding, segments: size)
        #expect(bench.questions.first?.contains("a canary in the coal mine\n") == true)
        #expect(bench.questions.first?.contains("plain\n") == true)
        #expect(bench.exchanges.first?.rpc?.request.count == 2)
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("what is no compressed message is odd, and the next message is read")
    func undecodable() {
        let bench = Self.call(
            Wire.message([1, 2, 3], flags: 1) + Wire.message(Wire.field(1, "next one")), encoding: "gzip")
        #expect(bench.questions == ["next one\n"])
        #expect(bench.weirdNames == ["gRPC_inflate_failed"])
        #expect(bench.exchanges.first?.request.isBodyTruncated == true)
    }

    @Test("a call that fails has its status and message in one block, without a body")
    func failure() throws {
        let bench = converse([
            .clientBytes(
                Wire.clientStart
                    + Wire.headers(1, Wire.request("POST", "/a.B/C", [("content-type", "application/grpc+proto")]))
                    + Wire.data(1, Wire.message([]), ends: true)),
            .serverBytes(
                Wire.serverStart
                    + Wire.headers(
                        1,
                        [
                            (":status", "200"), ("content-type", "application/grpc"), ("grpc-status", "12"),
                            ("grpc-message", "no%20C%"),
                        ],
                        ends: true)),
        ])
        let call = try #require(bench.exchanges.first?.rpc)
        #expect(call.service == "a.B" && call.method == "C" && call.statusCode == 12 && call.statusMessage == "no C%")
    }

    @Test("calls from web pages over HTTP/1 are read, with the status in the last message")
    func web() throws {
        let body = Wire.message(Wire.field(1, "typed words"))
        let answer =
            Wire.message(Wire.field(1, "said words"))
            + Wire.message(Array("grpc-status: 5\r\ngrpc-message:gone\r\n".utf8), flags: 0x80)
        let bench = converse([
            .clientBytes(
                Array(
                    "POST /a.B/C HTTP/1.1\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: \(body.count)\r\n\r\n"
                        .utf8) + body),
            .serverBytes(
                Array(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: \(answer.count)\r\n\r\n"
                        .utf8) + answer),
        ])
        let call = try #require(bench.exchanges.first?.rpc)
        #expect(call.statusCode == 5 && call.statusMessage == "gone" && call.response.count == 1)
        #expect(bench.questions == ["typed words\n"] && bench.answers == ["said words\n"])
    }

    @Test("JSON in messages is kept as it is")
    func json() {
        let bench = Self.call(Wire.message(Array("{\"a\":1}".utf8)), type: "application/grpc+json")
        #expect(bench.questions == ["{\"a\":1}\n"])
    }

    @Test("of a message that ends early, the words that came are kept")
    func prefixes() {
        let body = Wire.message(Self.export("abcdefghijklmnopqrstuvwxyz"))
        let whole = Self.call(body).questions[0]
        for length in 0..<body.count {
            let bench = converse([
                .clientBytes(
                    Wire.clientStart
                        + Wire.headers(1, Wire.request("POST", Self.path, [("content-type", "application/grpc")]))
                        + Wire.data(1, Array(body.prefix(length))))
            ])
            #expect(bench.exchanges.count == 1)
            #expect(bench.exchanges[0].request.isBodyTruncated)
            guard length == body.count - 1 else { continue }
            #expect(bench.questions[0].hasPrefix(whole.dropLast(2)))
        }
    }

    @Test("a long message is read as far as the limit goes")
    func long() {
        var limits = DissectionLimits()
        limits.bodyBytes = 1_000
        let message = Wire.message(Wire.field(1, "first") + Wire.field(2, String(repeating: "x", count: 5_000)))
        let bench = converse(
            [
                .clientBytes(
                    Wire.clientStart
                        + Wire.headers(1, Wire.request("POST", Self.path, [("content-type", "application/grpc")]))
                        + Wire.data(1, message + message, ends: true))
            ], limits: limits)
        #expect(bench.questions[0].hasPrefix("first\nxxxx") && bench.questions[0].utf8.count <= 1_000)
        #expect(bench.exchanges[0].rpc?.request.count == 2)
        #expect(bench.exchanges[0].request.isBodyTruncated)
    }

    @Test("random bytes in messages never trap")
    func random() {
        var generator = SeededGenerator(seed: 91)
        for _ in 0..<300 {
            var body = Wire.message(Self.export("some words"))
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                body[Int.random(in: 0..<body.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = Self.call(body + generator.bytes(20), encoding: "gzip", segments: 50)
        }
    }
}
