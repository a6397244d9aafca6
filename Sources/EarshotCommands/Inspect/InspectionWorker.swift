internal import Dissection
internal import Observation
internal import PacketCapture
internal import Reporting
internal import RuleEngine

/// Reads one share of a capture's flows: dissects, describes, judges and sums up.
///
/// Belongs to one thread at a time.
final class InspectionWorker {
    private(set) var judge: Judge
    private(set) var conversations = ConversationLedger(naming: .addresses)
    private(set) var highlights = HighlightLedger()
    private(set) var packets: UInt64 = 0
    private(set) var firstPacket: Timestamp?
    private(set) var lastPacket: Timestamp?

    private var dissector: Dissector
    private var network = NetworkEvents()
    private var description: CaptureDescription
    private var outputs: [DissectorOutput] = []
    private var events: [Event] = []
    private var lines: [InspectionLine] = []
    private let redaction: Redaction
    private let writesLines: Bool
    private let filter: PacketMatcher?
    /// Packets that the filter did not let through.
    private(set) var filteredOut: Int64 = 0
    /// Whether the rest was passed over, because the user asked for an end.
    private(set) var isEndedEarly = false
    private let gate: WindowGate
    private let keyLog: KeyLog
    /// Packets that were not captured, as the files tell between the others.
    private(set) var lost: UInt64 = 0
    /// The process of the packet that is being read, for the flow that it may begin.
    private let current = CurrentPacket()

    /// How many flows are ended at once when all are.
    private static let batch = 1_024

    private final class CurrentPacket {
        var label = FlowLabel.none
    }

    init(_ plan: InspectionPlan, share: FlowShare, keyLog: KeyLog, gate: WindowGate) {
        judge = Judge(rules: plan.rules.detections, problems: plan.rules.problems, redaction: plan.redaction)
        // However many read, together they keep no more than one would.
        var limits = DissectionLimits()
        limits.flows /= Int(share.count)
        limits.bufferedBytes /= Int(share.count)
        dissector = Dissector(limits: limits, hashSeed: plan.hashSeed, share: share, keyLog: keyLog) {
            [current] _, _ in current.label
        }
        description = CaptureDescription(catalogue: plan.rules.catalogue)
        writesLines = plan.writesLines
        redaction = plan.redaction
        filter = plan.filter.map { PacketMatcher($0) }
        self.gate = gate
        self.keyLog = keyLog
    }

    /// What was seen and what could not be read so far.
    var statistics: DissectionStatistics { dissector.statistics }

    /// Which secrets were read, and of how many connections.
    var keyLogStatistics: KeyLog.Statistics { keyLog.statistics }

    /// What happened below the transport layer.
    var networkCounters: NetworkCounters { dissector.networkCounters }

    /// Reads all files of a timeline, and comes to the gate after each window.
    func read(_ timeline: CaptureTimeline) {
        timeline.read { file, note in
            description.take(note, of: file)
            take(note)
        } _: { file, record, frame in
            guard !isEndedEarly else { return }
            packets += 1
            if packets % WindowGate.window == 0 { isEndedEarly = !gate.pass(&lines) }
            if let filter, !filter.matches(record, frame) {
                filteredOut += 1
                return
            }
            current.label = CaptureDescription.label(process: record.process, file: file)
            firstPacket = min(firstPacket ?? record.timestamp, record.timestamp)
            lastPacket = max(lastPacket ?? record.timestamp, record.timestamp)
            dissector.packet(
                frame, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &outputs)
            if !outputs.isEmpty { tell() }
        }
        packets += 1
        while dissector.finish(upTo: Self.batch, into: &outputs) { tell() }
        tell()
        gate.leave(&lines)
    }

    private func take(_ note: CaptureFileNote) {
        switch note {
        case .tlsKeyLog(let log):
            keyLog.append(log.span)
            keyLog.endOfText()
        case .lost(_, let packets): lost = lost.addingReportingOverflow(packets).overflow ? .max : lost + packets
        default: break
        }
    }

    private func tell() {
        for output in outputs {
            network.describe(output, into: &events)
            for index in events.indices {
                if let flow = output.flow { description.describe(&events[index], of: flow) }
                take(events[index])
            }
            events.removeAll(keepingCapacity: true)
        }
        outputs.removeAll(keepingCapacity: true)
    }

    private func take(_ event: Event) {
        conversations.take(event, redaction: redaction)
        judge.take(event)
        if writesLines {
            let text = EventLine.text(event, redaction: redaction)
            lines.append(InspectionLine(packet: packets, time: event.timestamp, text: text))
        } else {
            highlights.take(event, redaction)
        }
    }
}
