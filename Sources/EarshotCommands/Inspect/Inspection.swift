internal import Dissection
internal import Foundation
internal import Observation
internal import PacketCapture
internal import Reporting
internal import RuleEngine

/// One inspection from beginning to end.
///
/// Every worker reads the whole capture and follows its share of the flows, so nothing is copied between threads. They meet
/// after each window of packets, where what they tell is put into order.
struct Inspection {
    private let options: InspectionOptions
    private let sink: ReportSink
    private let redaction: Redaction
    private let progress = Progress()

    init(options: InspectionOptions, sink: ReportSink) {
        self.options = options
        self.sink = sink
        redaction = Redaction(reveals: options.reveals)
    }

    /// Reads all files.
    ///
    /// - Throws: ``UsageError`` for rules, filters, key logs and files that can't be read at all.
    func run() throws(UsageError) -> AuditReport {
        let started = Timestamp.now
        // Ctrl-C ends whoever writes into a pipe too; what came until then is told.
        let interruption = Interruption()
        let plan = InspectionPlan(
            rules: try RulesInForce(adding: options.rules), filter: try filter(), redaction: redaction,
            writesLines: options.format == .ndjson)
        let timelines = try openTimelines()
        let keyLogs = try keyLogs(count: timelines.count)
        progress.show("reading \(options.files.count == 1 ? options.files[0] : "\(options.files.count) captures")")
        let workers = workers(plan, keyLogs, interruption)
        read(workers, timelines)
        progress.clear()
        return InspectionSummary(workers, timelines[0]).report(options, plan, started: started)
    }

    /// One timeline for each worker; what can't be read twice has one worker.
    private func openTimelines() throws(UsageError) -> [CaptureTimeline] {
        let isRepeatable = options.files.allSatisfy(CaptureFile.isRepeatable)
        let jobs = isRepeatable ? options.jobs ?? ProcessInfo.processInfo.activeProcessorCount : 1
        var timelines: [CaptureTimeline] = []
        for _ in 0..<jobs {
            do throws(CaptureError) {
                timelines.append(try CaptureTimeline(paths: options.files))
            } catch {
                throw UsageError("\(error.subject): \(error.description)")
            }
        }
        return timelines
    }

    /// The secrets of the key logs that were named, for each worker.
    ///
    /// Those in the captures follow as a worker meets them. If they shared a log, what one of them can decrypt would
    /// depend on how far the others have read.
    private func keyLogs(count: Int) throws(UsageError) -> [KeyLog] {
        let logs = (0..<count).map { _ in KeyLog() }
        for path in options.keyLogs {
            try KeyLogFile(path).readAll { piece in
                for log in logs { log.append(piece) }
            }
            for log in logs { log.endOfText() }
        }
        return logs
    }

    private func filter() throws(UsageError) -> PacketFilter? {
        guard let expression = options.filter else { return nil }
        do throws(CaptureError) {
            return try PacketFilter(expression)
        } catch {
            throw UsageError("--filter: \(error.description); see the manual page pcap-filter")
        }
    }

    private func workers(
        _ plan: InspectionPlan, _ keyLogs: [KeyLog], _ interruption: Interruption
    ) -> [InspectionWorker] {
        let gate = WindowGate(threads: keyLogs.count, isEnough: { interruption.isRequested }) { [sink] in
            sink.write(lines: $0)
        }
        return keyLogs.enumerated().map { index, keyLog in
            InspectionWorker(plan, share: FlowShare(index: index, of: keyLogs.count), keyLog: keyLog, gate: gate)
        }
    }

    private func read(_ workers: [InspectionWorker], _ timelines: [CaptureTimeline]) {
        let others = DispatchGroup()
        for index in workers.indices.dropFirst() {
            let errand = Errand(worker: workers[index], timeline: timelines[index])
            others.enter()
            let thread = Thread {
                errand.worker.read(errand.timeline)
                others.leave()
            }
            thread.stackSize = 4 << 20
            thread.name = "inspect"
            thread.start()
        }
        workers[0].read(timelines[0])
        others.wait()
    }
}

/// A worker and its timeline, handed over to the one thread that uses them until it ends.
private struct Errand: @unchecked Sendable {
    let worker: InspectionWorker
    let timeline: CaptureTimeline
}
