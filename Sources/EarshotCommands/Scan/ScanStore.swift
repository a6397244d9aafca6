internal import AuditStore
internal import FilesystemScanner
internal import Foundation
internal import Knowledge
internal import Observation

/// The store as one scan uses it: what was clean, and how large the trees were.
final class ScanStore: Sendable {
    private let store: AuditStore

    /// - Throws: ``StoreError`` when it can't be used.
    init(_ patterns: [SecretPattern], canaries: [String]) throws(StoreError) {
        store = try AuditStore(in: Self.folder) { key in Self.regime(patterns, canaries, key) }
    }

    /// The folder of what a program keeps between its runs (XDG Base Directory Specification).
    static var folder: String {
        let environment = ProcessInfo.processInfo.environment
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/earshot" }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
        return home + "/.local/state/earshot"
    }

    /// Names all that decides what is of interest: the patterns, and the program with its readers.
    private static func regime(
        _ patterns: [SecretPattern], _ canaries: [String], _ key: (low: UInt64, high: UInt64)
    ) -> UInt64 {
        var hash = SipHash(SipHash.Key(key.low, key.high))
        var status = stat()
        if unsafe stat("/proc/self/exe", &status) == 0 {
            for word in [Int64(status.st_size), Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec)] {
                hash.add(UInt64(bitPattern: word))
            }
        }
        let texts =
            [earshotVersion] + canaries
            + patterns.flatMap { pattern in
                [
                    pattern.id, pattern.expression, "\(pattern.secretGroup) \(pattern.minimumEntropy)",
                    pattern.keywords.joined(separator: "\n"), pattern.stopWords.joined(separator: "\n"),
                ]
            }
        for text in texts { add(text, to: &hash) }
        return hash.finish()
    }

    private static func add(_ text: String, to hash: inout SipHash) {
        hash.add(UInt64(text.utf8.count))
        var (word, filled) = (UInt64(0), 0)
        for byte in text.utf8 {
            word |= UInt64(byte) << (8 * UInt64(filled))
            filled += 1
            if filled == 8 {
                hash.add(word)
                (word, filled) = (0, 0)
            }
        }
        if filled > 0 { hash.add(word) }
    }

    /// What the walk asks and tells.
    var memory: CleanMemory {
        let store = store
        return CleanMemory(
            key: SipHash.Key(store.key.low, store.key.high),
            recall: { store.numbers(device: $0.device, inode: $0.inode) },
            remember: { store.keep($1, device: $0.device, inode: $0.inode) })
    }

    /// How many files the trees had when they were scanned last; nothing when one of them never was.
    func fileCount(of paths: [String]) -> Int64? {
        var sum: Int64 = 0
        for path in paths {
            guard let folder = Self.folder(at: path),
                let totals = store.totals(device: folder.device, inode: folder.inode)
            else { return nil }
            sum += max(0, totals.files)
        }
        return sum
    }

    /// Notes how many files one tree has.
    func note(files: Int64, bytes: Int64, of path: String) {
        guard let folder = Self.folder(at: path) else { return }
        store.keepTotals(files: files, bytes: bytes, device: folder.device, inode: folder.inode)
    }

    private static func folder(at path: String) -> CleanMemory.Folder? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return CleanMemory.Folder(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// Writes what has not been written yet, and tells what went wrong.
    func finish() -> StoreError? {
        store.flush()
        return store.problem
    }
}
