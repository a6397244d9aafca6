internal import Glibc

/// A descriptor that text is written to, whole, without buffering of its own.
struct StandardStream: Sendable {
    /// The standard output.
    static let output = StandardStream(descriptor: STDOUT_FILENO)
    /// The standard error.
    static let error = StandardStream(descriptor: STDERR_FILENO)

    let descriptor: Int32

    /// Whether a person is looking.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// The terminal's columns; 80 where there is no terminal.
    var columns: Int {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
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
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}
