import Dissection
import Foundation
import Observation
import PacketCapture
import Testing

@Suite("HTTP in captures that others made", .enabled(if: Corpora.areThere && Corpora.tsharkIsThere))
struct HTTPCorporaTests {
    static let captures = Corpora.captures.filter { $0.contains("/http/") || $0.contains("/websocket/") }

    private static func exchanges(_ file: String, limits: DissectionLimits = .init()) -> [HTTPExchange] {
        let bench = Bench(limits: limits)
        _ = try? CaptureFile(path: file).read { record, bytes in
            bench.dissector.packet(
                bytes, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &bench.outputs)
        }
        bench.finish()
        return bench.exchanges
    }

    @Test("print")
    func printAll() throws {
        for file in Self.captures {
            let found = Self.exchanges(file)
            let lines = try Tshark.fields(
                ["http.request.method", "http.request.uri", "http.host", "http.response.code"], of: file,
                filter: "http.request or http.response")
            let expected = lines.flatMap { f in
                f[0].indices.map { i in f[..<3].map { i < $0.count ? $0[i] : "" }.joined(separator: " ") }
            }
            let codes = lines.flatMap { $0[3] }
            let mine = found.filter(\.request.isSeen).map {
                "\($0.request.method) \($0.request.target) \($0.request.host ?? "")"
            }
            let myCodes = found.flatMap { e in
                e.informationalStatusCodes.map(String.init)
                    + (e.response.map { $0.statusCode > 0 ? [String($0.statusCode)] : [] } ?? [])
            }
            let name = file.split(separator: "/").suffix(2).joined(separator: "/")
            if mine.sorted() != expected.sorted() {
                print(
                    "REQ \(name): mine-only \(Set(mine).subtracting(expected)) theirs-only \(Set(expected).subtracting(mine)) \(mine.count) \(expected.count)"
                        .prefix(600))
            }
            if myCodes.sorted() != codes.sorted() {
                print(
                    "STATUS \(name): mine \(myCodes.prefix(12)) theirs \(codes.prefix(12)) \(myCodes.count) \(codes.count)"
                        .prefix(600))
            }
        }
    }

    @Test("bodies")
    func printBodies() throws {
        var limits = DissectionLimits()
        limits.bodyBytes = 64 << 20
        limits.answerBytes = 64 << 20
        limits.bufferedBytes = 1 << 30
        for file in Self.captures {
            let name = file.split(separator: "/").suffix(2).joined(separator: "/")
            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: folder) }
            let process = Process()
            process.executableURL = URL(filePath: Tshark.path)
            process.arguments = ["-n", "-q", "-r", file, "--export-objects", "http,\(folder.path)"]
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            var theirs: [Data: Int] = [:]
            for entry in (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [] {
                theirs[try Data(contentsOf: entry), default: 0] += 1
            }
            var mine: [Data: Int] = [:]
            for exchange in Self.exchanges(file, limits: limits) {
                for body in [exchange.request.content, exchange.response?.content] {
                    guard let body, !body.bytes.isEmpty else { continue }
                    mine[Data(body.bytes), default: 0] += 1
                }
            }
            let missing = theirs.filter { mine[$0.key] == nil && !$0.key.isEmpty }.map { "\($0.key.count)" }
            let extra = mine.filter { theirs[$0.key] == nil }.map { "\($0.key.count)" }
            if !missing.isEmpty || !extra.isEmpty { print("BODY \(name) of \(theirs.count): missing \(missing) extra \(extra)".prefix(300)) }
        }
    }
}
