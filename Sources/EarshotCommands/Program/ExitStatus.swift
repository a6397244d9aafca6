internal import Observation
internal import Reporting

/// What the program's exit status says.
package enum ExitStatus: Int32, Sendable {
    /// Nothing at or above the level that was asked to fail on.
    case clean = 0
    /// Findings at or above it.
    case findings = 1
    /// Wrong usage, or input that can't be read.
    case usage = 2
    /// The audit could not look at something that it was asked to look at, and found nothing to fail on elsewhere.
    case incomplete = 3
}

extension ExitStatus {
    /// The status of a report; findings weigh more than blind spots, because they are certain.
    init(of report: AuditReport, failingOn level: Level) {
        if report.findings.contains(where: { $0.level >= level }) {
            self = .findings
        } else {
            self = report.isComplete ? .clean : .incomplete
        }
    }
}

/// A mistake of the caller's, told in one line: what, where, what to do.
package struct UsageError: Error, CustomStringConvertible {
    /// The line, without the program's name.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// Ends a command with a status that is no mistake.
struct Ending: Error {
    let status: ExitStatus
}
