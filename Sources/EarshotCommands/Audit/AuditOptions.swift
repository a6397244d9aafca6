internal import ArgumentParser
internal import Observation

/// What an audit was asked to do.
struct AuditOptions: Sendable {
    /// How long to watch the network.
    let duration: Duration
    /// The interfaces to watch; none stands for all that are up.
    let interfaces: [String]
    /// The processes to report on; none stands for all.
    let pids: Set<Int32>
    /// The products to report on; none stands for all.
    let products: Set<String>
    /// The homes to scan; none stands for all that can be read.
    let homes: [String]
    /// Whether places of products that were not found are scanned too.
    let scansAllProducts: Bool
    /// Folders of rules to add.
    let rules: [String]
    /// Files with the secrets of TLS connections, which may grow meanwhile.
    let keyLogs: [String]
    /// Whether the network is watched.
    let captures: Bool
    /// Whether the disk is scanned.
    let scans: Bool
    /// Whether local servers are asked.
    let probes: Bool
    /// Whether secrets are shown as they are.
    let reveals: Bool
}

/// A span of time as users write it: `10s`, `2m`, `1h`, `90`, `0`, `1.5s`.
package struct Duration: ExpressibleByArgument, Sendable {
    /// The span in seconds, up to a week.
    let seconds: Double

    init(seconds: Double) {
        self.seconds = seconds
    }

    package init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600]
        var number = Substring(argument)
        var factor = 1.0
        if let last = number.last, let unit = units[last] {
            factor = unit
            number.removeLast()
        }
        guard number.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2E }), let value = Double(number) else {
            return nil
        }
        guard value * factor <= 604_800 else { return nil }
        seconds = value * factor
    }

    package var defaultValueDescription: String {
        seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s"
    }
}

/// How a report is written.
package enum ReportFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json
    case ndjson
}

extension Level: ExpressibleByArgument {}
