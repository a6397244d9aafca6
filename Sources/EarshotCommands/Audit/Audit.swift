internal import FilesystemScanner
internal import Foundation
internal import HostInventory
internal import Knowledge
internal import Observation
internal import PacketCapture
internal import Reporting
internal import RuleEngine

/// One audit from beginning to end: takes stock, watches while it scans, judges, and sums up.
struct Audit {
    private let options: AuditOptions
    private let sink: ReportSink
    private let redaction: Redaction
    private let progress = Progress()

    init(options: AuditOptions, sink: ReportSink) {
        self.options = options
        self.sink = sink
        redaction = Redaction(reveals: options.reveals)
    }

    /// Runs the audit.
    ///
    /// - Throws: ``UsageError`` for rules, interfaces, processes, products and homes that are not there.
    func run() throws(UsageError) -> AuditReport {
        let started = Timestamp.now
        let interruption = Interruption()
        let rules = try RulesInForce(adding: options.rules)
        let subjects = try Subjects(options: options, catalogue: rules.catalogue)
        var ledger = AuditLedger(rules: rules, subjects: subjects, sink: sink, redaction: redaction)

        progress.show("taking stock of processes and sockets")
        let inventory = takeStock(rules.catalogue, &ledger)
        let watch = try startWatching(&ledger)
        if options.scans {
            progress.show("scanning the places of \(subjects.scanned(in: inventory).count) products")
            try scan(rules.catalogue, inventory, subjects, interruption, &ledger)
        } else {
            ledger.coverage.note(.scan, .notAsked, "files", reason: "--no-scan")
        }
        if let watch {
            if !watch.wait(for: options.duration, interruption, progress) {
                ledger.coverage.note(
                    .capture, .partly, "traffic", reason: "ended early by a signal",
                    example: "\(Int(watch.watched)) of \(Int(options.duration.seconds.rounded(.up))) s")
            }
            judge(watch, inventory, rules.catalogue, &ledger)
        }
        progress.clear()
        return ledger.report(inventory: inventory, started: started, reveals: options.reveals)
    }

    /// Processes, listeners, products, settings and versions.
    private func takeStock(_ catalogue: Catalogue, _ ledger: inout AuditLedger) -> Inventory {
        let processes = ProcessTable.snapshot()
        let (listeners, coverage) = ListeningSockets.inventory(
            processes: processes, holders: SocketHolders.current())
        let inventory = Inventory.take(
            catalogue: catalogue, processes: processes, listeners: listeners,
            options: InventoryOptions(probes: options.probes))
        ledger.coverage.merge(coverage)
        ledger.coverage.merge(inventory.coverage)
        if !options.probes {
            ledger.coverage.note(.probe, .notAsked, "local servers", reason: "--no-probe")
        }
        for event in inventory.events {
            ledger.take(event)
        }
        weighOthers(processes, inventory, &ledger)
        return inventory
    }

    /// Lets the rules see the processes that are no product's too, because a tunnel may publish what a product keeps local.
    private func weighOthers(_ processes: ProcessTable, _ inventory: Inventory, _ ledger: inout AuditLedger) {
        for record in processes.inOrder where record.pid != getpid() && !record.arguments.isEmpty {
            guard inventory.instance(holding: record.identity) == nil else { continue }
            var event = Event(.process, at: processes.takenAt)
            record.describe(&event)
            ledger.weigh(event)
        }
    }

    private func startWatching(_ ledger: inout AuditLedger) throws(UsageError) -> NetworkWatch? {
        let keyLogs = options.keyLogs.isEmpty ? nil : try KeyLogFeed(options.keyLogs)
        guard options.captures else {
            try CaptureStage.check(options.interfaces)
            let reason = options.duration.seconds == 0 ? "--duration 0" : "--no-capture"
            ledger.coverage.note(.capture, .notAsked, "traffic", reason: reason)
            return nil
        }
        let (watch, coverage) = try NetworkWatch.start(on: options.interfaces, keyLogs)
        ledger.coverage.merge(coverage)
        return watch
    }

    private func scan(
        _ catalogue: Catalogue, _ inventory: Inventory, _ subjects: Subjects, _ interruption: Interruption,
        _ ledger: inout AuditLedger
    ) throws(UsageError) {
        let plan = try ScanPlan(
            options: options, patterns: catalogue.patterns, products: subjects.scanned(in: inventory),
            inventory: inventory)
        ledger.coverage.merge(plan.coverage)
        let coverage = plan.scan.run(isEnough: { interruption.isRequested }) { ledger.take($0) }
        ledger.coverage.merge(coverage)
    }

    private func judge(
        _ watch: NetworkWatch, _ inventory: Inventory, _ catalogue: Catalogue, _ ledger: inout AuditLedger
    ) {
        progress.show("judging")
        let (events, coverage) = watch.stop()
        ledger.coverage.merge(coverage)
        let description = TrafficDescription(
            inventory: inventory, catalogue: catalogue, localAddresses: watch.localAddresses, events: events)
        for captured in events {
            ledger.take(description.described(captured))
        }
        ledger.countTraffic(over: watch.watched)
    }
}
