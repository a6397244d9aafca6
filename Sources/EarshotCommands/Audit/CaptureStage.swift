internal import Dissection
internal import Foundation
internal import HostInventory
internal import Observation
internal import PacketCapture
internal import Synchronization

/// One event of the network, and whose flow it belongs to.
struct CapturedEvent: Sendable {
    var event: Event
    let owners: FlowAttribution?
    /// When it began, which for a flow is long before it is told.
    let began: Timestamp
}

/// Watches interfaces, one thread and one dissector each, and keeps what they tell until the capture ends.
final class CaptureStage: Sendable {
    /// How many events are kept; what comes beyond is counted.
    static let eventLimit = 200_000
    /// How many bytes of request bodies are kept.
    static let bodyLimit = 64 << 20

    /// What all threads add to.
    private struct State {
        var network = NetworkEvents()
        var events: [CapturedEvent] = []
        var bodyBytes = 0
        var dropped: Int64 = 0
        /// Whose the flows are that have not ended; a dissector bounds how many those are.
        var owners: [UInt64: FlowAttribution] = [:]
        var flows: UInt64 = 0
        var coverage = Coverage()
    }

    private let captures: [InterfaceCapture]
    private let owners: SocketOwners
    private let keyLogs: KeyLogFeed?
    private let ownProcess: Int32
    private let state = Mutex(State())
    private let running = DispatchGroup()

    /// Takes captures that are open; packets are kept by the kernel from then on.
    init(captures: [InterfaceCapture], owners: SocketOwners, _ keyLogs: KeyLogFeed?) {
        self.keyLogs = keyLogs
        self.captures = captures
        self.owners = owners
        ownProcess = getpid()
    }

    /// Begins to read, each interface on a thread of its own.
    func start() {
        for capture in captures {
            running.enter()
            let thread = Thread { [self] in
                watch(capture)
                running.leave()
            }
            thread.stackSize = 1 << 20
            thread.name = "capture"
            thread.start()
        }
    }

    /// Ends the capture and gives what was seen.
    func stop() -> (events: [CapturedEvent], coverage: Coverage) {
        captures.forEach { $0.stop() }
        running.wait()
        return state.withLock { state in
            state.coverage.count(.eventsDropped, state.dropped)
            if let keyLogs { state.coverage.note(SecretUse(keyLogs.keyLog.statistics)) }
            if state.dropped > 0 {
                state.coverage.note(
                    .capture, .partly, "events of the network",
                    reason: "more than \(Self.eventLimit) of them, or \(Self.bodyLimit >> 20) MiB of bodies; "
                        + "watch for a shorter time or fewer interfaces",
                    count: Int(clamping: state.dropped))
            }
            return (state.events, state.coverage)
        }
    }

    private func watch(_ capture: InterfaceCapture) {
        var dissector = Dissector(
            keyLog: keyLogs?.keyLog,
            newFlow: { [self] tuple, time in
                let attribution = owners.attribution(of: tuple, at: time)
                return state.withLock { state in
                    state.flows += 1
                    state.owners[state.flows] = attribution
                    return FlowLabel(state.flows)
                }
            })
        var outputs: [DissectorOutput] = []
        let outcome = capture.run { record, frame in
            // What a program logged before it sent the packet is there by now.
            keyLogs?.update()
            dissector.packet(
                frame, linkType: LinkType(dataLink: record.dataLink), at: record.timestamp,
                originalLength: record.originalLength, into: &outputs)
            if !outputs.isEmpty {
                keep(outputs, from: capture.interface)
                outputs.removeAll(keepingCapacity: true)
            }
        }
        dissector.finish(into: &outputs)
        keep(outputs, from: capture.interface)
        note(outcome, dissector.statistics, dissector.networkCounters, of: capture.interface)
    }

    private func keep(_ outputs: [DissectorOutput], from interface: String) {
        state.withLock { state in
            for output in outputs {
                let owners =
                    output.endsFlow
                    ? state.owners.removeValue(forKey: output.label.rawValue) : state.owners[output.label.rawValue]
                guard owners?.isOf(ownProcess) != true else { continue }
                var described: [Event] = []
                state.network.describe(output, into: &described)
                for var event in described {
                    event.set(.interfaceName, interface)
                    for field in [Field.httpBody, .httpResponseBody, .webSocketContent] {
                        state.bodyBytes += event.string(field)?.utf8.count ?? 0
                    }
                    guard state.events.count < Self.eventLimit, state.bodyBytes < Self.bodyLimit else {
                        state.dropped += 1
                        continue
                    }
                    state.events.append(
                        CapturedEvent(event: event, owners: owners, began: output.began ?? event.timestamp))
                }
            }
        }
    }

    private func note(
        _ outcome: InterfaceCapture.Outcome, _ statistics: DissectionStatistics, _ counters: NetworkCounters,
        of interface: String
    ) {
        var health = Event(.captureHealth, at: .now)
        health.set(.interfaceName, interface)
        health.set(.capturePackets, outcome.statistics.received)
        health.set(.captureDropped, outcome.statistics.droppedByKernel)
        health.set(.captureInterfaceDropped, outcome.statistics.droppedByInterface)
        health.set(.captureUndecoded, statistics.undecodedPackets)
        state.withLock { state in
            state.events.append(CapturedEvent(event: health, owners: nil, began: health.timestamp))
            state.coverage.count(.packetsReceived, outcome.statistics.received)
            state.coverage.count(.packetsDropped, outcome.statistics.droppedByKernel)
            state.coverage.count(.packetsInterfaceDropped, outcome.statistics.droppedByInterface)
            state.coverage.count(.captureInterfaces, 1)
            statistics.count(into: &state.coverage)
            state.coverage.note(dissection: statistics)
            state.coverage.note(network: counters)
            switch outcome.ending {
            case .stopped: state.coverage.note(.capture, .looked, "interfaces", example: interface)
            case .failed(let error):
                state.coverage.note(
                    .capture, .partly, "an interface, until it failed", reason: "\(error)", example: interface)
            }
        }
    }
}

extension DissectorOutput {
    /// What the caller attached to the flow.
    fileprivate var label: FlowLabel { flow?.label ?? .none }

    /// When a flow began; nothing for messages, which have their own time.
    fileprivate var began: Timestamp? {
        guard case .flow(let summary) = self else { return nil }
        return summary.start
    }

    /// Whether nothing more comes of the flow.
    fileprivate var endsFlow: Bool {
        guard case .flow = self else { return false }
        return true
    }
}

extension FlowAttribution {
    /// Whether a process opened the flow.
    fileprivate func isOf(_ pid: Int32) -> Bool {
        source?.process?.pid == pid
    }
}

extension Timestamp {
    /// The moment by the system's clock.
    static var now: Timestamp {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }
}
