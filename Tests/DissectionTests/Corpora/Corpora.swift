import Foundation

/// Where captures that others made lie, when they are there.
enum Corpora {
    /// `EARSHOT_CORPORA`, or `../shared/corpora` beside the package.
    static let root: String = {
        if let given = ProcessInfo.processInfo.environment["EARSHOT_CORPORA"] { return given }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appending(path: "shared/corpora").path
    }()

    static let captures: [String] = {
        let folder = root + "/zeek-traces"
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }.sorted().map { folder + "/" + $0 }
    }()

    static let areThere: Bool = {
        if captures.isEmpty { print("skipped: no captures under \(root); set EARSHOT_CORPORA to where they are") }
        return !captures.isEmpty
    }()
}
