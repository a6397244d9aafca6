import Foundation
import Testing

/// `earshot audit` as a user runs it, without traffic.
@Suite("the program: audit", .serialized)
struct AuditProgramTests {
    static let still = ["audit", "--duration", "0", "--no-probe"]

    /// An empty home of the test's own, gone when the body has ended.
    private func withHome<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let home = FileManager.default.temporaryDirectory.appending(path: "earshot-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.path)
        defer { try? FileManager.default.removeItem(at: home) }
        return try body(home)
    }

    private func report(_ output: String) throws -> AuditDocument {
        try JSONDecoder().decode(AuditDocument.self, from: Data(output.utf8))
    }

    @Test(
        "wrong values end with status 2 and one line that says what, where and what to do",
        arguments: [
            (["--interface", "no-such-interface0"], "no-such-interface0"), (["--pid", "999999999"], "999999999"),
            (["--product", "no-such-product"], "known are:"), (["--home", "/no/such/home"], "/no/such/home"),
            (["--output", "/no/such/folder/report"], "/no/such/folder/report"), (["--duration", "soon"], "--duration"),
            (["--duration", "0", "--interface", "no-such-interface0"], "no-such-interface0"),
            (["--home", ""], "--home"), (["--output", "/tmp"], "/tmp"), (["--fail-on", "worst"], "--fail-on"),
            (["--format", "pdf"], "--format"),
        ])
    func wrongValues(arguments: [String], mentioned: String) throws {
        let (_, output, error) = try run([Tool.earshot, "audit"] + arguments, expecting: [2])
        #expect(output.isEmpty)
        #expect(error.contains(mentioned), "\(error)")
    }

    @Test("an empty home is scanned, and everything that was not asked for is named as such")
    func emptyHome() throws {
        try withHome { home in
            let (_, output, error) = try run(
                [Tool.earshot] + Self.still + ["--home", home.path, "--all-products", "--format", "json"],
                expecting: [0, 1])
            #expect(error.isEmpty)
            let report = try report(output)
            #expect(report.schema == "earshot.report/1")
            #expect(report.coverage.counters["scan.homes"] == 1)
            #expect(report.coverage.counters["rules.broken"] == 0)
            let notAsked = Set(report.coverage.entries.filter { $0.outcome == "not-asked" }.map(\.area))
            #expect(notAsked == ["capture", "probe"])
        }
    }

    @Test("hostile things in a scanned place end in coverage, not in a crash or a hang")
    func hostilePlaces() throws {
        try withHome { home in
            let thread = home.appending(path: ".local/share/Jan/data/threads/thread_1")
            try FileManager.default.createDirectory(at: thread, withIntermediateDirectories: true)
            let threads = thread.deletingLastPathComponent()
            func place(_ name: String) throws -> String {
                let folder = threads.appending(path: name)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                return folder.appending(path: "messages.jsonl").path
            }
            try FileManager.default.createSymbolicLink(atPath: place("dangling"), withDestinationPath: "/no/such/file")
            try FileManager.default.createSymbolicLink(atPath: place("outside"), withDestinationPath: "/etc/passwd")
            try FileManager.default.createSymbolicLink(
                atPath: threads.appending(path: "cycle").path, withDestinationPath: threads.path)
            try run(["mkfifo", try place("fifo")])
            try run(["truncate", "--size=10G", try place("sparse")])
            try Data([0xFF, 0xFE, 0x00, 0x7B, 0x22, 0xC3, 0x28, 0x0A]).write(to: URL(filePath: try place("bytes")))
            try #"{"role":"user","content":[{"text":{"value":"hello"}}]}"#
                .write(toFile: try place("good"), atomically: true, encoding: .utf8)
            let (_, output, _) = try run(
                [Tool.earshot] + Self.still
                    + ["--home", home.path, "--product", "jan", "--all-products", "--format", "json"],
                expecting: [0, 1], timeout: 30)
            let report = try report(output)
            #expect((report.coverage.counters["scan.files_skipped"] ?? 0) >= 3)
            #expect((report.coverage.counters["scan.files_capped"] ?? 0) >= 1)
            #expect(report.findings.contains { $0.product == "jan" && $0.subject.contains("/good/") })
            #expect(!report.findings.contains { $0.subject.contains("passwd") })
        }
    }

