internal import CPCRE2
internal import Synchronization

/// A compiled regular expression of PCRE2, over bytes, without Unicode, shared by threads.
///
/// It becomes machine code when it is first needed, because most never are and that takes most of the time.
@safe final class Expression: Sendable {
    /// The longest expression that is compiled, in bytes.
    static let lengthLimit = 16 << 10

    // PCRE2 only ever reads compiled code while matching; pcre2api, "Multithreading". It must not become machine code
    // meanwhile, which is why a thread calls ``prepare()`` before it first matches.
    nonisolated(unsafe) let code: OpaquePointer

    /// How many groups it has.
    let groupCount: Int

    private let isPrepared = Mutex(false)

    /// Compiles an expression.
    ///
    /// - Throws: ``ExpressionError`` when it is no expression, or too large.
    init(_ text: String) throws(ExpressionError) {
        let context = unsafe pcre2_compile_context_create_8(nil)
        defer { unsafe pcre2_compile_context_free_8(context) }
        unsafe pcre2_set_max_pattern_length_8(context, Self.lengthLimit)
        // An expression of a rule file may neither switch to UTF (invalid UTF-8 is matched as it is), nor read outside.
        let options =
            PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY
            | PCRE2_USE_OFFSET_LIMIT
        var number: CInt = 0
        var offset = 0
        let bytes = Array(text.utf8)
        let compiled = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe pcre2_compile_8(buffer.baseAddress, buffer.count, options, &number, &offset, context)
        }
        guard let compiled = unsafe compiled else {
            throw ExpressionError(offset: offset, reason: Self.message(of: number))
        }
        unsafe code = compiled
        var count: UInt32 = 0
        _ = unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
        groupCount = Int(count)
    }

    deinit {
        unsafe pcre2_code_free_8(code)
    }

    /// Makes machine code of it, once; where that is not to be had it is interpreted, with the same result.
    func prepare() {
        isPrepared.withLock { isPrepared in
            guard !isPrepared else { return }
            isPrepared = true
            _ = unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        }
    }

    private static func message(of number: CInt) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe buffer.withUnsafeMutableBufferPointer { room in
            unsafe pcre2_get_error_message_8(number, room.baseAddress, room.count)
        }
        return String(decoding: buffer.prefix(Int(max(0, length))), as: UTF8.self)
    }
}

/// Why a text is no regular expression.
struct ExpressionError: Error, Hashable {
    /// The byte at which that became clear.
    let offset: Int
    /// What PCRE2 says of it.
    let reason: String
}
