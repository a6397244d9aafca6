import Observation
import TestSupport
import Testing

@testable import Dissection

/// A dialogue fed with what two ends said.
final class TLSBench {
    let keyLog = KeyLog()
    let dialogue: TLSDialogue
    var findings: [StreamFinding] = []
    private var clock: Int64 = 0

    init(_ log: String? = "") {
        let environment = DialogueEnvironment(limits: DissectionLimits(), keyLog: log == nil ? nil : keyLog)
        dialogue = TLSDialogue(environment, client: .lower)
        add(log ?? "")
    }

    func add(_ log: String) {
        let bytes = Array(log.utf8)
        keyLog.append(bytes.span)
    }

    func feed(_ bytes: [UInt8], from side: FlowSide) {
        clock += 1
        guard !dialogue.isDone(with: side) else { return }
        dialogue.read(bytes.span, from: side, at: Timestamp(nanoseconds: clock), into: &findings)
    }

    func feed(_ flights: [TLSConversation.Flight], in size: Int = .max) {
        for flight in flights {
            for start in stride(from: 0, to: flight.bytes.count, by: size) {
                let end = min(flight.bytes.count, start.addingReportingOverflow(size).overflow ? .max : start + size)
                feed(Array(flight.bytes[start..<end]), from: flight.side == "client" ? .lower : .upper)
            }
        }
    }

    func skip(_ count: Int, from side: FlowSide) {
        guard !dialogue.isDone(with: side) else { return }
        dialogue.skip(count, from: side, at: Timestamp(nanoseconds: clock), into: &findings)
    }

    func finish() {
        dialogue.finish(at: Timestamp(nanoseconds: clock), into: &findings)
    }

    var handshakes: [TLSHandshake] {
        findings.compactMap { finding in
            guard case .message(.tlsHandshake(let handshake), _, _) = finding else { return nil }
            return handshake
        }
    }

    var requests: [HTTPRequest] {
        findings.compactMap { finding in
            guard case .message(.httpExchange(let exchange), _, .keyLog) = finding else { return nil }
            return exchange.request
        }
    }

    var weirds: [String] {
        findings.compactMap { finding in
            guard case .weird(let weird, _) = finding else { return nil }
            return weird.name
        }
    }

    var names: [ServerName] {
        findings.compactMap { finding in
            guard case .named(let name) = finding else { return nil }
            return name
        }
    }
}

@Suite("Decryption with key logs", .enabled(if: TLSConversation.isPossible))
struct DecryptionTests {
    typealias Plan = TLSConversation.Plan

