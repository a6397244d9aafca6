internal import Glibc

/// A file or a pipe that is written in large pieces, and where every failure is one.
struct OutputFile: ~Copyable {
    private static let pieceBytes = 65_536

    private let path: String
    private var descriptor: Int32
    private let isOwned: Bool
    private var waiting: [UInt8] = []
    /// Bytes that were written or wait to be.
    private(set) var byteCount: Int64 = 0
    private var failure: CaptureError?

    /// Makes a file that nobody else may read, or empties one that is there and closes it to others; `-` is standard
    /// output.
    ///
    /// - Throws: ``CaptureError`` of kind `unwritableFile` or `noRoom`.
    init(path: String) throws(CaptureError) {
        self.path = path
        isOwned = path != "-"
        descriptor =
            isOwned ? unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) : STDOUT_FILENO
        guard descriptor >= 0 else { throw Self.error(errno, path) }
        // One that was there before may be open to others; a pipe or a device is nobody's to close.
        var status = stat()
        if isOwned, unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            _ = fchmod(descriptor, 0o600)
        }
        waiting.reserveCapacity(2 * Self.pieceBytes)
    }

    deinit {
        if isOwned, descriptor >= 0 { close(descriptor) }
    }

    /// Takes bytes, and writes those that wait when they have become many.
    mutating func write(_ bytes: [UInt8]) throws(CaptureError) {
        waiting.append(contentsOf: bytes)
        byteCount += Int64(bytes.count)
        if waiting.count >= Self.pieceBytes { try flush() }
    }

    /// Writes all that waits.
    ///
    /// - Throws: ``CaptureError`` of kind `noRoom`, `closedPipe` or `unwritableFile`; and the same again ever after.
    mutating func flush() throws(CaptureError) {
        if let failure { throw failure }
        var written = 0
        while written < waiting.count {
            let count = BrokenPipe.withoutSignal {
                unsafe waiting.withUnsafeBytes { bytes in
                    unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                }
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                let error = Self.error(errno, path)
                failure = error
                throw error
            }
        }
        waiting.removeAll(keepingCapacity: true)
    }

    /// Writes all that waits and closes the file, which is when some file systems tell that there is no room.
    mutating func finish() throws(CaptureError) {
        try flush()
        guard isOwned, descriptor >= 0 else { return }
        let status = close(descriptor)
        descriptor = -1
        guard status == 0 || errno == EINTR else { throw Self.error(errno, path) }
    }

    /// Deletes a file; one that is gone already is no failure.
    static func remove(_ path: String) {
        unsafe unlink(path)
    }

    private static func error(_ code: Int32, _ path: String) -> CaptureError {
        let kind: CaptureError.Kind =
            switch code {
            case ENOSPC, EDQUOT, EFBIG: .noRoom
            case EPIPE: .closedPipe
            default: .unwritableFile
            }
        return CaptureError(kind, subject: path)
    }
}

/// Writing to a pipe whose reader has gone raises a signal that would end the program.
private enum BrokenPipe {
    static func withoutSignal(_ body: () -> Int) -> Int {
        var pipe = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&pipe)
        unsafe sigaddset(&pipe, SIGPIPE)
        guard unsafe pthread_sigmask(SIG_BLOCK, &pipe, &before) == 0 else { return body() }
        let result = body()
        let failure = errno
        if result < 0, failure == EPIPE, unsafe sigismember(&before, SIGPIPE) == 0 {
            // The signal waits for this thread now, unless the program ignores it, and is taken away.
            var waiting = sigset_t()
            var signal: Int32 = 0
            unsafe sigemptyset(&waiting)
            unsafe sigpending(&waiting)
            if unsafe sigismember(&waiting, SIGPIPE) == 1 { _ = unsafe sigwait(&pipe, &signal) }
        }
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        errno = failure
        return result
    }
}
