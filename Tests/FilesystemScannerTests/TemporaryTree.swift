import Foundation
import Glibc

/// A folder of a test's own, removed when the test is over.
final class TemporaryTree {
    /// The absolute path, links resolved.
    let path: String

    init() throws {
        var template = Array("/tmp/scanner-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
        chmod(path, 0o755)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file and the folders above it.
    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws {
        let full = path + "/" + name
        let folder = (full as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: full))
        chmod(full, mode)
    }

    func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws {
        try write(name, Array(text.utf8), mode: mode)
    }

    /// Makes a folder and those above it.
    func folder(_ name: String, mode: mode_t = 0o755) throws {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
        chmod(path + "/" + name, mode)
    }

    /// Makes a link.
    func link(_ name: String, to target: String) {
        symlink(target, path + "/" + name)
    }
}
