internal import AuditStore
internal import ContentMatching
internal import FilesystemScanner
internal import Foundation
internal import HostInventory
internal import Knowledge
internal import Observation
internal import Reporting

/// One scan of the disk from beginning to end.
struct DiskScan {
    /// The shortest canary that is looked for, in bytes; a shorter one would be everywhere.
    static let leastCanaryBytes = 4

    private let options: ScanOptions
    private let sink: ReportSink
    private let progress = Progress()

    init(options: ScanOptions, sink: ReportSink) {
        self.options = options
        self.sink = sink
    }

    /// Runs the scan.
    ///
    /// - Throws: ``UsageError`` for rules, patterns, products and homes that are not there.
    func run() throws(UsageError) -> AuditReport {
        let started = Timestamp.now
        let interruption = Interruption()
        let rules = try RulesInForce(adding: options.rules)
        let (patterns, problems) = try patterns(rules.catalogue)
        let subjects = try Subjects(options: options.audit, catalogue: rules.catalogue)
        var ledger = AuditLedger(
            rules: rules, subjects: subjects, sink: sink, redaction: Redaction(reveals: options.reveals),
            countsTraffic: false)
        for problem in problems {
            ledger.coverage.note(
                .rules, .couldNotLook, "a pattern of secrets", reason: problem.reason, example: problem.file)
        }
        progress.show("taking stock of processes")
        let inventory = takeStock(rules.catalogue)
        let plan = try ScanPlan(
            options: options.audit, patterns: patterns, products: subjects.scanned(in: inventory), inventory: inventory,
            canaries: options.canaries, models: options.models, tellsHomes: options.paths.isEmpty)
        ledger.coverage.merge(plan.coverage)
        if options.paths.isEmpty {
            progress.show("scanning the places of \(subjects.scanned(in: inventory).count) products")
            ledger.coverage.merge(plan.scan.run(isEnough: { interruption.isRequested }) { ledger.take($0) })
        } else {
            scanTrees(plan, patterns, interruption, &ledger)
        }
        progress.clear()
        return ledger.report(inventory: inventory, started: started, reveals: options.reveals)
    }

    /// The built-in patterns, and those of the user's files.
    private func patterns(_ catalogue: Catalogue) throws(UsageError) -> ([SecretPattern], [RuleProblem]) {
        var patterns = catalogue.patterns
        var problems: [RuleProblem] = []
        for path in options.patterns {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw UsageError("--patterns \(path): can't be read; name a file in gitleaks' format")
            }
            let file = RuleFile(path: path, text: String(decoding: data, as: UTF8.self), origin: .user)
            let (read, wrong) = SecretPattern.load(file)
            guard !read.isEmpty else {
                let reason = wrong.first?.description ?? "it holds no patterns"
                throw UsageError("--patterns \(path): \(reason)")
            }
            patterns += read
            problems += wrong
        }
        return (patterns, problems)
    }

    /// Processes and products, without asking anybody.
    private func takeStock(_ catalogue: Catalogue) -> Inventory {
        Inventory.take(
            catalogue: catalogue, processes: ProcessTable.snapshot(), listeners: [],
            options: InventoryOptions(probes: false))
    }

    private func scanTrees(
        _ plan: ScanPlan, _ patterns: [SecretPattern], _ interruption: Interruption, _ ledger: inout AuditLedger
    ) {
        var tree = TreeOptions()
        tree.jobs = options.jobs ?? ProcessInfo.processInfo.activeProcessorCount
        tree.crossesDevices = options.crossesDevices
        tree.excludes = options.excludes
        tree.changedSince = options.changedSince
        tree.largestFile = options.largestFile
        tree.places = PlaceMap(plan.targets(below: options.paths))
        let store = store(patterns, &ledger)
        tree.memory = store?.memory
        let expected = store?.fileCount(of: options.paths) ?? estimate
        let (count, line) = (TreeProgress(), ScanProgressLine(expected: expected))
        let surroundings = FileContextReader()
        let coverage = TreeScan(tree).run(
            options.paths, progress: count,
            tick: {
                if interruption.isRequested { count.stop() }
                progress.show(line.text(count))
            },
            makeExaminer: { [matcher = plan.matcher] in
                TreeExaminer.ofContent(
                    matcher, surroundings: surroundings, models: plan.models, isEnough: { count.isStopped })
            },
            emit: { ledger.take($0) })
        ledger.coverage.merge(coverage)
        ledger.coverage.merge(surroundings.coverage)
        if options.paths.count == 1, !count.isStopped {
            store?.note(files: count.filesMet, bytes: count.bytesRead, of: options.paths[0])
        }
        if let problem = store?.finish() { tell(problem, &ledger) }
    }

    /// About how many files there are, where no earlier scan has counted them.
    private var estimate: Int64? {
        guard options.paths.count == 1 else { return nil }
        return TreeScan.fileCountEstimate(below: options.paths[0])
    }

    /// What earlier scans noted; without it everything is read.
    private func store(_ patterns: [SecretPattern], _ ledger: inout AuditLedger) -> ScanStore? {
        guard !options.isFresh else {
            ledger.coverage.note(.scan, .notAsked, "files that were clean before", reason: "--fresh")
            return nil
        }
        do throws(StoreError) {
            return try ScanStore(patterns, canaries: options.canaries)
        } catch {
            tell(error, &ledger)
            return nil
        }
    }

    private func tell(_ problem: StoreError, _ ledger: inout AuditLedger) {
        let path = ScanStore.folder + "/" + AuditStore.fileName
        ledger.coverage.note(
            .scan, .partly, "notes of which files were clean",
            reason: "\(problem.description); files are read without them",
            remedy: problem.kind == .damaged ? "rm \(path)" : nil, example: path)
    }
}
