internal import Dissection
internal import Foundation
internal import HostInventory
internal import Observation
internal import PacketCapture
internal import Synchronization

/// The threads of a capture, one for each interface.
final class CaptureTeam: Sendable {
    private let captures: [InterfaceCapture]
    private let numbers: [Int32]
    private let output: CaptureOutput
    private let owners: SocketOwners
    private let subjects: CaptureSubjects
    private let ownProcess = getpid()
    private let tally = Mutex(CaptureTally())
    private let unfinished: Atomic<Int>
    private let running = DispatchGroup()

    init(
        _ captures: [InterfaceCapture], _ output: CaptureOutput, _ owners: SocketOwners, _ subjects: CaptureSubjects,
        filter: String?
    ) {
        self.captures = captures
        self.output = output
        self.owners = owners
        self.subjects = subjects
        numbers = captures.map { output.add($0, filter: filter) }
        unfinished = Atomic(captures.count)
    }

    /// Whether no interface is left to watch.
    var isDone: Bool { unfinished.load(ordering: .relaxed) == 0 }

    /// Begins to read.
    func start() {
        for (capture, number) in zip(captures, numbers) {
            running.enter()
            let thread = Thread { [self] in
                watch(capture, number)
                unfinished.subtract(1, ordering: .relaxed)
                running.leave()
            }
            thread.stackSize = 1 << 20
            thread.name = "capture"
            thread.start()
        }
    }

    /// Ends the capture, and tells what came of it.
    func stop() -> CaptureTally {
        captures.forEach { $0.stop() }
        running.wait()
        return tally.withLock(\.self)
    }

    private func watch(_ capture: InterfaceCapture, _ number: Int32) {
        let book = FlowBook(owners: owners, subjects: subjects, ownProcess: ownProcess) { [output] owner in
            output.number(of: owner)
        }
        var limits = DissectionLimits()
        limits.readsContent = false
        // Whose a tunnel is tells its outer flow.
        limits.network.tunnelDepth = 0
        var dissector = Dissector(limits: limits) { book.begin($0, at: $1) }
        var outputs: [DissectorOutput] = []
        var counts = CaptureTally()
        let outcome = capture.run { record, frame in
            dissector.packet(
                frame, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &outputs)
            take(record, frame, number, of: dissector.lastFlow, book, &counts)
            for ended in outputs {
                if case .flow(let summary) = ended { book.end(summary.flow.label) }
            }
            outputs.removeAll(keepingCapacity: true)
        }
        output.note(outcome.statistics, interface: number)
        counts.take(outcome, capture.interface)
        tally.withLock { $0.merge(counts) }
    }

    /// Writes a packet if it is one of those that were asked for.
    private func take(
        _ record: PacketRecord, _ frame: Span<UInt8>, _ number: Int32, of flow: Dissector.LastFlow?, _ book: FlowBook,
        _ counts: inout CaptureTally
    ) {
        var process: Int32 = -1
        var direction = PacketDirection.unknown
        if let flow {
            let answer = book.packet(of: flow.label, at: record.timestamp)
            let (sentHere, comesHere) =
                flow.isFromSource ? (answer.isFromHere, answer.isToHere) : (answer.isToHere, answer.isFromHere)
            direction = sentHere ? .outbound : comesHere ? .inbound : .unknown
            switch answer.verdict {
            case .written(let known):
                process = known
                if known < 0 { counts.countUnattributed(record) }
            case .others: return counts.others += 1
            case .unattributed: return counts.countUnattributed(record)
            }
        } else {
            counts.withoutFlow += 1
            guard subjects.areEverything else { return }
        }
        counts.written += 1
        let told = PacketRecord(
            timestamp: record.timestamp, originalLength: record.originalLength, dataLink: record.dataLink,
            interface: number, process: process, direction: direction)
        output.write(told, frame)
    }
}
