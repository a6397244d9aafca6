internal import Reporting

/// What an inspection was asked to do.
struct InspectionOptions: Sendable {
    /// The captures; `-` stands for the standard input.
    let files: [String]
    /// A filter in pcap's syntax.
    let filter: String?
    /// Files with the secrets of TLS connections.
    let keyLogs: [String]
    /// Folders of rules to add.
    let rules: [String]
    let format: ReportFormat
    /// How many threads read; nothing stands for one a core.
    let jobs: Int?
    /// Whether secrets are shown as they are.
    let reveals: Bool
}