    private static func body(_ index: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(97 + (index + $0) % 26) }
    }

    private static func expectRequests(_ bench: TLSBench, of plan: Plan) {
        #expect(bench.requests.map(\.target) == plan.bodies.indices.map { "/request/\($0)" })
        #expect(bench.requests.map(\.body) == plan.bodies.enumerated().map { body($0, $1) })
        #expect(bench.weirds == [])
    }

    private static let older: [Plan] =
        ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA256", "AES128-CCM", "AES256-CCM8"].map {
            Plan(version: "1.2", suite: $0)
        }
        + ["ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES256-SHA384", "ECDHE-RSA-AES128-SHA"].map {
            Plan(version: "1.2", suite: $0)
        }
        + ["ECDHE-RSA-AES256-SHA384", "AES128-SHA"].map { Plan(version: "1.2", suite: $0, encryptThenMAC: false) }
        + ["1.0", "1.1"].flatMap { version in
            [true, false].map { Plan(version: version, suite: "AES256-SHA", encryptThenMAC: $0) }
        }

    private static let modern: [Plan] =
        [
            "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256",
        ].map { Plan(suite: $0) }

    @Test("requests are read in every version and cipher", arguments: older + modern)
    func everySuite(plan: Plan) throws {
        let conversation = try #require(try TLSConversation.hold(plan))
        let bench = TLSBench(conversation.keyLog)
        bench.feed(conversation.flights)
        #expect(bench.dialogue.sides.upper.missedRecordCount == 0)
        #expect(bench.dialogue.failureCount == 0)
        bench.finish()
        Self.expectRequests(bench, of: plan)
        let handshake = try #require(bench.handshakes.first)
        #expect(bench.handshakes.count == 1)
        #expect(handshake.isEstablished)
        #expect(
            "TLSv" + (handshake.serverHello?.version.name ?? "")
                == conversation.version.replacing("TLSv1", with: "TLSv1.0").replacing("1.0.", with: "1."))
        #expect(handshake.serverHello?.cipherSuite.name == conversation.suite)
        #expect(handshake.serverCertificate?.fingerprint == conversation.fingerprint)
        #expect(bench.names.first == ServerName(name: "server.example", source: .sni))
        #expect(bench.keyLog.statistics.connectionsDecrypted == 1)
        #expect(bench.keyLog.statistics.connectionsWithoutSecrets == 0)
    }

    @Test("segments may be cut anywhere", arguments: [1, 7, 1_000], [modern[0], older[0], older[11]])
    func segments(size: Int, plan: Plan) throws {
        let conversation = try #require(try TLSConversation.hold(plan))
        let bench = TLSBench(conversation.keyLog)
        bench.feed(conversation.flights, in: size)
        bench.finish()
        Self.expectRequests(bench, of: plan)
    }

    @Test("sessions are resumed, keys change, a hello comes again, a client shows its certificate")
    func variants() throws {
        for plan in [
            Plan(updatesKeys: true), Plan(retry: true), Plan(resumes: true), Plan(protocols: "http/1.1"),
            Plan(clientCertificate: true), Plan(version: "1.2", suite: "AES128-GCM-SHA256", resumes: true),
            Plan(version: "1.2", suite: "AES128-GCM-SHA256", clientCertificate: true),
            Plan(bodies: [5, 6, 7, 8, 9], updatesKeys: true),
        ] {
            let conversation = try #require(try TLSConversation.hold(plan))
            let bench = TLSBench(conversation.keyLog)
            bench.feed(conversation.flights)
            bench.finish()
            Self.expectRequests(bench, of: plan)
            let handshake = try #require(bench.handshakes.first)
            #expect(handshake.isResumed == conversation.resumed)
            #expect(handshake.isResumed == plan.resumes)
            #expect(handshake.isRetried == plan.retry)
            #expect(
                handshake.clientCertificate?.fingerprint == (plan.clientCertificate ? conversation.fingerprint : nil))
            #expect(handshake.applicationProtocol == (plan.protocols.isEmpty ? nil : "http/1.1"))
        }
    }

    @Test("data before the server's answer is read once, whether the server takes it or not", arguments: [false, true])
    func early(isRejected: Bool) throws {
        let plan = Plan(suite: "TLS_AES_256_GCM_SHA384", resumes: true, early: true, rejectsEarly: isRejected)
        let conversation = try #require(try TLSConversation.hold(plan))
        #expect(conversation.early == !isRejected)
        let bench = TLSBench(conversation.keyLog)
        bench.feed(conversation.flights)
        bench.finish()
        Self.expectRequests(bench, of: plan)
        #expect(bench.handshakes.first?.clientHello?.offersEarlyData == true)
    }

    @Test("secrets may come after the handshake, and never coming they are counted")
    func lateSecrets() throws {
        for plan in [Plan(bodies: [5, 6]), Plan(version: "1.2", suite: "AES128-GCM-SHA256", bodies: [5, 6])] {
            let conversation = try #require(try TLSConversation.hold(plan))
            let bench = TLSBench()
            let answers = try #require(conversation.flights.lastIndex { $0.side == "client" && $0.bytes.count > 60 })
            bench.feed(Array(conversation.flights[..<answers]))
            #expect(bench.requests.isEmpty)
            bench.add(conversation.keyLog)
            bench.feed(Array(conversation.flights[answers...]))
            bench.finish()
            #expect(bench.requests.map(\.target) == ["/request/1"])
            #expect(bench.keyLog.statistics.connectionsDecrypted == 1)

            let without = TLSBench()
            without.feed(conversation.flights)
            without.finish()
            #expect(without.requests.isEmpty)
            #expect(without.handshakes.map(\.isEstablished) == [true])
            #expect(without.keyLog.statistics.connectionsWithoutSecrets == 1)
            #expect(without.weirds == [])
        }
    }

    @Test("without a key log nothing after the handshake is read")
    func opaque() throws {
        for plan in [Plan(), Plan(version: "1.2", suite: "AES128-GCM-SHA256")] {
            let conversation = try #require(try TLSConversation.hold(plan))
            let bench = TLSBench(nil)
            bench.feed(conversation.flights)
            #expect(bench.dialogue.isDone(with: .lower))
            #expect(bench.dialogue.isDone(with: .upper))
            #expect(bench.handshakes.map(\.isEstablished) == [true])
            #expect(bench.dialogue.bufferedByteCount == 0)
            bench.finish()
            #expect(bench.handshakes.count == 1)
        }
    }

    @Test(
        "both sides are opened, record for record, while nobody knows what they say", arguments: [modern[0], older[0]])
    func bothSides(suitePlan: Plan) throws {
        var plan = suitePlan
        plan.noise = true
        plan.bodies = [100, 200, 300, 400]
        plan.updatesKeys = plan.version == "1.3"
        let conversation = try #require(try TLSConversation.hold(plan))
        let bench = TLSBench(conversation.keyLog)
        bench.feed(conversation.flights)
        let inner = try #require(bench.dialogue.inner)
        for side in FlowSide.allCases {
            #expect(!inner.isDone(with: side))
            #expect(bench.dialogue.sides[side].missedRecordCount == 0)
            #expect(bench.dialogue.sides[side].protectedRecordCount >= plan.bodies.count)
        }
        #expect(bench.dialogue.failureCount == 0)
        if plan.version == "1.3" {
            #expect(bench.dialogue.sides.lower.phase == .clientTraffic)
            #expect(bench.dialogue.sides.upper.phase == .serverTraffic)
            // The last change is not yet followed by data.
            #expect(bench.dialogue.sides.upper.secret.count == 32)
        }
        #expect(bench.weirds == [])
    }

    @Test("where one side alone was captured, what it said is told", arguments: ["client", "server"])
    func oneSide(name: String) throws {
        for plan in [Plan(), Plan(version: "1.2", suite: "AES128-GCM-SHA256")] {
            let conversation = try #require(try TLSConversation.hold(plan))
            for log in [conversation.keyLog, nil] {
                let bench = TLSBench(log)
                bench.feed(conversation.flights.filter { $0.side == name })
                bench.finish()
                let handshake = try #require(bench.handshakes.first)
                #expect((handshake.clientHello != nil) == (name == "client"))
                #expect((handshake.serverHello != nil) == (name == "server"))
                #expect(bench.requests.isEmpty)
                #expect(bench.dialogue.bufferedByteCount == 0)
            }
        }
    }

    @Test("the events of a connection say that it was decrypted, and what was in it")
    func events() throws {
        let conversation = try #require(try TLSConversation.hold(Plan()))
        let log = KeyLog()
        log.append(Array(conversation.keyLog.utf8).span)
        let bench = Bench(keyLog: log)
        let connection = Connection(bench, ports: (40_000, 443))
        for flight in conversation.flights {
            for start in stride(from: 0, to: flight.bytes.count, by: 1_400) {
                let segment = Array(flight.bytes[start..<min(flight.bytes.count, start + 1_400)])
                if flight.side == "client" { connection.send(segment) } else { connection.server([.ack], segment) }
            }
        }
        bench.finish()
        var network = NetworkEvents()
        var events: [Event] = []
        for output in bench.outputs { network.describe(output, into: &events) }
        let requests = events.filter { $0.category == .httpRequest }
        #expect(requests.map { $0.string(.urlPath) } == ["/request/0", "/request/1"])
        #expect(requests.allSatisfy { $0.string(.contentVisibility) == "decrypted-keylog" })
        let handshake = try #require(events.first { $0.category == .tlsHandshake })
        #expect(handshake.string(.tlsServerHash) == conversation.fingerprint)
        #expect(handshake.string(.tlsServerName) == "server.example")
        #expect(handshake.string(.tlsCipher) == conversation.suite)
        #expect(handshake.string(.tlsChosenVersion) == "1.3")
        #expect(handshake.string(.tlsCurve) == "x25519")
        #expect(handshake[.tlsEstablished] == true)
        let flow = try #require(events.first { $0.category == .networkConnection })
        #expect(flow.string(.contentVisibility) == "decrypted-keylog")
        #expect(bench.dissector.statistics.flowsOpaque == 0)
    }

    @Test("a request after a gap is read again", arguments: [modern[0], older[0], older[6]])
    func gaps(suitePlan: Plan) throws {
        var plan = suitePlan
        plan.bodies = [10, 50_000, 10, 10]
        let conversation = try #require(try TLSConversation.hold(plan))
        for (start, count) in [(200, 100), (200, 17_000), (16_500, 300), (16_200, 30_000), (16_500, 30_000)] {
            let bench = TLSBench(conversation.keyLog)
            for flight in conversation.flights {
                guard flight.side == "client", flight.bytes.count > 50_000 else {
                    bench.feed([flight])
                    continue
                }
                bench.feed(Array(flight.bytes[..<start]), from: .lower)
                bench.skip(count, from: .lower)
                bench.feed(Array(flight.bytes[(start + count)...]), from: .lower)
            }
            bench.finish()
            let targets = bench.requests.map(\.target).filter { !$0.isEmpty }
            // The first record has the head of the request, and goes with any of its bytes.
            let expected = start < 16_384 ? [0, 2, 3] : [0, 1, 2, 3]
            #expect(targets == expected.map { "/request/\($0)" }, "\(start) \(count)")
        }
    }

    @Test(
        "changed bytes and lost ones never trap",
        arguments: [modern[0], modern[2], modern[4], older[0], older[8], older[11], older[12]])
    func hostile(plan: Plan) throws {
        let conversation = try #require(try TLSConversation.hold(plan))
        for round in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(round))
            let bench = TLSBench(conversation.keyLog)
            for flight in conversation.flights {
                var bytes = flight.bytes
                let side: FlowSide = flight.side == "client" ? .lower : .upper
                for _ in 0..<Int.random(in: 0...2, using: &generator) {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
                let cut = Int.random(in: 0...bytes.count, using: &generator)
                bench.feed(Array(bytes[..<cut]), from: side)
                let lost = Int.random(in: 0...3, using: &generator) == 0 ? (bytes.count - cut) / 2 : 0
                if lost > 0 { bench.skip(lost, from: side) }
                bench.feed(Array(bytes[(cut + lost)...]), from: side)
                #expect(bench.dialogue.bufferedByteCount < 500_000)
            }
            bench.finish()
            #expect(bench.handshakes.count <= 1)
            #expect(bench.dialogue.bufferedByteCount == 0)
        }
    }
}
