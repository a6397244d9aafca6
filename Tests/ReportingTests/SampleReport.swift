import Observation
import Reporting

/// A report with one finding, and what a test wants to vary.
enum SampleReport {
    static let time = Timestamp(nanoseconds: 1_790_000_000_123_456_789)

    static func finding(
        title: String = "A model server can be reached from the network", level: Level = .critical,
        product: String? = "llama-server", subject: String = "llama-server 0.0.0.0:8080/tcp"
    ) -> Finding {
        Finding(
            id: "exposure-listener-0123456789abcdef", rule: "exposure-listener", family: "exposure", title: title,
            summary: "Whoever reaches the port can read and use it.", level: level, grade: .exposed, subject: subject,
            product: product,
            process: ProcessReference(pid: 42, name: "python3", commandLine: "python3 server.py", attribution: nil),
            evidence: [
                Evidence(
                    timestamp: time, category: .listeningSocket,
                    fields: [.init(name: "server.ip", text: "0.0.0.0"), .init(name: "server.port", text: "8080")])
            ],
            remediation: ["bind it to 127.0.0.1"])
    }

    static func report(
        findings: [Finding] = [finding()], coverage: Coverage = coverage(), conversations: [Conversation] = []
    ) -> AuditReport {
        AuditReport(
            run: Run(
                version: "1.2.3", started: time, ended: Timestamp(nanoseconds: time.nanoseconds + 10_000_000_000),
                host: "host", user: "user", reveals: false),
            products: [
                ProductSummary(
                    id: "llama-server", name: "llama.cpp", version: "b1", versionSource: "probe",
                    recognisedBy: ["probe"],
                    processes: [
                        ProcessSummary(
                            pid: 42, name: "python3", role: "server", user: "me", commandLine: "python3 server.py")
                    ],
                    listeners: ["0.0.0.0:8080/tcp"])
            ],
            findings: findings, coverage: coverage, conversations: conversations,
            productNames: ["llama-server": "llama.cpp"])
    }

    static func coverage(couldNotLook: Bool = false) -> Coverage {
        var coverage = Coverage()
        coverage.note(.scan, .looked, "homes", example: "/home/me")
        coverage.count(.packetsDropped, 0)
        if couldNotLook {
            coverage.note(
                .capture, .couldNotLook, "eth0", reason: "no permission to capture packets",
                remedy: "sudo setcap cap_net_raw+ep earshot")
        }
        return coverage
    }
}
