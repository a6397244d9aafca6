import Dissection
import Observation
import TestSupport
import Testing

@Suite("HTTP exchanges")
struct HTTPExchangeTests {
    @Test("an answer belongs to its request, with everything that a report names", arguments: [1, 2, 7, 1_400])
    func fields(size: Int) throws {
        let bench = converse(
            [
                .client("POST /v1 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n\r\n{}"),
                .server(
                    "HTTP/1.1 302 Found\r\nServer: uvicorn\r\nContent-Type: Application/JSON; charset=utf-8\r\n"
                        + "Location: https://B.example:8443/x?token=abc\r\nSet-Cookie: id=secret\r\nContent-Length: 5\r\n\r\nhello"
                ),
            ], segments: size)
        let exchange = try #require(bench.exchanges.first)
        let response = try #require(exchange.response)
        #expect(bench.lines == ["POST /v1 302"])
        #expect(response.version == "1.1")
        #expect(response.server == "uvicorn")
        #expect(response.mediaType == "application/json")
        #expect(response.locationHost == "b.example")
        #expect(response.setsCookies)
        #expect(response.headerNames == ["server", "content-type", "location", "set-cookie", "content-length"])
        #expect(bench.answers == ["hello"])
        #expect(response.content.byteCount == 5 && !response.content.isTruncated)
        #expect(!"\(exchange)".contains("secret") && !"\(exchange)".contains("abc"))
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("times are those of the first and the last bytes")
    func times() throws {
        let bench = Bench()
        let connection = Connection(bench)  // Three packets, a millisecond each.
        connection.send("POST / HTTP/1.1\r\nContent-")
        connection.send("Length: 4\r\n\r\nbo")
        connection.send("dy")
        connection.server([.ack], Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        connection.server([.ack], Array("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n".utf8))
        connection.server([.ack], Array("an".utf8))
        connection.server([.ack], Array("sw".utf8))
        let exchange = try #require(bench.exchanges.first)
        let milliseconds = { (time: Timestamp?) in time.map { $0.nanoseconds / 1_000_000 } }
        #expect(milliseconds(exchange.start) == 4)
        #expect(milliseconds(exchange.requestEnd) == 6)
        #expect(milliseconds(exchange.responseStart) == 8)
        #expect(milliseconds(exchange.responseBodyStart) == 9)
        #expect(milliseconds(exchange.end) == 10)
        #expect(exchange.informationalStatusCodes == [100])
    }

    @Test(
        "pipelined requests are answered in order, and heads without a body end where they should",
        arguments: [1, 3, 1_400])
    func pipelined(size: Int) {
        let bench = converse(
            [
                .client(
                    "GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n\r\nGET /4 HTTP/1.1\r\n\r\nGET /5 HTTP/1.1\r\n\r\n"
                ),
                .server(
                    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\noneHTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                        + "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\nHTTP/1.1 204\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3;a=\"b\"\r\nfiv\r\n1\r\ne\r\n0\r\nTrailer: x\r\n\r\n"),
            ], segments: size)
        #expect(bench.lines == ["GET /1 200", "HEAD /2 200", "GET /3 304", "GET /4 204", "GET /5 200"])
        #expect(bench.answers == ["one", "", "", "", "five"])
        #expect(bench.exchanges.last?.informationalStatusCodes == [103])
        #expect(bench.weirdNames.isEmpty)
    }

    @Test("an answer without a length goes on to the end of the connection")
    func untilClose() {
        let bench = converse([
            .client("GET / HTTP/1.0\r\n\r\n"), .server("HTTP/1.0 200 OK\r\n\r\nall of it"), .server(" and more"),
        ])
        #expect(bench.answers == ["all of it and more"])
        #expect(bench.exchanges.first?.response?.content.isTruncated == false)
    }

    @Test("an answer that is cut off says so, a request without an answer is told at the end")
    func unfinished() {
        let bench = converse([
            .client("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n"),
            .server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"),
        ])
        #expect(bench.lines == ["GET /1 200", "GET /2 -"])
        #expect(bench.exchanges.first?.response?.content.isTruncated == true)
    }

    @Test("an answer may come before its request is whole, and the request is still read")
    func early() {
        let bench = converse([
            .client("POST /1 HTTP/1.1\r\nContent-Length: 8\r\n\r\nfirst"),
            .server("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"),
            .client("allGET /2 HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ])
        #expect(bench.lines == ["POST /1 413", "GET /2 200"])
        #expect(bench.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["firstall", ""])
    }

    @Test("lines may end in bare line feeds, fields may go on in the next line")
    func oldGrammar() {
        let bench = converse([
            .client("\nGET /a HTTP/1.1\nHost: a.example\nUser-Agent: one\n  two\n\n"),
            .server("HTTP/1.1 200 OK\nContent-Length: 2\nServer : x\nnonsense\n\nok"),
        ])
        #expect(bench.lines == ["GET /a 200"])
        #expect(bench.requests.first?.userAgent?.split(separator: " ").joined(separator: " ") == "one two")
        #expect(bench.exchanges.first?.response?.server == "x")
        #expect(
            bench.weirdNames == ["HTTP_obsolete_line_folding", "HTTP_blank_before_colon", "HTTP_field_without_colon"])
    }

    @Test("a request of HTTP/0.9 has an answer without a head")
    func simple() {
        let bench = converse([.client("GET /zero\r\n"), .server("<p>"), .server("nine")])
        #expect(bench.lines == [])
        let joined = converse([
            .client("GET / HTTP/1.0\r\n\r\n"), .server("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
            .client("GET /zero\r\n"), .server("<p>"), .server("nine"),
        ])
        #expect(joined.lines == ["GET / 200", "GET /zero 0"])
        #expect(joined.answers == ["", "<p>nine"])
        #expect(joined.requests.last?.version == "0.9")
    }

    @Test("a server that does not speak HTTP is odd, and the request is told all the same")
    func foreignReply() {
        let bench = converse(
            [
                .client("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), .server("SSH-2.0-OpenSSH_9.2\r\n"),
                .server("more\r\n"),
            ],
            finishes: false)
        #expect(bench.lines == ["GET / -"])
        #expect(bench.weirdNames == ["bad_HTTP_reply"])
    }

    @Test("an answer to what is no HTTP is told without a request")
    func foreignRequest() throws {
        let answer = "HTTP/1.1 400 Bad Request\r\nServer: x\r\nContent-Length: 0\r\n\r\n"
        let bench = converse([.client("\u{1}\u{2}gibberish\r\n"), .server(answer)])
        #expect(bench.lines == ["  400"])
        #expect(bench.weirdNames == ["unmatched_HTTP_reply"])
        let later = converse([
            .client("GET / HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
            .client("T / HTTP\r\n\r\n"), .server(answer), .client("GET /2 HTTP/1.1\r\n\r\n"), .server(answer),
        ])
        #expect(later.lines == ["GET / 200", "  400", "GET /2 400"])
        #expect(later.weirdNames == ["bad_HTTP_request", "unmatched_HTTP_reply"])
        let event = try #require(later.events.filter { $0.category == .httpRequest }.dropFirst().first)
        #expect(event.integer(.httpStatusCode) == 400)
        #expect(event.string(.httpVersion) == "1.1")
        #expect(event[.httpMethod] == nil && event[.urlFull] == nil)
    }

    @Test(
        "contradictions by which requests are smuggled are named",
        arguments: [
            ("Content-Length: 5\r\nTransfer-Encoding: chunked", "HTTP_content_length_with_chunked"),
            ("Transfer-Encoding: xchunked", "HTTP_bad_transfer_coding"),
            ("Transfer-Encoding: chunked, gzip", "HTTP_bad_transfer_coding"),
            ("Content-Length: 5\r\nContent-Length: 6", "HTTP_bad_content_length"),
            ("Content-Length: +5", "HTTP_bad_content_length"),
            ("Transfer-Encoding : chunked", "HTTP_blank_before_colon"),
        ])
    func smuggling(fields: String, name: String) {
        let bench = converse([.client("POST / HTTP/1.1\r\n\(fields)\r\n\r\n0\r\n\r\n")])
        #expect(bench.lines == ["POST / -"])
        #expect(bench.weirdNames == [name])
    }

    @Test(
        "bodies are decoded, whatever coded them and whichever side sent them", .enabled(if: CodingOracle.isThere),
        arguments: [["gzip"], ["deflate"], ["br"], ["zstd"], ["gzip", "br"]])
    func codings(names: [String]) throws {
        let text = String(repeating: "{\"prompt\":\"what leaves?\"}", count: 100)
        let body = try #require(CodingOracle.encoded(text, names))
        let fields = "Content-Encoding: \(names.joined(separator: ", "))\r\nContent-Length: \(body.count)\r\n\r\n"
        let bench = converse([
            .clientBytes(Array("POST / HTTP/1.1\r\n\(fields)".utf8) + body),
            .serverBytes(Array("HTTP/1.1 200 OK\r\n\(fields)".utf8) + body),
        ])
        let exchange = try #require(bench.exchanges.first)
        for content in [exchange.request.content, exchange.response?.content] {
            let isSame = content?.bytes == Array(text.utf8)
            #expect(isSame)
            #expect(content?.byteCount == Int64(body.count))
            #expect(content?.decodedByteCount == Int64(text.utf8.count))
            #expect(content?.isTruncated == false)
        }
    }

    @Test("a transfer coding lies over the content's", .enabled(if: CodingOracle.isThere))
    func transferCoding() throws {
        let body = try #require(CodingOracle.encoded("twice", ["br", "gzip"]))
        let chunk = Array(String(body.count, radix: 16).utf8) + [13, 10] + body + Array("\r\n0\r\n\r\n".utf8)
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Encoding: br\r\n\r\n"
        let bench = converse([.client("GET / HTTP/1.1\r\n\r\n"), .serverBytes(Array(head.utf8) + chunk)])
        #expect(bench.answers == ["twice"])
    }

    @Test(
        "a bomb and a body that is not what its coding says are odd, and the connection reads on",
        .enabled(if: CodingOracle.isThere))
    func badCodings() throws {
        let bomb = try #require(CodingOracle.encoded("zeros:30000000", ["gzip"]))
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
        let bench = converse([
            .client("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n"),
            .serverBytes(Array("\(head)\(bomb.count)\r\n\r\n".utf8) + bomb), .server("\(head)7\r\n\r\nin fact"),
            .server("HTTP/1.1 200 OK\r\nContent-Encoding: pack200-gzip\r\nContent-Length: 1\r\n\r\nx"),
        ])
        #expect(bench.lines == ["GET /1 200", "GET /2 200", "GET /3 200"])
        #expect(bench.weirdNames == ["decompression_bomb", "inflate_failed"])
        #expect(bench.exchanges[0].response?.content.isTruncated == true)
        #expect(bench.exchanges[0].response?.content.byteCount == Int64(bomb.count))
        #expect(bench.answers[1...] == ["in fact", "x"])
    }

    @Test("a request for words is kept up to one limit, uploads and answers up to another")
    func limits() {
        var limits = DissectionLimits()
        (limits.bodyBytes, limits.answerBytes) = (100, 10)
        let body = String(repeating: "x", count: 200)
        let bench = converse(
            [
                .client("POST /1 HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n\(body)"),
                .server("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n\(body)"),
                .client(
                    "POST /2 HTTP/1.1\r\nContent-Type: application/octet-stream\r\nContent-Length: 200\r\n\r\n\(body)"),
                .server("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n\(body)"),
            ], limits: limits)
        #expect(bench.requests.map(\.body.count) == [100, 10])
        #expect(bench.answers.map(\.utf8.count) == [10, 10])
        #expect(bench.requests.allSatisfy { $0.bodyByteCount == 200 && $0.isBodyTruncated })
    }

    @Test("a hole inside an answer's body is stepped over, one that swallows a head is not guessed at")
    func holes() {
        let bench = Bench()
        let connection = Connection(bench)
        connection.send("GET /1 HTTP/1.1\r\n\r\n")
        connection.server([.ack], Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab".utf8))
        connection.loseServer(4)
        connection.server([.ack], Array("ghij".utf8))
        connection.send("GET /2 HTTP/1.1\r\n\r\n")
        #expect(bench.lines == ["GET /1 200"])
        #expect(bench.answers == ["abghij"])
        #expect(bench.exchanges.first?.response?.content.isTruncated == true)
        // The whole second answer is lost, and with it what it was.
        connection.loseServer(100)
        connection.send("GET /3 HTTP/1.1\r\n\r\n")
        connection.server([.ack], Array("HTTP/1.1 203 OK\r\nContent-Length: 0\r\n\r\n".utf8))
        connection.send("GET /4 HTTP/1.1\r\n\r\n")
        bench.finish()
        #expect(bench.lines == ["GET /1 200", "GET /2 -", "GET /3 203", "GET /4 -"])
    }

    @Test("a capture that joined in the middle of an answer finds the next message of each side")
    func joinedLate() {
        let bench = converse(
            [
                .server("rest of some body\r\n"), .client("GET /2 HTTP/1.1\r\n\r\n"),
                .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
            ], opens: false)
        #expect(bench.lines == ["GET /2 200"])
        let answerFirst = converse(
            [
                .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), .client("GET /2 HTTP/1.1\r\n\r\n"),
                .server("HTTP/1.1 201 OK\r\nContent-Length: 2\r\n\r\nok"),
            ], opens: false)
        #expect(answerFirst.lines == ["  200", "GET /2 201"])
        #expect(answerFirst.exchanges.first?.request.isSeen == false)
    }

    @Test("what follows CONNECT is read as what it is, HTTP included, and a refused one leads back")
    func tunnels() {
        let established = "HTTP/1.1 200 Connection established\r\n\r\n"
        let bench = converse([
            .client("CONNECT a.example:80 HTTP/1.1\r\n\r\n"), .server(established),
            .client("GET /in HTTP/1.1\r\nHost: a.example\r\n\r\n"),
            .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nin"),
        ])
        #expect(bench.lines == ["CONNECT a.example:80 200", "GET /in 200"])
        #expect(bench.answers == ["", "in"])
        let impatient = converse([
            .client("CONNECT a.example:443 HTTP/1.1\r\n\r\n"), .clientBytes(TLSTests.hello(serverName: "a.example")),
            .server(established),
        ])
        #expect(impatient.hellos.map(\.serverName) == ["a.example"])
        #expect(impatient.lines == ["CONNECT a.example:443 200"])
        let refused = converse([
            .client("CONNECT a.example:80 HTTP/1.1\r\n\r\n"),
            .server("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"),
            .client("GET /out HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ])
        #expect(refused.lines == ["CONNECT a.example:80 407", "GET /out 200"])
    }

    @Test("an upgrade that is agreed on is left to what comes, one that is not is ignored")
    func upgrades() {
        let request = "GET /1 HTTP/1.1\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"
        let agreed = converse([
            .client(request), .server("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n\u{1}\u{2}"),
            .client("\u{3}\u{4}"), .server("\u{5}"),
        ])
        #expect(agreed.lines == ["GET /1 101"])
        #expect(agreed.weirdNames.isEmpty)
        let ignored = converse([
            .client(request + "GET /2 HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
            .server("HTTP/1.1 201 OK\r\nContent-Length: 0\r\n\r\n"),
        ])
        #expect(ignored.lines == ["GET /1 200", "GET /2 201"])
    }

    @Test("requests beyond those that are remembered are told at once, and the answers stay in step")
    func manyRequests() {
        let requests = (0..<70).map { "GET /\($0) HTTP/1.1\r\n\r\n" }.joined()
        let answers = (0..<70).map { "HTTP/1.1 \(200 + $0) OK\r\nContent-Length: 0\r\n\r\n" }.joined()
        let bench = converse([.client(requests), .server(answers)])
        let statuses = bench.exchanges.filter { $0.request.isSeen && $0.response != nil }.map {
            "/\(($0.response?.statusCode ?? 0) - 200)" == $0.request.target
        }
        #expect(statuses == [Bool](repeating: true, count: 64))
        #expect(bench.weirdNames == [String](repeating: "HTTP_excessive_pipelining", count: 6))
    }

    @Test("an answer is told with its request, its words as content")
    func event() throws {
        let bench = converse([
            .client("POST /api HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n\r\nhi"),
            .server(
                "HTTP/1.1 200 OK\r\nServer: x/1\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"a\":\"word\"}"
            ),
            .client("GET /image HTTP/1.1\r\n\r\n"),
            .server("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\n\u{1}PNG"),
        ])
        let events = bench.events.filter { $0.category == .httpRequest }
        let event = try #require(events.first)
        #expect(event.integer(.httpStatusCode) == 200)
        #expect(event.string(.httpResponseBody) == "{\"a\":\"word\"}")
        #expect(event.integer(.httpResponseBodyBytes) == 12)
        #expect(event.string(.httpResponseMimeType) == "application/json")
        #expect(event[.httpResponseHeaderNames]?.strings == ["server", "content-type", "content-length"])
        #expect(event.string(.httpServer) == "x/1")
        #expect(event[.httpResponseBodyTruncated] == false)
        #expect(event[.httpResponseBodyDecodedBytes] == nil)
        #expect(event.integer(.eventDuration) == 1_000_000)
        #expect(Field.httpResponseBody.sensitivity == .content)
        // What is no text is counted and not shown.
        #expect(events.last?[.httpResponseBody] == nil)
        #expect(events.last?.integer(.httpResponseBodyBytes) == 4)
    }

    @Test("every shorter prefix of a conversation tells at most what it holds")
    func prefixes() {
        let asked = Array("POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: 4\r\n\r\nbody".utf8)
        let answered = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".utf8)
        for length in 0...answered.count {
            let bench = converse([.clientBytes(asked), .serverBytes(Array(answered[..<length]))])
            #expect(bench.requests.map(\.target) == ["/a"])
            let isWhole = length == answered.count
            if let response = bench.exchanges.first?.response { #expect(response.content.isTruncated == !isWhole) }
            #expect("abc".hasPrefix(bench.answers.first ?? ""))
            #expect(bench.weirdNames.isEmpty)
        }
    }

    @Test("random bytes and random damage on both sides never trap, and memory is let go", arguments: 0..<40)
    func anyBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "GET / HTTP/1.1\r\n", "POST /a HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n", "Content-Length: ",
            "Transfer-Encoding: chunked\r\n",
            "\r\n\r\n", "\r\n", "5\r\nhello\r\n", "0\r\n\r\n", "Upgrade: websocket\r\n", "HTTP/1.1 101 x\r\n",
            "CONNECT a:1 HTTP/1.1\r\n\r\n",
            "Content-Encoding: gzip\r\n", "ffffffffffffffff", "18446744073709551615\r\n", "7", "\u{1F}\u{8B}",
        ]
        for _ in 0..<20 {
            var turns: [Turn] = [.client("GET / HTTP/1.1\r\n")]
            for _ in 0..<20 {
                var bytes: [UInt8] = []
                for _ in 0..<5 { bytes += Array((pieces.randomElement(using: &generator) ?? "").utf8) }
                if Bool.random(using: &generator) { bytes += generator.bytes(10) }
                turns.append(Bool.random(using: &generator) ? .clientBytes(bytes) : .serverBytes(bytes))
            }
            let bench = converse(turns, segments: Int.random(in: 1...200, using: &generator))
            #expect(bench.dissector.liveFlowCount == 0)
        }
    }
}
