package import ArgumentParser
internal import Observation
internal import Reporting

/// `earshot scan`: reads the disk and nothing else.
package struct ScanCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read the disk: what products left there, and secrets in any file.",
        usage: "earshot scan [<paths> ...] [<options>]",
        discussion: """
            Examples:
              earshot scan                   the places of the products found here
              sudo earshot scan /            everything on the root's device
              earshot scan ~ --exclude node_modules --exclude '*.iso'
              earshot scan /srv --changed-since 7d --format ndjson
              earshot scan ~ --canary 'purple-otter-4711'

            Nothing is changed, locked or followed out of the tree. A file .earshotignore
            leaves names out, in the syntax of .gitignore. Files that were clean before
            and have not changed are not read again; --fresh reads them.

            Exit status: 0 nothing at or above --fail-on, 1 findings at or above it,
            2 wrong usage or bad input, 3 something that was asked for could not be read.
            """
    )

    @Argument(help: "Folders and files. Default: the catalogued places of the products found.")
    var paths: [String] = []

    @Flag(help: "Without paths: the places of every known product, not only of those that were found.")
    var allProducts = false

    @Option(name: .customLong("product"), help: "Report on this product alone; repeat for more.")
    var products: [String] = []

    @Option(
        name: .customLong("home"), help: "Take this folder for a home; repeat for more. Default: every readable home.")
    var homes: [String] = []

    @Option(name: .customLong("exclude"), help: "Leave names out, in the syntax of .gitignore; repeat for more.")
    var excludes: [String] = []

    @Option(help: "Read only what changed since: 7d, 12h, 2026-01-31, or a time in RFC 3339.")
    var changedSince: Moment?

    @Option(help: "Leave out larger files: 500K, 64M, 2G; they are counted. Default: no limit.")
    var maxFileSize: ByteSize?

    @Flag(help: "Go on into other devices that are mounted in the tree.")
    var crossDevices = false

    @Flag(help: "Read every file, also those that an earlier scan found clean; neither use nor change what it noted.")
    var fresh = false

    @Option(help: "How many cores to use. Default: all.")
    var jobs: Int?

    @Option(name: .customLong("patterns"), help: "Add the patterns of this file, in gitleaks' TOML; repeat for more.")
    var patterns: [String] = []

    @Option(name: .customLong("canary"), help: "Look for this text too; repeat for more.")
    var canaries: [String] = []

    @Option(
        name: .customLong("model"),
        help: "A GGUF file whose vocabulary turns the tokens of saved states into text; repeat for more.")
    var models: [String] = []

    @Option(help: "text, json or ndjson; ndjson tells every event, a line each.")
    var format = ReportFormat.text

    @Option(help: "Write the report to this file (mode 0600) instead of the standard output.")
    var output: String?

    @Option(help: "Exit with 1 for findings at or above: informational, low, medium, high, critical.")
    var failOn = Level.high

    @Option(name: .customLong("rules"), help: "Add the rules below this folder; same names replace built-in ones.")
    var rules: [String] = []

    @Flag(help: "Show secrets and prompts as they are.")
    var reveal = false

    package init() {}

    package func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on") }
        guard canaries.allSatisfy({ $0.utf8.count >= DiskScan.leastCanaryBytes }) else {
            throw ValidationError("--canary takes a text of at least \(DiskScan.leastCanaryBytes) bytes")
        }
    }

    package func run() throws {
        let options = ScanOptions(
            paths: paths, scansAllProducts: allProducts, products: Set(products), homes: homes, excludes: excludes,
            changedSince: changedSince?.timestamp, largestFile: maxFileSize?.bytes, crossesDevices: crossDevices,
            isFresh: fresh, jobs: jobs, patterns: patterns, canaries: canaries, models: models, rules: rules,
            reveals: reveal)
        try options.check()
        let sink = try ReportSink(format: format, path: output, reveals: reveal)
        let report = try DiskScan(options: options, sink: sink).run()
        try sink.finish(report)
        throw Ending(status: ExitStatus(of: report, failingOn: failOn))
    }
}
