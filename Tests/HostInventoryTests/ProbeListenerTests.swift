import Observation
import Testing

@testable import HostInventory
@testable import Knowledge

@Suite("What a listener is asked")
struct ProbeListenerTests {
    private let products = Fixture.catalogue().products

    private func index(_ id: String) -> Int? { products.firstIndex { $0.id == id } }

    private final class Log {
        var paths: [String] = []
    }

    private func ask(
        port: UInt16, known: Int? = nil, log: Log = Log(), _ answer: @escaping (String, String?) -> HTTPReply?
    ) -> ListenerAnswers {
        ListenerProbe.answers(onPort: port, known: known, plan: ProbePlan(products), products: products) {
            path, origin in
            log.paths.append(origin == nil ? path : path + " from " + (origin ?? ""))
            return answer(path, origin)
        }
    }

    private func json(_ text: String, _ fields: [HTTPField] = []) -> HTTPReply {
        HTTPReply(status: 200, fields: fields, body: Array(text.utf8), isComplete: true)
    }

    private let missing = HTTPReply(status: 404, fields: [], body: [], isComplete: true)

    @Test("a listener that does not answer is asked once")
    func silent() {
        let log = Log()
        let answers = ask(port: 18_080, log: log) { _, _ in nil }
        #expect(log.paths == ["/props"])
        #expect(answers.sent == 1 && answers.failed == 1 && !answers.speaksHTTP)
    }

    @Test("each path is asked once for all products, and never more than the limit")
    func eachPathOnce() {
        let log = Log()
        _ = ask(port: 1, log: log) { _, _ in self.missing }
        #expect(log.paths.sorted() == ["/config", "/props"])
    }

    @Test("a known product is asked only for its own paths and its harmless disclosures, and once for a web page")
    func known() {
        let log = Log()
        let server = HTTPField(name: "server", value: "model")
        let answers = ask(port: 9, known: index("model-server"), log: log) { path, origin in
            let allow = origin.map { [HTTPField(name: "access-control-allow-origin", value: $0)] } ?? []
            return path == "/props"
                ? self.json(#"{"settings":[{"name":1}],"build":"b7"}"#, [server] + allow) : self.missing
        }
        #expect(log.paths == ["/props", "/slots", "/props from http://earshot.invalid"])
        #expect(answers.matches.first?.version == "b7")
        #expect(answers.crossOrigin == .any)
        #expect(answers.statuses == ["/props": 200, "/slots": 404])
    }

    @Test(
        "a path that answers without the piece that tells is not open",
        arguments: [
            (#"[{"id":0,"generation_prompt":"x"}]"#, ["/props"]), ("[]", ["/props"]),
            (#"[{"prompt":"x"}]"#, ["/props", "/slots"]),
        ])
    func withheld(body: String, open: [String]) {
        let answers = ask(port: 9, known: index("model-server")) { path, _ in
            self.json(path == "/slots" ? body : #"{"settings":[{"name":1}]}"#)
        }
        #expect(answers.statuses["/slots"] == 200)
        #expect(answers.openPaths == open)
    }

    @Test("a listener of another network namespace makes the look partial, one of another address a failure to look")
    func notAsked() {
        let listeners = [Fixture.listener("127.0.0.1", 80, isOwn: false), Fixture.listener("192.168.1.5", 80)]
        var coverage = Coverage()
        let probe = LoopbackProbe(products: products)
        let answers = probe.answers(of: listeners, owners: [.unknown, .unknown], coverage: &coverage)
        #expect(answers.isEmpty)
        #expect(coverage.entries.first { $0.reason == "in another network namespace" }?.outcome == .partly)
        #expect(coverage.entries.filter { $0.outcome == .couldNotLook }.count == 1)
    }

    @Test("a guess is asked about first, and what answers wins")
    func guess() {
        let log = Log()
        let answers = ListenerProbe.answers(
            onPort: 18_080, known: nil, guess: index("chat-page"), plan: ProbePlan(products), products: products
        ) { path, _ in
            log.paths.append(path)
            return self.missing
        }
        #expect(log.paths == ["/props", "/config"])
        #expect(answers.matches.isEmpty && !answers.isCutShort)
    }

    @Test("a listener that answers like nobody is asked up to the limit, and that is told")
    func limit() {
        let texts = (0..<30).map { number in
            (
                "p\(number)",
                "id: p\(number)\nname: P\nkind: cli\nrecognise: {probes: [{get: /\(number), body_contains: x}]}"
            )
        }
        let products = Fixture.catalogue(texts).products
        let answers = ListenerProbe.answers(
            onPort: 9, known: nil, plan: ProbePlan(products), products: products, ask: { _, _ in self.missing })
        #expect(products.count == 30)
        #expect(answers.sent == ListenerProbe.recognitionLimit && answers.isCutShort)
    }

    @Test("the product with more expectations met wins when no process tells")
    func moreExpectations() {
        let server = HTTPField(name: "server", value: "model")
        let both = ask(port: 9) { path, _ in
            path == "/props" ? self.json(#"{"settings":[{"name":1}]}"#, [server]) : self.missing
        }
        #expect(both.matches.first?.product == index("model-server"))
        #expect(both.matches.count == 2)
        #expect(both.crossOrigin == .restricted)
        let chat = ask(port: 9) { path, _ in
            path == "/config" ? self.json(#"{"name":"Chat Page","features":{},"version":"0.6"}"#) : self.missing
        }
        #expect(chat.matches.map(\.product) == [index("chat-page")])
        #expect(chat.matches.first?.version == "0.6")
    }

    @Test(
        "only what loopback reaches is asked",
        arguments: [
            ("127.0.0.1", "127.0.0.1"), ("127.0.0.53", "127.0.0.53"), ("0.0.0.0", "127.0.0.1"), ("::", "::1"),
            ("::1", "::1"), ("::ffff:127.0.0.1", "127.0.0.1"), ("192.168.1.5", nil), ("fe80::1", nil), ("8.8.8.8", nil),
        ] as [(String, String?)])
    func targets(bound: String, asked: String?) {
        #expect(LoopbackTarget(Fixture.listener(bound, 80))?.address.ip.description == asked)
        #expect(LoopbackTarget(Fixture.listener(bound, 80, isOwn: false)) == nil)
    }

    @Test("a request is plain, says who asks and closes")
    func request() {
        let text = String(
            decoding: HTTPExchange.request("/x", to: SocketAddress(IPAddress(v6High: 0, low: 1), 80), origin: nil),
            as: UTF8.self)
        #expect(
            text
                == "GET /x HTTP/1.1\r\nHost: [::1]:80\r\nUser-Agent: earshot\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        )
    }

    @Test("a path that would break the request line is not asked", arguments: ["/a b", "/a\r\nX: y", "x", "/ä"])
    func badPaths(path: String) {
        #expect(!ProbePlan.isPath(path))
    }

    @Test("well-known services of other kinds and Earshot itself are left alone")
    func quiet() {
        #expect(QuietListeners.contains(Fixture.listener("127.0.0.1", 5_432), ownPID: 1))
        let own = Fixture.process(77, "anything")
        #expect(QuietListeners.contains(Fixture.listener("127.0.0.1", 8_000, owners: [own]), ownPID: 77))
        #expect(!QuietListeners.contains(Fixture.listener("127.0.0.1", 8_000, owners: [own]), ownPID: 1))
        let sshd = Fixture.process(78, "sshd")
        #expect(QuietListeners.contains(Fixture.listener("127.0.0.1", 2_222, owners: [sshd]), ownPID: 1))
    }
}
