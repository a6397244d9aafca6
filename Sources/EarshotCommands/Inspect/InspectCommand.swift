package import ArgumentParser
internal import Observation
internal import Reporting

/// `earshot inspect`: reads saved captures through the eyes of an audit.
package struct InspectCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Read captures: who said what to whom, and what of it is a leak.",
        usage: "earshot inspect <files> ... [<options>]",
        discussion: """
            Examples:
              earshot inspect trace.pcapng
              tcpdump -w - | earshot inspect -
              ssh host tcpdump -U -w - | earshot inspect --format ndjson -
              earshot inspect --keylog keys.log --filter 'tcp port 443' a.pcap b.pcapng.gz

            Reads pcap and pcapng, also compressed with gzip. Several files are one
            timeline. Everything is read locally; no name is looked up.

            Exit status: 0 nothing at or above --fail-on, 1 findings at or above it,
            2 wrong usage or a file that is no capture, 3 a file could not be read to its end.
            """
    )

    @Argument(help: "Capture files; - reads from the standard input.")
    var files: [String]

    @Option(help: "Read only what this filter lets through, in the syntax of tcpdump.")
    var filter: String?

    @Option(name: .customLong("keylog"), help: "Decrypt TLS with this key log (SSLKEYLOGFILE); repeat for more.")
    var keyLogs: [String] = []

    @Option(help: "text, json or ndjson; ndjson tells every event, a line each.")
    var format = ReportFormat.text

    @Option(help: "Write the report to this file (mode 0600) instead of the standard output.")
    var output: String?

    @Option(help: "Exit with 1 for findings at or above: informational, low, medium, high, critical.")
    var failOn = Level.high

    @Option(name: .customLong("rules"), help: "Add the rules below this folder; same names replace built-in ones.")
    var rules: [String] = []

    @Option(help: "How many cores to use. Default: all.")
    var jobs: Int?

    @Flag(help: "Show secrets and prompts as they are.")
    var reveal = false

    package init() {}

    package func validate() throws {
        guard files.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("the standard input can be read once only")
        }
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 on") }
    }

    package func run() throws {
        let options = InspectionOptions(
            files: files, filter: filter, keyLogs: keyLogs, rules: rules, format: format, jobs: jobs, reveals: reveal)
        let sink = try ReportSink(format: format, path: output, reveals: reveal)
        let report = try Inspection(options: options, sink: sink).run()
        try sink.finish(report)
        throw Ending(status: ExitStatus(of: report, failingOn: failOn))
    }
}