    @Test("the same machine gives the same findings with the same identifiers, and a private report file")
    func stability() throws {
        try withHome { home in
            let history = home.appending(path: ".ollama")
            try FileManager.default.createDirectory(at: history, withIntermediateDirectories: true)
            try "one prompt\nanother\n".write(
                to: history.appending(path: "history"), atomically: true, encoding: .utf8)
            let arguments =
                [Tool.earshot] + Self.still + ["--home", home.path, "--product", "ollama", "--all-products"]
                + ["--format", "json"]
            let first = try report(try run(arguments, expecting: [0, 1]).output)
            let file = home.appending(path: "report.json").path
            try run(arguments + ["--output", file], expecting: [0, 1])
            let second = try report(try String(contentsOfFile: file, encoding: .utf8))
            #expect(!first.findings.isEmpty)
            #expect(first.findings.map(\.id) == second.findings.map(\.id))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("a broken rule of the user's is told in the coverage, and the others' findings are still there")
    func brokenRule() throws {
        try withHome { home in
            let rules = home.appending(path: "rules")
            try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
            try "detection: {selection: {a|nonsense: b}, condition: selection}\nlogsource: {category: process}\n"
                .write(to: rules.appending(path: "broken.yml"), atomically: true, encoding: .utf8)
            let (status, output, _) = try run(
                [Tool.earshot] + Self.still
                    + ["--home", home.path, "--rules", rules.path, "--format", "json", "--fail-on", "critical"],
                expecting: [1, 3])
            let report = try report(output)
            #expect(report.coverage.counters["rules.broken"] == 1)
            #expect((report.coverage.counters["rules.loaded"] ?? 0) > 40)
            let told = report.coverage.entries.filter { $0.area == "rules" && $0.outcome == "could-not-look" }
            #expect(told.count == 1)
            #expect(status == 3 || report.findings.contains { $0.level == "critical" })
        }
    }

    @Test("every line of NDJSON is an object that begins with its category, and the last is the coverage")
    func lines() throws {
        try withHome { home in
            let (_, output, _) = try run(
                [Tool.earshot] + Self.still + ["--home", home.path, "--format", "ndjson"], expecting: [0, 1])
            let lines = output.split(separator: "\n")
            #expect(lines.last?.hasPrefix(#"{"event.category":"coverage""#) == true)
            for line in lines {
                #expect(line.hasPrefix(#"{"event.category":""#))
                #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
            }
        }
    }

    @Test("a reader that goes away early is no crash")
    func earlyReader() throws {
        let command = "'\(Tool.earshot)' audit --duration 0 --no-probe --no-scan; echo status $? >&2"
        let (_, _, error) = try run(["bash", "-c", "(\(command)) | head -c 1 >/dev/null"])
        let status = error.split(separator: " ").last.flatMap { Int32($0.trimmingCharacters(in: .newlines)) }
        #expect([0, 1, 3].contains(status))
    }

    @Test(
        "the program talks to nobody: no Internet socket is opened but for probes (strace)",
        .enabled(if: Tool.path(of: "strace") != nil, "strace is not installed"))
    func silence() throws {
        try withHome { home in
            let log = home.appending(path: "calls").path
            try run(
                ["strace", "-f", "-e", "trace=socket,connect", "-o", log, Tool.earshot, "audit"]
                    + ["--duration", "1", "--no-probe", "--home", home.path, "--all-products"],
                expecting: [0, 1, 3])
            let calls = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            // What remains talks to the kernel: netlink, packet sockets, and what libpcap asks interfaces through.
            #expect(!calls.contains { $0.contains("socket(AF_INET") || $0.contains("connect(") })
            #expect(!calls.isEmpty)
        }
    }

    @Test(
        "a report that doesn't arrive whole ends with status 2 and says why; a reader that goes away is no mistake",
        arguments: [
            (">/dev/full", true), ("--format ndjson >/dev/full", true), ("--output /dev/full", true), (">&-", true),
            ("| head -1", false),
        ])
    func outputThatFails(redirection: String, isMistake: Bool) throws {
        let command = "'\(Tool.earshot)' audit --duration 0 --no-scan --no-probe --fail-on critical \(redirection)"
        let (_, _, error) = try run(["sh", "-c", command], expecting: isMistake ? [2] : [0], timeout: 30)
        #expect(error.contains("could not be written whole") == isMistake, "\(error)")
    }

    @Test("a pipe that nobody reads is a mistake and no wait, and a mistake leaves an older report as it was")
    func outputFiles() throws {
        try withHome { folder in
            let pipe = folder.appending(path: "pipe").path
            try run(["mkfifo", pipe])
            let arguments = [Tool.earshot] + Self.still + ["--no-scan", "--output"]
            let (_, _, error) = try run(arguments + [pipe], expecting: [2], timeout: 30)
            #expect(error.contains("nobody reads it"))

            let report = folder.appending(path: "report")
            try "an older and rather short report".write(to: report, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: report.path)
            try run(arguments + [report.path, "--product", "no-such-product"], expecting: [2])
            #expect(try String(contentsOf: report, encoding: .utf8).hasPrefix("an older"))
            try run(arguments + [report.path], expecting: [0, 1])
            #expect(try String(contentsOf: report, encoding: .utf8).hasPrefix("earshot"))
            let mode = try FileManager.default.attributesOfItem(atPath: report.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("a home under several names is scanned once")
    func sameHome() throws {
        try withHome { home in
            let link = home.path + "-link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: home.path)
            defer { try? FileManager.default.removeItem(atPath: link) }
            let homes = [home.path, home.path + "/", link].flatMap { ["--home", $0] }
            let (_, output, _) = try run(
                [Tool.earshot] + Self.still + homes + ["--all-products", "--format", "json"], expecting: [0, 1])
            #expect(try report(output).coverage.counters["scan.homes"] == 1)
        }
    }

    @Test(
        "a signal ends the watch early, with a report that says so (needs root)",
        .enabled(if: geteuid() == 0, "capturing needs root"), arguments: [SIGINT, SIGTERM])
    func endedEarly(number: Int32) throws {
        try withHome { folder in
            let file = folder.appending(path: "report.json")
            let process = Process()
            process.executableURL = URL(filePath: Tool.earshot)
            process.arguments = ["audit", "--duration", "1h", "--interface", "lo", "--no-scan", "--no-probe"]
            process.arguments? += ["--format", "json", "--output", file.path]
            try process.run()
            // Gentler signals are blocked in what threads of tests start.
            defer { kill(process.processIdentifier, SIGKILL) }
            let end = Date.now + 30
            while !isWatching(process.processIdentifier), Date.now < end { usleep(20_000) }
            try #require(isWatching(process.processIdentifier))
            kill(process.processIdentifier, number)
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            let report = try report(try String(contentsOf: file, encoding: .utf8))
            #expect(report.coverage.entries.contains { $0.reason == "ended early by a signal" })
        }
    }
}
