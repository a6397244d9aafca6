import Dissection
import Observation
import Testing

@Suite("HTTP requests")
struct HTTPTests {
    private static func read(_ text: String, limits: DissectionLimits = DissectionLimits()) -> Bench {
        let bench = Bench(limits: limits)
        let connection = Connection(bench)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 1_400) {
            connection.send(Array(bytes[start..<min(bytes.count, start + 1_400)]))
        }
        bench.finish()
        return bench
    }

    @Test("everything that a report names is read, and credentials are not")
    func fields() throws {
        let bench = Self.read(
            "POST /api/generate?stream=1 HTTP/1.1\r\nHost: Models.Example.com:8080\r\nAuthorization: Bearer abc.def\r\n"
                + "Content-Type: Application/JSON; charset=utf-8\r\nUser-Agent: curl/8.0\r\nOrigin: https://evil.example\r\n"
                + "Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}")
        let request = try #require(bench.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/api/generate?stream=1")
        #expect(request.version == "1.1")
        #expect(request.authorizationScheme == "bearer")
        #expect(request.mediaType == "application/json")
        #expect(request.userAgent == "curl/8.0")
        #expect(request.origin == "https://evil.example")
        #expect(
            request.headerNames == [
                "host", "authorization", "content-type", "user-agent", "origin", "cookie", "content-length",
            ])
        #expect(!"\(request)".contains("abc.def"))
        #expect(bench.summaries.first?.serverName?.name == "models.example.com")
        #expect(bench.summaries.first?.serverName?.source == .httpHost)
    }

    @Test("pipelined requests with bodies of both framings are told apart")
    func pipelined() {
        let bench = Self.read(
            "GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nT: 1\r\n\r\n"
                + "PUT /3 HTTP/1.0\r\nContent-Length: 3\r\n\r\nabcDELETE /4 HTTP/1.1\r\n\r\n")
        #expect(bench.requests.map(\.target) == ["/1", "/2", "/3", "/4"])
        #expect(bench.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["", "hello world", "abc", ""])
        #expect(bench.requests.allSatisfy { !$0.isBodyTruncated })
    }

    @Test("a body beyond the limit is counted and flagged, and the next request is found")
    func largeBody() {
        var limits = DissectionLimits()
        limits.bodyBytes = 100
        let bench = Self.read(
            "POST /a HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1_000)
                + "GET /b HTTP/1.1\r\n\r\n", limits: limits)
        #expect(bench.requests.map(\.target) == ["/a", "/b"])
        #expect(bench.requests.first?.body.count == 100)
        #expect(bench.requests.first?.bodyByteCount == 1_000)
        #expect(bench.requests.map(\.isBodyTruncated) == [true, false])
        #expect(bench.dissector.statistics.streamsCapped == 1)
    }

    @Test("a body that the capture's end cuts off is told, flagged")
    func unfinished() {
        let bench = Self.read("POST /a HTTP/1.1\r\nContent-Length: 1000\r\n\r\nhalf")
        #expect(bench.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["half"])
        #expect(bench.requests.first?.isBodyTruncated == true)
    }

    @Test(
        "lengths that are no lengths are malformed, and the request is still told",
        arguments: [
            "Content-Length: -1", "Content-Length: 99999999999999999999999", "Content-Length: 1\r\nContent-Length: 2",
            "Content-Length: abc", "Transfer-Encoding: gzip", "Content-Length: 1, 2",
        ])
    func contradictory(field: String) {
        let bench = Self.read("POST /a HTTP/1.1\r\n\(field)\r\n\r\nabc")
        #expect(bench.requests.map(\.target) == ["/a"])
        #expect(bench.dissector.statistics.messagesMalformed == 1)
    }

    @Test(
        "a chunk size of too many digits is malformed",
        arguments: ["ffffffffffffffffff", "10000000000000000", "zz", ""])
    func badChunk(size: String) {
        let bench = Self.read("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\nabc")
        #expect(bench.requests.map(\.target) == ["/a"])
        #expect(bench.dissector.statistics.messagesMalformed == 1)
    }

    @Test("what follows CONNECT is looked at afresh")
    func tunnel() throws {
        let bench = Bench()
        let connection = Connection(bench)
        connection.send("CONNECT api.example.com:443 HTTP/1.1\r\nHost: api.example.com:443\r\n\r\n")
        connection.send(TLSTests.hello(serverName: "api.example.com"))
        bench.finish()
        #expect(bench.requests.map(\.target) == ["api.example.com:443"])
        #expect(bench.hellos.map(\.serverName) == ["api.example.com"])
    }

    @Test(
        "other protocols on port 80 are not HTTP",
        arguments: [
            "SSH-2.0-x\r\n", "EHLO a b\r\n", "GET / HTTP/2.0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "{}",
        ])
    func otherProtocols(text: String) {
        let bench = Self.read(text)
        #expect(bench.requests.isEmpty)
        #expect(bench.summaries.first?.applicationProtocol == nil)
        #expect(bench.dissector.statistics.flowsOpaque == 1)
    }

    @Test("a head without end is given up at the limit")
    func endlessHead() {
        let bench = Self.read("GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 20_000))
        #expect(bench.requests.isEmpty)
        #expect(bench.dissector.statistics.streamsCapped == 1)
    }

    @Test("every shorter prefix of a request tells nothing, or the request without its whole body")
    func prefixes() {
        let text = Array("POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: 4\r\n\r\nbody".utf8)
        for length in 0..<text.count {
            let bench = Self.read(String(decoding: text[..<length], as: UTF8.self))
            #expect(bench.requests.allSatisfy { $0.isBodyTruncated })
            #expect(bench.requests.count == (length >= text.count - 4 ? 1 : 0))
        }
    }

    @Test(
        "the URL is put together from target and Host field",
        arguments: [
            ("GET /a?b=c HTTP/1.1\r\nHost: X.Example:81\r\n\r\n", "http://x.example:81/a?b=c", "x.example"),
            ("GET http://y.example/z HTTP/1.1\r\nHost: x.example\r\n\r\n", "http://y.example/z", "y.example"),
            ("GET https://u:p@y.example./z?a HTTP/1.1\r\n\r\n", "https://u:p@y.example./z?a", "y.example"),
            ("GET http://y.example?q HTTP/1.1\r\n\r\n", "http://y.example/?q", "y.example"),
            ("GET http://y.example HTTP/1.1\r\n\r\n", "http://y.example/", "y.example"),
            ("GET / HTTP/1.0\r\n\r\n", "http://198.51.100.7/", "198.51.100.7"),
            ("GET / HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\n\r\n", "http://[2001:db8::1]:8080/", "2001:db8::1"),
            ("CONNECT z.example:443 HTTP/1.1\r\n\r\n", "http://z.example:443", "z.example"),
        ])
    func location(text: String, url: String, host: String) throws {
        let bench = Self.read(text)
        let message = try #require(bench.messages.first)
        let request = try #require(bench.requests.first)
        let location = HTTPRequestLocation(request, destination: message.flow.tuple.destination)
        #expect(location.url == url)
        #expect(location.host == host)
    }
}
