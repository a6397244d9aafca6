internal import Foundation

/// A key log that may grow, or come into being, while it is read.
final class KeyLogFile {
    /// How much is read of what is there at first.
    private static let limit = 256 << 20
    private static let pieceBytes = 65_536

    private let path: String
    private var descriptor: Int32 = -1
    private var position: Int64 = 0
    private var line: [UInt8] = []

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - mayComeLater: whether it may not be there yet, because the program that writes it has not begun.
    /// - Throws: ``UsageError`` when it can't be read.
    init(_ path: String, mayComeLater: Bool = false) throws(UsageError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor < 0 else {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
                throw UsageError("--keylog \(path): it is a folder; name the file of SSLKEYLOGFILE")
            }
            return
        }
        guard mayComeLater, errno == ENOENT else {
            throw UsageError("--keylog \(path): \(ErrorText.current); name a file that you may read")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Reads to the end, as text comes from a pipe too.
    func readAll(_ body: (Span<UInt8>) -> Void) throws(UsageError) {
        var total = 0
        while let piece = try read() {
            total += piece.count
            guard total <= Self.limit else {
                throw UsageError("--keylog \(path): more than \(Self.limit >> 20) MiB are no key log")
            }
            body(piece.span)
        }
    }

    /// The whole lines that came since the last call.
    ///
    /// A file that has become shorter is read from its beginning.
    func newLines() -> [UInt8] {
        if descriptor < 0 { descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        var status = stat()
        guard descriptor >= 0, unsafe fstat(descriptor, &status) == 0, status.st_size != position else { return [] }
        if status.st_size < position {
            position = Int64(lseek(descriptor, 0, SEEK_SET))
            line = []
        }
        while line.count < Self.limit, let piece = try? read() { line += piece }
        guard let end = line.lastIndex(of: 0x0A) else { return [] }
        defer { line.removeSubrange(...end) }
        return Array(line[...end])
    }

    /// The next bytes; nothing at the end.
    private func read() throws(UsageError) -> [UInt8]? {
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw UsageError("--keylog \(path): \(ErrorText.current)") }
            position += Int64(count)
            piece.removeSubrange(count...)
            return count == 0 ? nil : piece
        }
    }
}
