import Foundation
import Testing

/// `earshot inspect` as a user runs it, over captures that are made here.
@Suite("the program: inspect")
struct InspectProgramTests {
    private typealias End = PacketBytes.End

    private static let client = "192.168.7.10"
    private static let question =
        #"{"model":"tiny","messages":[{"role":"user","content":"what is said here"}],"stream":false}"#

    /// A question of DNS, and a call of a model's API in clear text.
    private static func conversation(calls: Int = 1) -> PacketBytes {
        var packets = PacketBytes()
        let name = Array("\u{3}llm\u{7}example\u{0}".utf8)
        packets.udp(
            End(client, 40_000), End("192.168.7.1", 53), [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name + [0, 1, 0, 1])
        for call in 0..<calls {
            packets.connection(
                End(client, UInt16(40_001 + call)), End("203.0.113.5", 80),
                asks: "POST /v1/chat/completions HTTP/1.1\r\nHost: llm.example\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(question.utf8.count)\r\n\r\n\(question)",
                answers: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}")
        }
        return packets
    }

    /// A folder of the test's own, gone when the body has ended.
    private func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-inspect-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private func withCapture<Result>(
        _ packets: PacketBytes = conversation(), _ body: (String, URL) throws -> Result
    ) throws -> Result {
        try withFolder { folder in
            let file = folder.appending(path: "trace.pcap")
            try packets.file().write(to: file)
            return try body(file.path, folder)
        }
    }

    /// The lines that tell of events; findings and coverage come behind them.
    private func events(_ arguments: [String], expecting: Set<Int32> = [0, 1]) throws -> [String] {
        let (_, output, _) = try run(
            [Tool.earshot, "inspect", "--format", "ndjson"] + arguments, expecting: expecting)
        return output.split(separator: "\n").map(String.init).filter { line in
            !line.contains(#""event.category":"coverage""#) && !line.contains(#""event.category":"finding""#)
        }
    }

    private func category(_ line: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require(object?["event.category"] as? String)
    }

    @Test("the text fits 80 columns and tells who said what to whom")
    func text() throws {
        try withCapture { file, _ in
            let (_, output, error) = try run([Tool.earshot, "inspect", file], expecting: [0, 1])
            #expect(error.isEmpty)
            let tooLong = output.split(separator: "\n").filter { line in
                // What is to be typed stays in one piece.
                line.count > 80 && !line.contains(file) && !line.contains("to fix")
            }
            #expect(tooLong.isEmpty, "\(tooLong)")
            for part in ["llm.example", Self.client, "7 packets", "── Conversations", "── Coverage"] {
                #expect(output.contains(part), "\(part) in \(output)")
            }
        }
    }

    @Test("the document counts what was read")
    func document() throws {
        try withCapture { file, _ in
            let (_, output, _) = try run([Tool.earshot, "inspect", "--format", "json", file], expecting: [0, 1])
            let report = try JSONDecoder().decode(AuditDocument.self, from: Data(output.utf8))
            #expect(report.schema == "earshot.report/1")
            #expect(report.coverage.complete)
            #expect(report.coverage.counters["capture.packets"] == 7)
            #expect(report.coverage.counters["capture.flows"] == 2)
            #expect(report.coverage.counters["capture.packets_dropped_by_kernel"] == 0)
        }
    }

    @Test("the lines tell of every event, and the same ones from a pipe")
    func lines() throws {
        try withCapture { file, _ in
            let lines = try events([file])
            #expect(
                try Set(lines.map(category))
                    == ["dns_query", "http_request", "llm_request", "network_connection"])
            let call = try #require(lines.first { $0.contains(#""event.category":"llm_request""#) })
            #expect(call.contains(#""gen_ai.request.model":"tiny""#))
            #expect(call.contains(#""llm.phase":"prompt""#))
            #expect(call.contains(#""attribution.quality":"none""#))
            let command = "cat '\(file)' | '\(Tool.earshot)' inspect --format ndjson -"
            let (_, piped, _) = try run(["sh", "-c", command], expecting: [0, 1])
            #expect(piped.hasPrefix(lines.joined(separator: "\n")))
        }
    }

    @Test(
        "a signal that ends the writer of a pipe too leaves the report of what came until then",
        arguments: [SIGINT, SIGTERM])
    func interruptedPipe(number: Int32) throws {
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: Tool.earshot)
        process.arguments = ["inspect", "--format", "json", "-"]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        try input.fileHandleForWriting.write(contentsOf: Self.conversation().file())
        let end = Date.now + 30
        while !listens(process.processIdentifier, for: number), Date.now < end { usleep(20_000) }
        kill(process.processIdentifier, number)
        try input.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        let report = try JSONDecoder().decode(AuditDocument.self, from: text)
        #expect(report.coverage.counters["capture.flows"] == 2)
    }

