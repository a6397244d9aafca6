internal import FilesystemScanner
internal import Foundation

/// The line that says how far a scan has come: files, bytes, rate, and the time left where the whole is known.
struct ScanProgressLine {
    private let began = Date.now
    /// About how many files there are.
    private let expected: Int64?

    init(expected: Int64?) {
        self.expected = expected
    }

    /// The line as of now.
    func text(_ progress: TreeProgress) -> String {
        text(files: progress.filesMet, bytes: progress.bytesRead, seconds: Date.now.timeIntervalSince(began))
    }

    func text(files: Int64, bytes: Int64, seconds: Double) -> String {
        let rate = Double(files) / max(0.001, seconds)
        var parts = ["\(Self.grouped(files)) files", Self.size(bytes), "\(Self.grouped(Int64(rate))) files/s"]
        // Of the first second nothing can be concluded, and of a guess that was too low neither.
        if let expected, seconds > 1, rate > 0, expected > files {
            parts.append("about \(Self.span(Double(expected - files) / rate)) left")
        }
        return parts.joined(separator: ", ")
    }

    private static func grouped(_ number: Int64) -> String {
        let digits = String(max(0, number))
        return String(
            digits.enumerated().flatMap { index, digit -> [Character] in
                index > 0 && (digits.count - index).isMultiple(of: 3) ? [" ", digit] : [digit]
            })
    }

    private static func size(_ bytes: Int64) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var (value, unit) = (Double(max(0, bytes)), 0)
        while value >= 1_000, unit + 1 < units.count {
            value /= 1_000
            unit += 1
        }
        let tenths = (value * 10).rounded() / 10
        return unit == 0 ? "\(bytes) B" : "\(tenths) \(units[unit])"
    }

    private static func span(_ seconds: Double) -> String {
        switch seconds {
        case ..<90: "\(Int(seconds.rounded(.up))) s"
        case ..<5_400: "\(Int((seconds / 60).rounded())) min"
        default: "\(Int((seconds / 3_600).rounded())) h"
        }
    }
}
