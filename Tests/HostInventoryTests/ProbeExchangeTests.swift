import Glibc
import Knowledge
import Observation
import Testing

@testable import HostInventory

@Suite("Requests over loopback")
struct ProbeExchangeTests {
    private func exchange(_ server: ProbeServer) throws -> HTTPExchange {
        HTTPExchange(target: try #require(LoopbackTarget(Fixture.listener("127.0.0.1", server.port))))
    }

    /// What a request ends with, and that it ends in time; the bound is generous, since machines of tests are busy.
    private func get(_ server: ProbeServer) throws -> Result<HTTPReply, HTTPExchange.Failure> {
        let exchange = try exchange(server)
        let start = Instant.now
        let result = Result { () throws(HTTPExchange.Failure) in try exchange.get("/x", origin: "http://a.invalid") }
        #expect(Instant.now < start + 5 * HTTPExchange.deadline)
        return result
    }

    @Test("a reply comes back, and the request is the one that was asked for")
    func good() throws {
        let server = try ProbeServer { path, request in ProbeServer.reply("200 OK", path + request) }
        let reply = try get(server).get()
        #expect(reply.status == 200 && reply.isComplete)
        let body = String(decoding: reply.body, as: UTF8.self)
        #expect(body.hasPrefix("/xGET /x HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nUser-Agent: earshot\r\n"))
        #expect(body.contains("\r\nOrigin: http://a.invalid\r\n"))
    }

    @Test("a server that says nothing is given up")
    func silent() throws {
        let server = try ProbeServer { connection in
            _ = ProbeServer.request(on: connection)
            var byte: UInt8 = 0
            recv(connection, &byte, 1, 0)
        }
        #expect(try get(server) == .failure(.timedOut))
    }

    @Test("a body without end is cut at the limit")
    func endlessBody() throws {
        let piece = String(repeating: "x", count: 10_000)
        let server = try ProbeServer { connection in
            _ = ProbeServer.request(on: connection)
            ProbeServer.send("HTTP/1.1 200 OK\r\n\r\n", on: connection)
            while ProbeServer.send(piece, on: connection) {}
        }
        let reply = try get(server).get()
        #expect(!reply.isComplete)
        #expect(reply.body.count <= HTTPExchange.replyLimit && reply.body.count > HTTPExchange.replyLimit / 2)
    }

    @Test("a head without end is no reply")
    func endlessHead() throws {
        let server = try ProbeServer { connection in
            _ = ProbeServer.request(on: connection)
            ProbeServer.send("HTTP/1.1 200 OK\r\n", on: connection)
            while ProbeServer.send("A: b\r\n", on: connection) {}
        }
        #expect(try get(server) == .failure(.noHTTP))
    }

    @Test("a body that stops half-way comes without its end")
    func stalledBody() throws {
        let server = try ProbeServer { connection in
            _ = ProbeServer.request(on: connection)
            ProbeServer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", on: connection)
            var byte: UInt8 = 0
            recv(connection, &byte, 1, 0)
        }
        let reply = try get(server).get()
        #expect(reply.body == Array("half".utf8) && !reply.isComplete)
    }

    @Test("garbage, and a connection closed at once, are no reply")
    func garbage() throws {
        let garbled = try ProbeServer { connection in ProbeServer.send("SSH-2.0-x\r\n", on: connection) }
        #expect(throws: HTTPExchange.Failure.self) { try get(garbled).get() }
        let closing = try ProbeServer { _ in }
        #expect(throws: HTTPExchange.Failure.self) { try get(closing).get() }
    }

    @Test("a port that nobody listens on refuses")
    func refused() throws {
        var port: UInt16 = 0
        do {
            let server = try ProbeServer { _ in }
            port = server.port
        }
        let target = try #require(LoopbackTarget(Fixture.listener("127.0.0.1", port)))
        #expect(throws: HTTPExchange.Failure.self) { try HTTPExchange(target: target).get("/") }
    }

    @Test("many listeners are asked side by side, and all is counted")
    func sideBySide() throws {
        let good = try ProbeServer { path, _ in
            path == "/config"
                ? ProbeServer.reply("200 OK", #"{"name":"Chat Page","features":{},"version":"0.6"}"#)
                : ProbeServer.reply("404 Not Found", "")
        }
        let silent = try (0..<20).map { _ in
            try ProbeServer { connection in
                var bytes = [UInt8](repeating: 0, count: 4_096)
                while recv(connection, &bytes, bytes.count, 0) > 0 {}
            }
        }
        let listeners = ([good] + silent).map { Fixture.listener("127.0.0.1", $0.port) }
        let elsewhere = [Fixture.listener("192.0.2.7", 80), Fixture.listener("127.0.0.1", 80, isOwn: false)]
        let products = Fixture.catalogue().products
        var coverage = Coverage()
        let all = listeners + elsewhere
        let answers = LoopbackProbe(products: products).answers(
            of: all, owners: all.map { _ in .unknown }, coverage: &coverage)
        #expect(answers[0]?.matches.first.map { products[$0.product].id } == "chat-page")
        #expect(answers.count == 21)
        #expect(coverage.counters[.probesFailed] == 20)
        #expect(coverage.counters[.probesSent] == 23)
        #expect(coverage.entries.contains { $0.outcome == .couldNotLook && $0.examples == ["192.0.2.7:80"] })
        #expect(coverage.entries.contains { $0.reason == "no HTTP reply" && $0.count == 20 })
    }
}
