import Dissection
import Foundation
import Observation
import PacketCapture
import Testing

@Suite("HTTP in captures that others made", .enabled(if: Corpora.areThere && Corpora.tsharkIsThere))
struct HTTPCorporaTests {
    static let captures = Corpora.captures.map { $0.dropFirst(Corpora.root.count + 13) }.map(String.init)
        .filter { $0.hasPrefix("http/") }

    /// Where the two differ, and who is right.
    static let disagreements: [String: String] = [
        "http/261/variant-02-cl_uint64max.pcap": "a length beyond 63 bits: tshark reads what follows as a request too",
        "http/261/variant-03-cl_negative.pcap": "a negative length, the same",
        "http/261/variant-09-te_obs_fold.pcap": "tshark does not join folded lines, servers that allow them do",
        "http/connect-with-smtp.pcap": "tshark cuts the target of CONNECT at a blank",
        "http/methods.pcap": "request lines without a target or a version, with which nothing is recognised here",
        "http/no-uri.pcap": "the same",
        "http/http-11-request-then-cruft.pcap": "tshark takes what is no HTTP for bodies",
        "http/curl_http_09.pcap": "the same: an answer without a head to a request of HTTP/1.1",
        "http/http-inner-transfer-encoding-ossfuzz.pcap": "the same: bytes that only look like HTTP",
        "http/http_09.pcap": "HTTP/0.9 from the first byte on, which is not recognised here",
        "http/no-version.pcap": "the same",
        "http/query-method.pcap": "tshark does not know the method QUERY",
        "http/query-method-non-standard-port.pcap": "the same",
    ]

    private static func bench(_ name: String, limits: DissectionLimits = DissectionLimits()) -> Bench {
        let bench = Bench(limits: limits)
        // Some of the captures are broken on purpose; what stands before the broken place is read all the same.
        _ = try? CaptureFile(path: Corpora.root + "/zeek-traces/" + name).read { record, bytes in
            bench.dissector.packet(
                bytes, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &bench.outputs)
        }
        bench.finish()
        return bench
    }

    /// What of some values is not among others, each counted as often as it is there.
    private static func missing<Value: Hashable>(_ values: [Value], in others: [Value]) -> [Value] {
        var left = others.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return values.filter { value in
            guard let count = left[value], count > 0 else { return true }
            left[value] = count - 1
            return false
        }
    }

    @Test("every request and every status that tshark sees is found", arguments: captures)
    func heads(name: String) throws {
        let file = Corpora.root + "/zeek-traces/" + name
        let lines = try Tshark.fields(
            ["http.request.method", "http.request.uri", "http.host", "http.response.code"], of: file,
            filter: "http.request or http.response")
        let requests = lines.flatMap { fields in
            fields[0].indices.map { index in
                fields[..<3].map { index < $0.count ? $0[index] : "" }.joined(separator: " ")
            }
        }
        let exchanges = Self.bench(name).exchanges
        let found = exchanges.filter(\.request.isSeen).map {
            "\($0.request.method) \($0.request.target) \($0.request.host ?? "")"
        }
        let statuses = exchanges.flatMap { exchange in
            exchange.informationalStatusCodes + [exchange.response?.statusCode ?? 0]
        }
        guard Self.disagreements[name] == nil else { return }
        #expect(Self.missing(requests, in: found) == [])
        #expect(Self.missing(lines.flatMap { $0[3] }, in: statuses.map(String.init)) == [])
        #expect(!found.isEmpty || requests.isEmpty)
    }

    @Test(
        "every body that tshark exports is kept byte for byte, codings undone",
        arguments: [
            "100-continue", "206_example_a", "bro.org", "get-gzip", "x-gzip", "missing-zlib-header", "http-post-large",
            "m57-long-49583-80", "multipart", "pipelined-requests", "proxy", "http-body-match", "version-mismatch",
            "smuggle-http-request", "zero-length-bodies-with-drops",
        ])
    func bodies(capture: String) throws {
        let name = "http/\(capture).pcap"
        var limits = DissectionLimits()
        (limits.bodyBytes, limits.answerBytes, limits.bufferedBytes) = (64 << 20, 64 << 20, 1 << 30)
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(filePath: Tshark.path)
        process.arguments = [
            "-n", "-q", "-r", Corpora.root + "/zeek-traces/" + name, "--export-objects", "http,\(folder.path)",
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        let expected = try files.map { try Data(contentsOf: $0) }.filter { !$0.isEmpty }
        let found = Self.bench(name, limits: limits).exchanges.flatMap { exchange in
            [exchange.request.content.bytes, exchange.response?.content.bytes ?? []].map { Data($0) }
        }
        #expect(Self.missing(expected, in: found).map(\.count) == [])
    }

    @Test(
        "messages over WebSockets equal those of tshark",
        arguments: [
            "broker-websocket.pcap", "jupyter-websocket.pcap", "reply-ping-coalesced.pcap", "reply-ping-separate.pcap",
            "two-binary-fragments.pcap", "fragmented-http-reply.pcap", "wstunnel-ssh.pcap",
            "message-too-big-status.pcap",
        ])
    func webSockets(name: String) throws {
        let lines = try Tshark.fields(
            ["websocket.opcode", "websocket.fin", "websocket.payload.text"],
            of: Corpora.root + "/zeek-traces/websocket/" + name,
            filter: "websocket")
        let opcodes = lines.flatMap { $0[0] }.filter { $0 != "9" && $0 != "10" && $0 != "0" }
        let messages = Self.bench("websocket/" + name).webSocketMessages.filter { $0.kind != .ping && $0.kind != .pong }
        #expect(!opcodes.isEmpty)
        #expect(messages.map { String($0.kind.rawValue) }.sorted() == opcodes.sorted())
        let texts = messages.filter { $0.kind == .text }.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(texts.sorted() == lines.flatMap { $0[2] }.sorted())
    }
}