    /// Whether a program catches a signal.
    private func listens(_ pid: Int32, for number: Int32) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
        let mask = line.flatMap { UInt64($0.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16) } ?? 0
        return mask & 1 << UInt64(number - 1) != 0
    }

    @Test("a filter leaves the rest out, and says so")
    func filter() throws {
        try withCapture { file, _ in
            let lines = try events(["--filter", "udp port 53", file])
            #expect(try Set(lines.map(category)) == ["dns_query", "network_connection"])
            let (_, output, _) = try run(
                [Tool.earshot, "inspect", "--format", "json", "--filter", "udp port 53", file], expecting: [0, 1])
            let report = try JSONDecoder().decode(AuditDocument.self, from: Data(output.utf8))
            #expect(report.coverage.entries.contains { $0.reason == "the filter did not let them through" })
        }
    }

    @Test(
        "wrong usage ends with status 2 and one line that says what and where",
        arguments: [
            (["--filter", "prot tcp"], "--filter"), (["--filter", "host llm.example"], "--filter"),
            (["--keylog", "/no/such/log"], "/no/such/log"), (["--keylog", "/tmp"], "/tmp"),
            (["/no/such/file.pcap"], "/no/such/file.pcap"), (["/etc/passwd"], "/etc/passwd"),
            (["--jobs", "0"], "--jobs"),
            (["-", "-"], "once"),
        ])
    func wrongUsage(arguments: [String], mentioned: String) throws {
        try withCapture { file, _ in
            let (_, output, error) = try run([Tool.earshot, "inspect", file] + arguments, expecting: [2])
            #expect(output.isEmpty)
            #expect(error.contains(mentioned), "\(error)")
        }
    }

    @Test("of a file that ends early everything before its end is told, and the status is 3")
    func truncated() throws {
        try withCapture { file, folder in
            let short = folder.appending(path: "short.pcap")
            try Data(contentsOf: URL(filePath: file)).dropLast(10).write(to: short)
            // Without the call, which is a finding, and findings weigh more.
            let (_, output, _) = try run(
                [Tool.earshot, "inspect", "--format", "json", "--filter", "udp", short.path], expecting: [3])
            let report = try JSONDecoder().decode(AuditDocument.self, from: Data(output.utf8))
            #expect(!report.coverage.complete)
            #expect(report.coverage.counters["capture.packets"] == 6)
            #expect(
                try Set(events([short.path], expecting: [1, 3]).map(category))
                    == ["dns_query", "http_request", "llm_request", "network_connection"])
        }
    }

    @Test("several files are one timeline, whatever their order")
    func severalFiles() throws {
        let packets = Self.conversation(calls: 3)
        try withCapture(packets) { file, folder in
            let whole = try events([file])
            let parts = [folder.appending(path: "even"), folder.appending(path: "odd")]
            try packets.file { $0 % 2 == 0 }.write(to: parts[0])
            try packets.file { $0 % 2 == 1 }.write(to: parts[1])
            #expect(try events(parts.map(\.path)) == whole)
            #expect(try events(parts.reversed().map(\.path)) == whole)
        }
    }

    @Test("any number of workers tells the same lines in the same order", arguments: [2, 3])
    func workers(jobs: Int) throws {
        try withCapture(Self.conversation(calls: 200)) { file, _ in
            let alone = try events(["--jobs", "1", file])
            #expect(alone.count > 600)
            #expect(try events(["--jobs", "\(jobs)", file]) == alone)
        }
    }

    @Test("lines of a key log that are none are counted")
    func keyLogLines() throws {
        try withCapture { file, folder in
            let log = folder.appending(path: "keys.log")
            try "# comment\nnonsense\nmore nonsense\n".write(to: log, atomically: true, encoding: .utf8)
            let (_, output, _) = try run(
                [Tool.earshot, "inspect", "--format", "json", "--keylog", log.path, file], expecting: [0, 1])
            let report = try JSONDecoder().decode(AuditDocument.self, from: Data(output.utf8))
            #expect(report.coverage.entries.contains { $0.what == "lines of key logs" })
        }
    }
}
