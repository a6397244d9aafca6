internal import Dissection
internal import Foundation
internal import HostInventory
internal import Knowledge
internal import Observation
internal import PacketCapture
internal import Reporting
internal import RuleEngine

/// What all workers of an inspection saw, taken together.
struct InspectionSummary {
    private var judge: Judge
    private var conversations: ConversationLedger
    private var highlights: HighlightLedger
    private var coverage = Coverage()
    private var statistics: DissectionStatistics
    private let network: NetworkCounters
    private var secrets: SecretUse
    private let lost: UInt64
    private let first: Timestamp?
    private let last: Timestamp?

    init(_ workers: [InspectionWorker], _ timeline: CaptureTimeline) {
        judge = workers[0].judge
        conversations = workers[0].conversations
        highlights = workers[0].highlights
        statistics = workers[0].statistics
        network = workers[0].networkCounters
        secrets = SecretUse(workers[0].keyLogStatistics)
        lost = workers[0].lost
        first = workers[0].firstPacket
        last = workers[0].lastPacket
        for worker in workers.dropFirst() {
            judge.merge(worker.judge)
            conversations.merge(worker.conversations)
            highlights.merge(worker.highlights)
            statistics.merge(worker.statistics)
            secrets.add(worker.keyLogStatistics)
        }
        note(timeline)
        noteDissection()
        if workers[0].isEndedEarly {
            coverage.note(.capture, .partly, "captures", reason: "ended early by a signal")
        }
        if workers[0].filteredOut > 0 {
            coverage.note(
                .capture, .notAsked, "packets", reason: "the filter did not let them through",
                count: Int(clamping: workers[0].filteredOut))
        }
    }

    /// The report.
    func report(_ options: InspectionOptions, _ plan: InspectionPlan, started: Timestamp) -> AuditReport {
        var whole = coverage
        var judge = judge
        judge.finish()
        whole.merge(judge.coverage)
        return AuditReport(
            run: Run(
                version: earshotVersion, started: started, ended: .now, host: ProcessInfo.processInfo.hostName,
                user: HostUsers().name(of: getuid()), reveals: options.reveals, subject: subject(options.files)),
            products: [], findings: judge.findings, coverage: whole, conversations: conversations.conversations,
            highlights: highlights.highlights,
            productNames: Dictionary(uniqueKeysWithValues: plan.rules.catalogue.products.map { ($0.id, $0.name) }))
    }

    private func subject(_ files: [String]) -> String {
        let names = files.map { $0 == "-" ? "standard input" : $0 }
        let what = names.count > 3 ? "\(names.count) captures" : names.joined(separator: ", ")
        guard let first, let last else { return "\(what): no packets" }
        let seconds = Double((last.nanoseconds - first.nanoseconds) / 1_000_000) / 1_000
        let begin = first.rfc3339.prefix(19).split(separator: "T").joined(separator: " ")
        let packets = statistics.packets == 1 ? "1 packet" : "\(statistics.packets) packets"
        return "\(what): \(packets) over \(seconds) s from \(begin) UTC"
    }

    /// How far the files were read, and what they said was missing.
    private mutating func note(_ timeline: CaptureTimeline) {
        for (index, file) in timeline.files.enumerated() {
            let summary = file.summary
            coverage.count(.packetsReceived, summary.statistics.received)
            coverage.count(.packetsDropped, summary.statistics.droppedByKernel)
            coverage.count(.packetsInterfaceDropped, summary.statistics.droppedByInterface)
            if let failure = timeline.failures[index] {
                coverage.note(
                    .capture, .couldNotLook, "the rest of a capture file", reason: failure.description,
                    example: file.path)
            }
            coverage.note(.capture, .looked, "capture files", example: file.path)
            for (kind, count) in summary.unreadBlocks.sorted(by: { $0.key < $1.key }) {
                coverage.note(
                    .capture, .partly, "blocks of capture files", reason: "not read: \(kind)", count: Int(count))
            }
            noteBroken(summary)
        }
    }

    private mutating func noteBroken(_ summary: CaptureFileSummary) {
        let broken: [(String, Int64)] = [
            ("blocks that contradict themselves", summary.malformedBlocks),
            ("packets of interfaces that the file doesn't describe", summary.packetsWithoutInterface),
            ("packets without a time", summary.packetsWithoutTime),
            ("processes and comments beyond the limit", summary.notesBeyondLimit),
        ]
        for (what, count) in broken where count > 0 {
            coverage.note(.capture, .partly, what, count: Int(clamping: count))
        }
    }

    private mutating func noteDissection() {
        statistics.count(into: &coverage)
        coverage.note(dissection: statistics)
        coverage.note(network: network)
        coverage.note(secrets)
        if lost > 0 {
            coverage.note(
                .capture, .partly, "packets that were lost while capturing", reason: "told by the capture file",
                count: Int(clamping: lost))
        }
        coverage.count(.flowsUnattributed, conversations.unattributedFlows)
        coverage.count(.bytesUnattributed, conversations.unattributedBytes)
    }
}
