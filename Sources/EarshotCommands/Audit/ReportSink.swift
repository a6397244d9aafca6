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
    private let state: Mutex<State>

    /// What has become of the report so far.
    private struct State {
        /// Whether what a file held before is still to be taken away.
        var holdsOld: Bool
        /// Why a part of the report did not arrive in the file.
        var problem: String?
    }

    /// Opens the place, so that a path that can't be written is told before the audit and not after it.
    ///
    /// - Throws: ``UsageError`` when the file can't be opened.
    init(format: ReportFormat, path: String?, reveals: Bool) throws(UsageError) {
        self.format = format
        redaction = Redaction(reveals: reveals)
        guard let path else {
            stream = .output
            state = Mutex(State(holdsOld: false))
            return
        }
        // Without waiting, since a pipe would wait for a reader that may never come.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            guard errno != ENXIO else { throw UsageError("--output \(path): nobody reads it; start its reader first") }
            throw UsageError("--output \(path): \(ErrorText.current); choose a file in a folder you may write to")
        }
        _ = fcntl(descriptor, F_SETFL, O_WRONLY)
        stream = StandardStream(descriptor: descriptor)
        var status = stat()
        let isFile = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        // A file that was there before may be open to others.
        guard !isFile || status.st_mode & 0o177 == 0 || fchmod(descriptor, 0o600) == 0 else {
            throw UsageError("--output \(path): others may read it, and it is not yours to close; choose another file")
        }
        state = Mutex(State(holdsOld: isFile))
    }

    /// Takes one event.
    func event(_ event: Event) {
        guard format == .ndjson else { return }
        write(EventLine.text(event, redaction: redaction) + "\n")
    }

    /// Takes lines of events that were made elsewhere.
    func write(lines: String) {
        guard format == .ndjson else { return }
        write(lines)
    }

    private func write(_ text: String) {
        state.withLock { state in
            if state.holdsOld {
                state.holdsOld = false
                _ = ftruncate(stream.descriptor, 0)
            }
            guard !stream.write(text) else { return }
            // What becomes of the standard output is told at the program's end.
            guard stream.descriptor != STDOUT_FILENO else { return }
            state.problem = state.problem ?? ErrorText.current
        }
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
        write(text)
        if let problem = state.withLock(\.problem) {
            throw UsageError("the report could not be written whole: \(problem)")
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
    static var current: String { text(of: errno) }

    static func text(of error: Int32) -> String { unsafe String(cString: strerror(error)) }
}
