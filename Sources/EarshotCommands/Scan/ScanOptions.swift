internal import FilesystemScanner
internal import Observation

/// What a scan of the disk was asked to do.
struct ScanOptions: Sendable {
    /// The trees and files; none stands for the catalogued places.
    let paths: [String]
    /// Whether places of products that were not found are scanned too.
    let scansAllProducts: Bool
    /// The products to report on; none stands for all.
    let products: Set<String>
    /// The homes that places are looked for in; none stands for all that can be read.
    let homes: [String]
    /// Patterns of names that are left out.
    let excludes: [String]
    /// Files that were changed before are left out.
    let changedSince: Timestamp?
    /// Files with more bytes are left out.
    let largestFile: Int64?
    /// Whether other devices are read that are mounted in a tree.
    let crossesDevices: Bool
    /// Whether files are read again that an earlier scan found clean.
    let isFresh: Bool
    /// How many threads read; nothing stands for one a core.
    let jobs: Int?
    /// Files of patterns to add.
    let patterns: [String]
    /// Texts to look for.
    let canaries: [String]
    /// Models whose vocabulary turns the tokens of saved states into text, beside those that are found.
    let models: [String]
    /// Folders of rules to add.
    let rules: [String]
    /// Whether secrets are shown as they are.
    let reveals: Bool

    /// - Throws: ``UsageError`` for a path that is not there, and for an option that says nothing about what was asked.
    func check() throws(UsageError) {
        for path in paths {
            switch TreeScan.kind(of: path) {
            case .folder, .file: break
            case .absent: throw UsageError("\(path.isEmpty ? "\"\"" : path): no such file or folder")
            case .other: throw UsageError("\(path): neither file nor folder")
            case .unreadable(let reason): throw UsageError("\(path): \(reason)")
            }
        }
        for path in models where TreeScan.kind(of: path) != .file {
            throw UsageError("--model \(path): no such file")
        }
        guard paths.isEmpty else { return }
        let needing: [(name: String, isGiven: Bool)] = [
            ("--exclude", !excludes.isEmpty), ("--changed-since", changedSince != nil),
            ("--max-file-size", largestFile != nil), ("--cross-devices", crossesDevices), ("--fresh", isFresh),
            ("--jobs", jobs != nil),
        ]
        if let option = needing.first(where: \.isGiven)?.name {
            throw UsageError("\(option) needs a path, such as: earshot scan \(option) … ~")
        }
    }

    /// The part of it that an audit knows too.
    var audit: AuditOptions {
        AuditOptions(
            duration: Duration(seconds: 0), interfaces: [], pids: [], products: products, homes: homes,
            scansAllProducts: scansAllProducts || !paths.isEmpty, rules: rules, keyLogs: [], captures: false,
            scans: true, probes: false, reveals: reveals)
    }
}
