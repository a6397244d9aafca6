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
        // Foundation would wait for the disk, file by file.
        let descriptor = open(full, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            guard count > 0 else { throw CocoaError(.fileWriteUnknown) }
            written += count
        }
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
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
