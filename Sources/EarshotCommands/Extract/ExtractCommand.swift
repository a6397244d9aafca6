package import ArgumentParser
internal import FilesystemScanner
internal import Observation
internal import Reporting
internal import TextExtraction

/// `earshot extract`: prints every piece of text in files, with where it sits.
package struct ExtractCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Print the text in files, with where it sits and what became of it.",
        usage: "earshot extract <files> ... [<options>]",
        discussion: """
            Examples:
              earshot extract ~/.config/io.datasette.llm/logs.db
              earshot extract --state deleted --state wal chat.db
              earshot extract --model tiny.gguf slot0.bin
              earshot extract --format ndjson export.zip | jq -r '."content.text"'

            Reads databases page by page, deleted rows and write-ahead logs included,
            archives, images, models' state files and more; never writes, locks or
            unpacks to disk. Of a database's rows it prints numbers too. A line is state, place and text, with tabs between them.
            What it prints is not masked.

            Exit status: 0 all was read, 2 wrong usage or a file that can't be opened,
            3 a part of a file could not be read.
            """
    )

    @Argument(help: "The files.")
    var files: [String]

    @Option(help: "text, json or ndjson.")
    var format = ReportFormat.text

    @Option(name: .customLong("state"), help: "Only text in this state: live, wal, deleted or slack; repeat for more.")
    var states: [TextUnit.State] = []

    @Option(
        name: .customLong("model"),
        help: "A GGUF file whose vocabulary turns tokens into text, beside those that lie near; repeat for more.")
    var models: [String] = []

    package init() {}

    package func run() throws {
        for path in models { _ = try Self.open(path) }
        var printer = ExtractPrinter(format: format, states: states.isEmpty ? nil : Set(states))
        var isWhole = true
        var failure: UsageError?
        printer.begin()
        for path in files where !printer.isEnded {
            do throws(UsageError) {
                let file = try Self.open(path)
                isWhole = printer.print(file, path: path, models: ModelFiles(named: models)) && isWhole
            } catch {
                StandardStream.error.write("earshot: \(error.description)\n")
                failure = error
            }
        }
        printer.finish()
        if printer.isInterrupted { StandardStream.error.write("earshot: ended early by a signal\n") }
        if failure != nil { throw Ending(status: .usage) }
        throw Ending(status: isWhole ? .clean : .incomplete)
    }

    private static func open(_ path: String) throws(UsageError) -> OpenFile {
        do throws(FileError) {
            return try OpenFile(named: path)
        } catch {
            throw UsageError("\(path): \(error.reason)")
        }
    }
}

extension TextUnit.State: ExpressibleByArgument {}
