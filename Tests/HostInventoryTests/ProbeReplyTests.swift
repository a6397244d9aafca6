import Testing

@testable import HostInventory
@testable import Knowledge

@Suite("Replies to probes")
struct ProbeReplyTests {
    private func read(_ text: String, isAtEnd: Bool = true) -> HTTPReplyReading {
        HTTPReplyReading(parsing: Array(text.utf8), isAtEnd: isAtEnd)
    }

    private func reply(_ text: String) -> HTTPReply? {
        guard case .reply(let reply) = read(text) else { return nil }
        return reply
    }

    private static let good = "HTTP/1.1 200 OK\r\nServer: model\r\nContent-Length: 5\r\n\r\nhello"

    @Test("status, fields and content")
    func goodReply() {
        let reply = reply(Self.good + "more")
        #expect(reply?.status == 200)
        #expect(reply?["server"] == "model")
        #expect(reply?.body == Array("hello".utf8))
        #expect(reply?.isComplete == true)
    }

    @Test("no shorter prefix is a whole reply", arguments: 0..<good.utf8.count)
    func prefixes(length: Int) {
        let bytes = Array(Self.good.utf8.prefix(length))
        for isAtEnd in [false, true] {
            switch HTTPReplyReading(parsing: bytes, isAtEnd: isAtEnd) {
            case .reply(let reply): #expect(!reply.isComplete)
            case .needsMore: #expect(!isAtEnd)
            case .malformed: #expect(isAtEnd)
            }
        }
    }

    @Test("chunks are put together, and every shorter prefix is incomplete")
    func chunks() {
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\n"
        #expect(reply(text)?.body == Array("hello world".utf8))
        #expect(reply(text)?.isComplete == true)
        for length in 0..<(text.utf8.count - 1) {
            if case .reply(let reply) = HTTPReplyReading(parsing: Array(text.utf8.prefix(length)), isAtEnd: false) {
                #expect(!reply.isComplete)
            }
        }
    }

    @Test("content without a length ends with the connection")
    func untilClose() {
        let text = "HTTP/1.0 200 OK\n\nall of it"
        #expect(reply(text)?.isComplete == true)
        guard case .reply(let partial) = read(text, isAtEnd: false) else {
            Issue.record("no reply")
            return
        }
        #expect(!partial.isComplete)
    }

    @Test("an interim reply stands before the real one")
    func interim() {
        #expect(reply("HTTP/1.1 100 Continue\r\n\r\n" + Self.good)?.status == 200)
        #expect(reply("HTTP/1.1 204 No Content\r\n\r\n")?.isComplete == true)
    }

    @Test(
        "what breaks the rules is no reply",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 X\r\n\r\n", "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nx",
            "HTTP/1.1 200 OK\r\n: x\r\n\r\n", "HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11111111111111111\r\n",
        ])
    func hostile(text: String) {
        #expect(read(text) == .malformed)
    }

    @Test("sizes at the limit of numbers leave the reply incomplete")
    func hugeSizes() {
        let chunk = reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc")
        #expect(chunk?.body == Array("abc".utf8))
        #expect(chunk?.isComplete == false)
        let length = reply("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nabc")
        #expect(length?.isComplete == false)
    }

    @Test("a head without end is given up at the limit")
    func endlessHead() {
        let text = "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 5_000)
        #expect(read(text, isAtEnd: false) == .malformed)
        let many = "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 101) + "\r\n"
        #expect(read(many, isAtEnd: false) == .malformed)
    }

    @Test("random bytes never trap")
    func randomBytes() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let starts = ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]
        for round in 0..<3_000 {
            var bytes = Array(starts[round % 3].utf8) + (0..<Int(next())).map { _ in next() }
            if !bytes.isEmpty, round % 2 == 0 { bytes[Int(next()) % bytes.count] = 0x0A }
            _ = HTTPReplyReading(parsing: bytes, isAtEnd: round % 5 == 0)
        }
    }

    @Test(
        "paths lead to members and elements",
        arguments: [
            ("data[0].owned_by", "x"), ("data[1].owned_by", nil), ("data[0]", nil), ("a.b", "true"), ("data[x]", nil),
            ("a..b", "true"), ("[0]", nil), ("data[99999999999999999999]", nil), ("n", "3"),
        ] as [(String, String?)])
    func paths(path: String, expected: String?) throws {
        let answer = ProbeAnswer(
            HTTPReply(
                status: 200, fields: [], body: Array(#"{"data":[{"owned_by":"x"}],"a":{"b":true},"n":3}"#.utf8),
                isComplete: true))
        let document = try #require(answer.document)
        #expect(JSONPath(path)?.value(in: document).flatMap(JSONPath.text) == expected)
    }

    @Test("an answer must meet every expectation of a probe")
    func expectations() {
        var probe = Probe(path: "/")
        probe.bodyContains = "model"
        probe.header = (name: "server", contains: "llama.cpp")
        probe.json = [(path: "ok", equals: "true")]
        probe.versionPath = "v"
        func answer(_ status: Int, _ server: String, _ body: String) -> ProbeAnswer {
            ProbeAnswer(
                HTTPReply(
                    status: status, fields: [HTTPField(name: "server", value: server)], body: Array(body.utf8),
                    isComplete: true))
        }
        let body = #"{"ok":true,"x":"model","v":"b12"}"#
        #expect(probe.expectations(metBy: answer(200, "LLAMA.cpp", body)) == 5)
        #expect(probe.version(in: answer(200, "", body)) == "b12")
        #expect(probe.expectations(metBy: answer(401, "llama.cpp", body)) == nil)
        #expect(probe.expectations(metBy: answer(200, "nginx", body)) == nil)
        #expect(probe.expectations(metBy: answer(200, "llama.cpp", #"{"ok":false,"x":"model"}"#)) == nil)
        #expect(probe.expectations(metBy: answer(200, "llama.cpp", #"{"ok":true}"#)) == nil)
        #expect(probe.version(in: answer(200, "", "{\"v\":\"\(String(repeating: "9", count: 65))\"}")) == nil)
        #expect(probe.version(in: answer(200, "", #"{"v":"1\u001b[2J"}"#)) == nil)
        #expect(probe.version(in: answer(200, "", #"{"v":"b0-4f2"}"#)) == nil)
        #expect(probe.version(in: answer(200, "", #"{"v":"0.0.0"}"#)) == nil)
        #expect(probe.version(in: answer(200, "", #"{"v":"0.0.1"}"#)) == "0.0.1")
    }
}
