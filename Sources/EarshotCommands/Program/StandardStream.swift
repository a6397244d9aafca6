internal import Glibc
internal import Synchronization

/// A descriptor that text is written to, whole, without buffering of its own.
struct StandardStream: Sendable {
    /// The standard output.
    static let output = StandardStream(descriptor: STDOUT_FILENO)
    /// The standard error.
    static let error = StandardStream(descriptor: STDERR_FILENO)

    let descriptor: Int32

    private static let problem = Mutex<String?>(nil)

    /// Why a part of what was written to the standard output did not arrive; a reader that has gone away is no reason.
    static var outputProblem: String? { problem.withLock(\.self) }

    /// Puts something in the place of standard streams that the caller closed, so that no other file takes their number.
    ///
    /// Writing there fails, as it would without.
    static func reserve() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            // The lowest number that is free is taken, and this is it.
            _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Whether a person is looking.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// The terminal's columns; 80 where there is no terminal.
    var columns: Int {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private func note(_ error: Int32) {
        guard descriptor == STDOUT_FILENO, error != EPIPE else { return }
        Self.problem.withLock { $0 = $0 ?? ErrorText.text(of: error) }
    }

    /// Writes a text, and tells whether all of it arrived.
    ///
    /// A reader that has gone away is not an error to report: there is nobody to report it to.
    @discardableResult
    func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = unsafe Glibc.write(
                    descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    note(errno)
                    return false
                }
                written += count
            }
            return true
        }
    }
}
