import Dissection
import Foundation
import Observation
import PacketCapture
import Testing

/// Where captures that others made lie, when they are there.
enum Corpora {
    /// `EARSHOT_CORPORA`, or `../shared/corpora` beside the package.
    static let root: String = {
        if let given = ProcessInfo.processInfo.environment["EARSHOT_CORPORA"] { return given }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared/corpora").path
    }()

    static let captures: [String] = {
        let folder = root + "/zeek-traces"
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }.sorted().map { folder + "/" + $0 }
    }()

    static let areThere: Bool = {
        if captures.isEmpty { print("skipped: no captures under \(root); set EARSHOT_CORPORA to where they are") }
        return !captures.isEmpty
    }()

    static let tsharkIsThere: Bool = {
        let isThere = FileManager.default.isExecutableFile(atPath: Tshark.path)
        if !isThere { print("skipped: \(Tshark.path) is not installed") }
        return isThere
    }()
}

/// The independent reader.
enum Tshark {
    static let path = "/usr/bin/tshark"

    /// One line for each packet that passes the filter: the fields separated by tabs, several values by U+001F.
    static func fields(_ names: [String], of file: String, filter: String) throws -> [[[String]]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments =
            ["-n", "-r", file, "-Y", filter, "-T", "fields", "-E", "aggregator=\u{1F}"] + names.flatMap { ["-e", $0] }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { field in
                field.split(separator: "\u{1F}").map(String.init)
            }
        }
    }
}

@Suite("Captures that others made", .enabled(if: Corpora.areThere))
struct CorporaTests {
    private static func dissect(
        _ file: String
    ) throws -> (outputs: [DissectorOutput], statistics: DissectionStatistics, network: NetworkCounters) {
        var dissector = Dissector()
        var outputs: [DissectorOutput] = []
        // Some of the captures are broken on purpose; what stands before the broken place is read all the same.
        _ = try? CaptureFile(path: file).read { record, bytes in
            dissector.packet(
                bytes, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &outputs)
        }
        dissector.finish(into: &outputs)
        return (outputs, dissector.statistics, dissector.networkCounters)
    }

    private static func messages(_ file: String) throws -> [DissectedMessage.Content] {
        try dissect(file).outputs.compactMap { output in
            guard case .message(let message) = output else { return nil }
            return message.content
        }
    }

    @Test("every capture is read to its end, and every packet is in a flow or counted as undecoded")
    func everyCapture() throws {
        var packets = 0
        for file in Corpora.captures {
            let (outputs, statistics, counters) = try Self.dissect(file)
            var network = NetworkEvents()
            var inFlows: Int64 = 0
            for output in outputs {
                var events: [Event] = []
                network.describe(output, into: &events)
                for event in events {
                    // An oddity below the flows belongs to none.
                    #expect(event.category == .weird || event.string(.sourceIP) != nil)
                }
                guard case .flow(let summary) = output else { continue }
                inFlows += summary.fromSource.packets + summary.fromDestination.packets
            }
            packets += Int(statistics.packets)
            // What is within a tunnel is in a flow of its own besides the tunnel's.
            #expect(inFlows + statistics.undecodedPackets >= statistics.packets, "\(file)")
            #expect(inFlows + statistics.undecodedPackets <= statistics.packets + counters.tunnelPackets, "\(file)")
        }
        #expect(packets > 10_000)
    }

    @Test(
        "HTTP requests equal those of tshark, field by field", .enabled(if: Corpora.tsharkIsThere),
        arguments: [
            "http/get.pcap", "http/bro.org.pcap", "http/pipelined-requests.pcap", "http/post.pcap",
            "http/http-filename.pcap",
            "http/multipart.pcap", "http/proxy.pcap", "http/206_example_a.pcap", "http/100-continue.pcap",
            "http/http-post-large.pcap",
        ])
    func http(name: String) throws {
        let file = Corpora.root + "/zeek-traces/" + name
        let lines = try Tshark.fields(
            ["http.request.method", "http.request.uri", "http.host"], of: file, filter: "http.request")
        let expected = lines.flatMap { fields in
            fields[0].indices.map { index in
                fields.map { index < $0.count ? $0[index] : "" }.joined(separator: " ")
            }
        }
        let found = try Self.messages(file).compactMap { content -> String? in
            guard case .httpExchange(let exchange) = content else { return nil }
            let request = exchange.request
            return "\(request.method) \(request.target) \(request.host ?? "")"
        }
        #expect(!expected.isEmpty)
        #expect(found.sorted() == expected.sorted())
    }

    @Test(
        "server names and protocols of TLS hellos equal those of tshark", .enabled(if: Corpora.tsharkIsThere),
        arguments: [
            "tls/tls1.2.pcap", "tls/chrome-34-google.pcap", "tls/tls13draft23-chrome67.0.3368.0-canary.pcap",
            "tls/tls-conn-with-extensions.pcap", "tls/chrome-1250-tls-x25519-kyber.pcap", "tls/tls13-ech.pcap",
            "tls/google-duplicate.pcap", "tls/ocsp-stapling.pcap", "tls/tls1_1.pcap",
        ])
    func tls(name: String) throws {
        let file = Corpora.root + "/zeek-traces/" + name
        let names = ["tcp.stream", "tls.handshake.extensions_server_name", "tls.handshake.extensions_alpn_str"]
        let lines = try Tshark.fields(names, of: file, filter: "tls.handshake.type == 1")
        // A second hello of a connection, after a retry request, has the same names.
        var streams: Set<[String]> = []
        let expected = lines.filter { streams.insert($0[0]).inserted }.map {
            "\($0[1].first ?? "-") \($0[2].joined(separator: ","))"
        }
        let found = try Self.messages(file).compactMap { content -> String? in
            guard case .tlsHandshake(let handshake) = content else { return nil }
            let hello = handshake.clientHello
            return "\(hello.serverName ?? "-") \(hello.applicationProtocols.joined(separator: ","))"
        }
        #expect(!expected.isEmpty)
        #expect(found.sorted() == expected.sorted())
    }

    @Test(
        "DNS questions equal those of tshark, and all addresses are among its own", .enabled(if: Corpora.tsharkIsThere),
        arguments: [
            "dns/mdns.pcap", "dns/ech.pcap", "dns/hinfo.pcap", "dns/naptr.pcap", "dns/long-connection.pcap",
            "dnssec/rrsig.pcap", "dnssec/dnskey.pcap", "dnssec/nsec3.pcap", "dnssec/ds.pcap",
            "dns/dns_extended_rcode.pcap",
        ])
    func dns(name: String) throws {
        let file = Corpora.root + "/zeek-traces/" + name
        let lines = try Tshark.fields(
            ["dns.qry.name", "dns.a", "dns.aaaa"], of: file, filter: "udp and (dns or mdns) and not icmp")
        let questions = lines.flatMap { $0[0] }.map { $0 == "<Root>" ? "." : $0.lowercased() }
        let messages = try Self.messages(file).compactMap { content -> DNSMessage? in
            guard case .dns(let message) = content else { return nil }
            return message
        }
        #expect(!questions.isEmpty)
        #expect(messages.flatMap { $0.questions.map(\.name) }.sorted() == questions.sorted())
        // Tshark lists those of the other sections too.
        var listed = lines.flatMap { $0[1] + $0[2] }.compactMap { IPAddress($0) }
        for answer in messages.flatMap(\.answers) {
            guard case .address(let address) = answer.value else { continue }
            let place = listed.firstIndex(of: address)
            #expect(place != nil, "\(address)")
            if let place { listed.remove(at: place) }
        }
    }
}
