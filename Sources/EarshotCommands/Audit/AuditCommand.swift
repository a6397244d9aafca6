package import ArgumentParser
internal import Observation
internal import Reporting

/// `earshot audit`: finds the products on this machine, watches, reads, judges and tells.
package struct AuditCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Audit this machine: products, open servers, settings, traffic, files left behind.",
        usage: "earshot audit [<options>]",
        discussion: """
            Examples:
              sudo earshot audit               ten seconds of traffic, every home
              earshot audit --duration 0       no traffic: what is there now
              sudo earshot audit --duration 5m --product ollama
              sudo earshot audit --format json --output report.json
              earshot audit --no-capture --fail-on medium && echo clean

            Without privileges it sees less and says what. Nothing is sent anywhere;
            the only requests are harmless GETs to servers on this host's loopback,
            and --no-probe leaves those out too.

            Exit status: 0 nothing at or above --fail-on, 1 findings at or above it,
            2 wrong usage or bad input, 3 a stage that was asked for could not look.
            """
    )

    @Option(help: "How long to watch the network: 10s, 2m, 1h; 0 watches nothing.")
    var duration = Duration(seconds: 10)

    @Option(name: .customLong("interface"), help: "Watch this interface; repeat for more. Default: all that are up.")
    var interfaces: [String] = []

    @Option(name: .customLong("pid"), help: "Report on this process alone; repeat for more.")
    var pids: [Int32] = []

    @Option(name: .customLong("product"), help: "Report on this product alone; repeat for more.")
    var products: [String] = []

    @Option(name: .customLong("home"), help: "Scan this home; repeat for more. Default: every readable home.")
    var homes: [String] = []

    @Flag(help: "Scan the places of every known product, not only of those that were found.")
    var allProducts = false

    @Option(help: "text, json or ndjson.")
    var format = ReportFormat.text

    @Option(help: "Write the report to this file (mode 0600) instead of the standard output.")
    var output: String?

    @Option(help: "Exit with 1 for findings at or above: informational, low, medium, high, critical.")
    var failOn = Level.high

    @Option(name: .customLong("rules"), help: "Add the rules below this folder; same names replace built-in ones.")
    var rules: [String] = []

    @Option(
        name: .customLong("keylog"), help: "Decrypt TLS with this key log (SSLKEYLOGFILE), also while it grows; repeat."
    )
    var keyLogs: [String] = []

    @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Watch the network.")
    var capture = true

    @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Scan the disk.")
    var scan = true

    @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Ask local servers harmless questions.")
    var probe = true

    @Flag(help: "Show secrets and prompts as they are.")
    var reveal = false

    package init() {}

    package func run() throws {
        let options = AuditOptions(
            duration: duration, interfaces: interfaces, pids: Set(pids), products: Set(products), homes: homes,
            scansAllProducts: allProducts, rules: rules, keyLogs: keyLogs,
            captures: capture && duration.seconds > 0, scans: scan,
            probes: probe, reveals: reveal)
        let sink = try ReportSink(format: format, path: output, reveals: reveal)
        let report = try Audit(options: options, sink: sink).run()
        try sink.finish(report)
        throw Ending(status: ExitStatus(of: report, failingOn: failOn))
    }
}
