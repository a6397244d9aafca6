internal import FilesystemScanner
internal import Observation
internal import Reporting
internal import TextExtraction

/// Prints what is read of files, piece by piece, in one of the formats of reports.
struct ExtractPrinter {
    private let format: ReportFormat
    private let states: Set<TextUnit.State>?
    private let output = LineBuffer(.output)
    private let interruption = Interruption()
    private var coverage = Coverage()
    private var fileCount = 0

    /// Prints in a format, of all text or of that in some states alone.
    init(format: ReportFormat, states: Set<TextUnit.State>?) {
        self.format = format
        self.states = states
    }

    func begin() {
        if format == .json { output.write("{\"schema\":\"earshot.extract/1\",\"files\":[") }
    }

    /// Reads a file and prints its pieces of text.
    ///
    /// - Returns: Whether all of it could be read.
    mutating func print(_ file: OpenFile, path: String, models: ModelFiles) -> Bool {
        let shown = states
        let printer = UnitPrinter(format: format, path: path, modified: file.modified, output: output)
        let extraction = Extraction(
            models: { file.models(models) }, tellsNumbers: true,
            isEnough: { [interruption, output] in interruption.isRequested || output.isBroken },
            emit: { unit in if shown?.contains(unit.state) ?? true { printer.print(unit) } })
        let input = file.input
        printer.format = (try? FileFormat(recognising: input)) ?? .binary
        if format == .json { output.write(fileCount > 0 ? ",\n" : "\n") }
        printer.begin()
        fileCount += 1
        extraction.read(input)
        printer.finish(extraction.gaps)
        coverage.note(extraction.gaps, of: path)
        if format == .text { tell(extraction.gaps, path) }
        return extraction.gaps.isEmpty && !isInterrupted
    }

    /// Whether a signal asked for the end.
    var isInterrupted: Bool { interruption.isRequested }

    /// Whether somebody asked for the end, or nobody reads on.
    var isEnded: Bool { interruption.isRequested || output.isBroken }

    func finish() {
        switch format {
        case .json: output.write("\n]}\n")
        case .ndjson: output.write(EventLine.text(coverage, at: .now) + "\n")
        case .text: break
        }
        output.flush()
    }

    private func tell(_ gaps: [ExtractionGap: Int], _ path: String) {
        output.flush()
        for (gap, count) in gaps.sorted(by: { $0.key.words < $1.key.words }) {
            let times = count == 1 ? "" : " (\(count) times)"
            StandardStream.error.write("earshot: \(UnitPrinter.escaped(path)): \(gap.words)\(times)\n")
        }
    }
}

/// Prints the pieces of text of one file.
final class UnitPrinter {
    var format: FileFormat = .binary
    private let report: ReportFormat
    private let path: String
    private let modified: Timestamp
    private let output: LineBuffer
    private var count = 0
    private let redaction = Redaction(reveals: true)

    init(format: ReportFormat, path: String, modified: Timestamp, output: LineBuffer) {
        report = format
        self.path = path
        self.modified = modified
        self.output = output
    }

    func begin() {
        switch report {
        case .text: output.write("# \(Self.escaped(path)): \(format.rawValue)\n")
        case .json:
            let head = JSONValue.object([
                .init("file.path", .string(path)), .init("content.format", .string(format.rawValue)),
            ]).compactText
            output.write(String(head.dropLast()) + ",\"units\":[")
        case .ndjson: break
        }
    }

    func print(_ unit: TextUnit) {
        let text = String(decoding: unit.text, as: UTF8.self)
        switch report {
        case .text:
            let speaker = unit.role.map { "\(Self.escaped($0)): " } ?? ""
            output.write("\(unit.state.rawValue)\t\(Self.escaped(unit.locator))\t\(speaker)\(Self.escaped(text))\n")
        case .ndjson: output.write(EventLine.text(event(unit, text), redaction: redaction) + "\n")
        case .json:
            let members = event(unit, text).fields.filter { !$0.key.hasPrefix("file.") && $0.key != "content.format" }
                .sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value.json) }
            output.write((count > 0 ? ",\n" : "\n") + JSONValue.object(members).compactText)
        }
        count += 1
    }

    func finish(_ gaps: [ExtractionGap: Int]) {
        guard report == .json else { return }
        let words = gaps.map { JSONValue.Member($0.key.words, .integer(Int64($0.value))) }.sorted { $0.name < $1.name }
        output.write("],\"gaps\":" + JSONValue.object(words).compactText + "}")
    }

    private func event(_ unit: TextUnit, _ text: String) -> Event {
        var event = Event(.fileText, at: modified)
        event.set(.filePath, path)
        event.set(.contentFormat, format.rawValue)
        event.set(.contentText, text)
        event.set(.contentLocator, unit.locator)
        event.set(.contentState, unit.state.rawValue)
        event.set(.contentField, unit.field.isEmpty ? nil : unit.field)
        event.set(.contentRole, unit.role)
        return event
    }

    /// Text on one line that no terminal acts upon.
    static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x5C }) else {
            return TextLayout.plain(text)
        }
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case "\\": line += "\\\\"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return TextLayout.plain(line)
    }
}
