internal import Glibc
internal import Observation
internal import Reporting
internal import Synchronization

/// Where a report goes, and in which format.
///
/// Events are written as they come for NDJSON and are not kept; the other formats are written at the end. May be used
/// from several threads.
final class ReportSink: Sendable {
    private let format: ReportFormat
    private let stream: StandardStream
    private let redaction: Redaction
    private let lock = Mutex<Void>(())

    /// Opens the place, so that a path that can't be written is told before the audit and not after it.
    ///
    /// - Throws: ``UsageError`` when the file can't be opened.
    init(format: ReportFormat, path: String?, reveals: Bool) throws(UsageError) {
        self.format = format
        redaction = Redaction(reveals: reveals)
        guard let path else {
            stream = .output
            return
        }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw UsageError("--output \(path): \(ErrorText.current); choose a file in a folder you may write to")
        }
        stream = StandardStream(descriptor: descriptor)
    }

    /// Takes one event.
    func event(_ event: Event) {
        guard format == .ndjson else { return }
        let line = EventLine.text(event, redaction: redaction) + "\n"
        lock.withLock { _ in _ = stream.write(line) }
    }

    /// Writes the report, or what of it has not been written yet.
    ///
    /// - Throws: ``UsageError`` when a file took only a part of it.
    func finish(_ report: AuditReport) throws(UsageError) {
        let text =
            switch format {
            case .text: TextReport(report, width: stream.columns, style: style).text
            case .json: JSONReport(report).text
            case .ndjson: lastLines(report)
            }
        let arrived = lock.withLock { _ in stream.write(text) }
        guard arrived || stream.descriptor == STDOUT_FILENO else {
            throw UsageError("the report could not be written whole: \(ErrorText.current)")
        }
    }

    private func lastLines(_ report: AuditReport) -> String {
        let findings = report.findings.map { EventLine.text($0, at: report.run.ended) }
        let coverage = EventLine.text(report.coverage, at: report.run.ended)
        return (findings + [coverage]).map { $0 + "\n" }.joined()
    }

    /// Colours only for people who look, and who have not asked for none (no-color.org).
    private var style: TextStyle {
        let asksForNone = unsafe getenv("NO_COLOR") != nil
        return TextStyle(isColoured: stream.isTerminal && !asksForNone)
    }
}

/// The system's words for its last error.
enum ErrorText {
    static var current: String { unsafe String(cString: strerror(errno)) }
}
