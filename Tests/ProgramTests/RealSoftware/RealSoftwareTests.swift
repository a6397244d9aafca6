import Foundation
import Testing

/// A real llama.cpp server, a client that leaks, and a vendor behind a cable: what the audit says of it.
@Suite("real llama.cpp server, network namespaces, root", .serialized)
struct RealSoftwareTests {
    static let port = 8080

    /// Findings that the five leaks lead to, by what the leak is.
    static let rules = [
        "prompt in clear": "egress-http-prompt-clear-text",
        "telemetry": "telemetry-tls-analytics",
        "hidden text": "egress-dns-hidden-text",
        "history": "residue-history-readable-by-everyone",
        "secret": "residue-secret-readable-by-everyone",
        "listener": "exposure-listener-network-without-key",
    ]

    /// A key in the format of a well-known vendor, put together here so that no scanner takes this file for a leak.
    static let secret = "sk-ant-" + "api03-" + String(repeating: "aB3x9Zq7", count: 12) + "-q9Lz4QAA"

    @Test(
        "the audit names all five leaks, each with its process and product",
        .enabled(if: RealSoftware.obstacle == nil, Comment(rawValue: RealSoftware.obstacle ?? "")))
    func leaks() throws {
        let laboratory = try Laboratory(user: "0")
        defer { laboratory.close() }
        try laboratory.startVendor()
        try laboratory.startModelServer(host: "0.0.0.0", port: Self.port)
        try laboratory.leaveHistory(mode: 0o644, secret: Self.secret)
        try laboratory.startAssistant(port: Self.port, leaking: true)
        let (status, report) = try laboratory.audit(["--duration", "5s"])

        #expect(status == 1)
        #expect(report.schema == "earshot.report/1")
        for leak in ["prompt in clear", "telemetry", "hidden text"] {
            let found = report.findings(Self.rules[leak] ?? "")
            #expect(found.count == 1, "\(leak): \(report.findings.map(\.rule))")
            #expect(found.first?.product == "llama-server")
            #expect(found.first?.process?.command_line?.contains("assistant.py") == true)
            #expect(found.first?.process?.attribution == "socket")
        }
        let listener = try #require(report.findings(Self.rules["listener"] ?? "").first)
        #expect(listener.product == "llama-server")
        #expect(listener.process?.command_line?.contains("model_server.py") == true)
        for leak in ["history", "secret"] {
            #expect(report.findings(Self.rules[leak] ?? "").map(\.product) == ["jan"], "\(leak)")
        }
        #expect(report.coverage.counters["capture.packets_dropped_by_kernel"] != nil)
        #expect(report.coverage.counters["capture.bytes_unattributed"] != nil)
        let whole = try JSONText.of(report.findings)
        #expect(!whole.contains(Self.secret))
        #expect(!whole.contains("my diagnosis is secret"))

        let (_, again) = try laboratory.audit(["--duration", "5s"])
        #expect(Set(again.findings.map(\.id)) == Set(report.findings.map(\.id)))
    }

    @Test(
        "the same set-up done well yields none of the five",
        .enabled(if: RealSoftware.obstacle == nil, Comment(rawValue: RealSoftware.obstacle ?? "")),
        arguments: ["0", "65534"])
    func doneWell(user: String) throws {
        let laboratory = try Laboratory(user: user)
        defer { laboratory.close() }
        try laboratory.startVendor()
        try laboratory.startModelServer(host: "127.0.0.1", port: Self.port, key: "a-key-for-this-run")
        try laboratory.leaveHistory(mode: 0o600, secret: Self.secret)
        try laboratory.startAssistant(port: Self.port, leaking: false, key: "a-key-for-this-run")
        let (_, report) = try laboratory.audit(["--duration", "2s"])
        for (leak, rule) in Self.rules {
            #expect(report.findings(rule).isEmpty, "\(leak)")
        }
        #expect(
            report.findings.allSatisfy { !["high", "critical"].contains($0.level) }, "\(report.findings.map(\.rule))")
    }

    @Test(
        "an ordinary user is told what can be seen, and the exact command for the rest",
        .enabled(if: RealSoftware.obstacle == nil, Comment(rawValue: RealSoftware.obstacle ?? "")))
    func ordinaryUser() throws {
        let laboratory = try Laboratory(user: "65534")
        defer { laboratory.close() }
        try laboratory.startVendor()
        try laboratory.startModelServer(host: "0.0.0.0", port: Self.port)
        try laboratory.leaveHistory(mode: 0o644, secret: Self.secret)
        try laboratory.startAssistant(port: Self.port, leaking: true)
        let (status, report) = try laboratory.audit(["--duration", "2s"])

        #expect(status == 1)
        let listener = try #require(report.findings(Self.rules["listener"] ?? "").first)
        #expect(listener.product == "llama-server")
        #expect(listener.process?.command_line?.contains("model_server.py") == true)
        #expect(report.findings(Self.rules["history"] ?? "").map(\.product) == ["jan"])
        #expect(report.findings(Self.rules["secret"] ?? "").map(\.product) == ["jan"])
        let blind = report.coverage.entries.filter { $0.area == "capture" && $0.outcome == "could-not-look" }
        #expect(!blind.isEmpty)
        #expect(blind.allSatisfy { $0.remedy?.contains("setcap cap_net_raw") == true })
        #expect(!report.coverage.complete)
        #expect(report.findings(Self.rules["hidden text"] ?? "").isEmpty)
    }
}

/// Findings as text, to look for what must not be in them.
enum JSONText {
    static func of(_ findings: [AuditDocument.Finding]) throws -> String {
        findings.map { "\($0)" }.joined(separator: "\n")
    }
}
