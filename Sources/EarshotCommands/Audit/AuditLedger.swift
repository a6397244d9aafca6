internal import Foundation
internal import HostInventory
internal import Knowledge
internal import Observation
internal import Reporting
internal import RuleEngine

/// What an audit has gathered so far: events go to the judge and, for NDJSON, straight to the output.
struct AuditLedger {
    var coverage = Coverage()
    private var judge: Judge
    private var conversations = ConversationLedger()
    private let subjects: Subjects
    private let sink: ReportSink
    private let redaction: Redaction

    init(
        rules: RulesInForce, subjects: Subjects, sink: ReportSink, redaction: Redaction, countsTraffic: Bool = true
    ) {
        judge = Judge(rules: rules.detections, problems: rules.problems, redaction: redaction)
        // What was lost or stayed without a process is told in every report, also by one that did not watch.
        if countsTraffic {
            for counter in [Counter.packetsDropped, .packetsInterfaceDropped, .flowsUnattributed, .bytesUnattributed] {
                coverage.count(counter, 0)
            }
        }
        self.subjects = subjects
        self.sink = sink
        self.redaction = redaction
    }

    /// Takes one event in, unless it is about something that the user did not ask about.
    mutating func take(_ event: Event) {
        guard subjects.include(event) else { return }
        conversations.take(event, redaction: redaction)
        judge.take(event)
        sink.event(event)
    }

    /// Lets the rules see an event that is not told by itself, because it is about no product.
    mutating func weigh(_ event: Event) {
        guard subjects.include(event) else { return }
        judge.take(event)
    }

    /// Notes how long the network was watched, and what stayed without a process.
    mutating func countTraffic(over watched: Double) {
        coverage.count(.captureMilliseconds, Int64(watched * 1_000))
        coverage.count(.flowsUnattributed, conversations.unattributedFlows)
        coverage.count(.bytesUnattributed, conversations.unattributedBytes)
        guard conversations.unattributedFlows > 0 else { return }
        coverage.note(
            .capture, .partly, "flows without a process",
            reason: "the socket was gone before it could be asked for, or belongs to another user",
            remedy: Coverage.Remedy.privilege, count: Int(conversations.unattributedFlows))
    }

    /// The report.
    func report(inventory: Inventory, started: Timestamp, reveals: Bool) -> AuditReport {
        var whole = coverage
        var judge = judge
        judge.finish()
        whole.merge(judge.coverage)
        whole.namePrivilege(Privileges.remedy)
        return AuditReport(
            run: Run(
                version: earshotVersion, started: started, ended: .now, host: ProcessInfo.processInfo.hostName,
                user: HostUsers().name(of: getuid()), reveals: reveals),
            products: inventory.instances.filter { subjects.includes(product: $0.product.id) }.map(summary),
            findings: judge.findings, coverage: whole, conversations: conversations.conversations,
            productNames: subjects.productNames)
    }

    private func summary(of instance: ProductInstance) -> ProductSummary {
        ProductSummary(
            id: instance.product.id, name: instance.product.name, version: instance.version,
            versionSource: instance.versionSource,
            recognisedBy: instance.recognisedBy,
            processes: instance.members.map { member in
                ProcessSummary(
                    pid: Int64(member.record.pid), name: member.record.name, role: member.role,
                    user: member.record.userName ?? "unknown",
                    commandLine: redaction.commandLine(member.record.arguments.joined(separator: " ")))
            },
            listeners: instance.listeners.map { "\($0.socket.address)/\($0.socket.transport.rawValue)" })
    }
}
