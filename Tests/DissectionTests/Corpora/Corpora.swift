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

    static let tsharkIsThere: Bool = {
        let isThere = FileManager.default.isExecutableFile(atPath: Tshark.path)
        if !isThere { print("skipped: \(Tshark.path) is not installed") }
        return isThere
    }()
}

/// The independent reader.
enum Tshark {
    static let path = "/usr/bin/tshark"

    /// One line for each packet that passes the filter: the fields separated by tabs, several values by U+001F.
    static func fields(
        _ names: [String], of file: String, filter: String, options: [String] = []
    ) throws -> [[[String]]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments =
            ["-n", "-r", file, "-Y", filter, "-T", "fields", "-E", "aggregator=\u{1F}"] + options
            + names.flatMap { ["-e", $0] }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { field in
                field.split(separator: "\u{1F}").map(String.init)
            }
        }
    }
}
