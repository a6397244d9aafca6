import Dissection
import Observation
import TestSupport
import Testing

@Suite("DNS over TCP")
struct DNSDialogueTests {
    private static let queries = ["a.example", "b.example", "c.example"].map {
        DNSBytes.framed(DNSBytes.message(0x0100, questions: [DNSBytes.question($0)]))
    }

    private static func connection(_ bench: Bench, opens: Bool = true) -> Connection {
        Connection(bench, ports: (40_000, 53), opens: opens)
    }

    private static func names(_ bench: Bench) -> [String] {
        bench.dns.flatMap { $0.questions.map(\.name) }
    }

    @Test("queries in one segment, and cut at every place, are read on both sides")
    func everyCut() {
        let stream = Self.queries.flatMap { $0 }
        for cut in 1..<stream.count where cut != 1 {
            let bench = Bench()
            let connection = Self.connection(bench)
            connection.send(Array(stream[..<cut]))
            connection.send(Array(stream[cut...]))
            connection.server([.ack], DNSBytes.framed(DNSTests.response))
            // A first segment that ends within a header says too little to tell what the connection carries.
            let isTooShort = cut > 2 && cut < 14
            #expect(Self.names(bench).filter { $0 == "www.example.com" } == ["www.example.com"], "\(cut)")
            if !isTooShort {
                #expect(Self.names(bench).dropLast() == ["a.example", "b.example", "c.example"], "\(cut)")
            }
        }
    }

    @Test("a length in a segment of its own, and single bytes after it, are read")
    func trickle() {
        let bench = Bench()
        let connection = Self.connection(bench)
        connection.send(Array(Self.queries[0].prefix(2)))
        for byte in Self.queries[0].dropFirst(2) { connection.send([byte]) }
        bench.finish()
        #expect(Self.names(bench) == ["a.example"])
        #expect(bench.summaries.map(\.applicationProtocol) == [.dns])
        #expect(bench.dissector.statistics.messagesMalformed == 0)
    }

    @Test("a lost segment costs the message in it, and reading goes on at the next one")
    func gap() {
        let bench = Bench()
        let connection = Self.connection(bench)
        let first = Array(Self.queries[0])
        connection.client(offset: 0, first)
        // The second query never comes; the other side confirms all.
        connection.client(offset: first.count * 2, Self.queries[2])
        connection.server(confirming: first.count * 3)
        bench.finish()
        #expect(Self.names(bench) == ["a.example", "c.example"])
    }

    @Test("a message cut off by the end is told as far as it goes")
    func unfinished() {
        let bench = Bench()
        let connection = Self.connection(bench)
        connection.send(
            Array(
                DNSBytes.framed(
                    DNSBytes.message(
                        0x0100,
                        questions: [
                            DNSBytes.question("a.example"), DNSBytes.question("b.example"),
                        ])
                ).dropLast(3)))
        bench.finish()
        #expect(Self.names(bench) == ["a.example"])
        #expect(bench.dns.map(\.isComplete) == [false])
    }

    @Test("who asks is known from the first message of a connection that was joined late")
    func joinedLate() {
        let bench = Bench()
        let connection = Self.connection(bench, opens: false)
        connection.server([.ack], DNSBytes.framed(DNSTests.response))
        bench.finish()
        #expect(bench.summaries.map(\.flow.tuple.destination.port) == [53])
        #expect(bench.dns.count == 1)
    }

    @Test("other protocols on the port are not taken for DNS")
    func otherProtocols() {
        let bench = Bench()
        Self.connection(bench).send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        Connection(bench, ports: (40_001, 53)).send(TLSTests.hello(serverName: "b.example"))
        Connection(bench, ports: (40_002, 53)).send([UInt8](repeating: 0xFF, count: 400))
        bench.finish()
        #expect(bench.dns.isEmpty)
        #expect(bench.requests.map(\.host) == ["a.example"])
        #expect(bench.hellos.map(\.serverName) == ["b.example"])
        #expect(Set(bench.summaries.map(\.applicationProtocol)) == [.http, .tls, nil])
    }

    @Test("what stops being DNS is given up and told once")
    func nonsense() {
        let bench = Bench()
        let connection = Self.connection(bench)
        connection.send(Self.queries[0] + [0, 5, 1, 2, 3, 4, 5])
        connection.send(Self.queries[1])
        bench.finish()
        #expect(Self.names(bench) == ["a.example"])
        #expect(bench.weirds == ["dns_implausible_stream"])
    }

    @Test("random streams never trap and keep at most one message for each side", arguments: 0..<60)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let bench = Bench()
        let connection = Self.connection(bench)
        connection.send(Self.queries[0])
        for _ in 0..<50 {
            var bytes = Self.queries.randomElement(using: &generator) ?? []
            if Int.random(in: 0..<3, using: &generator) == 0 { bytes = generator.bytes(30) }
            let size = Int.random(in: 0...bytes.count, using: &generator)
            if Bool.random(using: &generator) {
                connection.send(Array(bytes.prefix(size)))
            } else {
                connection.client(offset: Int.random(in: 0..<3_000, using: &generator), Array(bytes.prefix(size)))
            }
            if Int.random(in: 0..<5, using: &generator) == 0 {
                connection.server(confirming: Int.random(in: 0..<3_000, using: &generator))
            }
        }
        bench.finish()
        #expect(bench.dns.first?.questions.map(\.name) == ["a.example"])
    }
}
