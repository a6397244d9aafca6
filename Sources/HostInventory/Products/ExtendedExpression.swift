internal import Glibc

/// A POSIX extended regular expression, compiled once.
@safe final class ExtendedExpression: @unchecked Sendable {
    // The C library locks a compiled expression by itself, so that several threads may use one.
    private let compiled: UnsafeMutablePointer<regex_t>

    /// The longest text that is looked at; what stands behind is passed over.
    static let textLimit = 16 << 10

    /// Compiles an expression; nothing when it is none.
    init?(_ pattern: String) {
        let room = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
        unsafe room.initialize(to: regex_t())
        guard unsafe regcomp(room, pattern, REG_EXTENDED | REG_NOSUB) == 0 else {
            unsafe room.deallocate()
            return nil
        }
        unsafe compiled = unsafe room
    }

    deinit {
        unsafe regfree(compiled)
        unsafe compiled.deallocate()
    }

    /// Whether the expression finds something in a text.
    func matches(_ text: String) -> Bool {
        let text =
            text.utf8.count > Self.textLimit ? String(decoding: text.utf8.prefix(Self.textLimit), as: UTF8.self) : text
        return unsafe regexec(compiled, text, 0, nil, 0) == 0
    }
}
