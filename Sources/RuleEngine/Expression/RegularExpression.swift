internal import CPCRE2
internal import Synchronization

/// A compiled regular expression of a rule, safe to run on hostile text.
///
/// Every run is bounded in steps, in memory and in the length of its subject. A run that meets a bound gives no answer,
/// which is counted in ``abandonedRuns``.
///
/// The compiled pattern never changes after it was made, PCRE2 allows any number of threads to use it, and each run has
/// its own match data: hence the unchecked conformance.
@safe
final class RegularExpression: @unchecked Sendable {
    /// The modifiers `i`, `m` and `s`.
    struct Flags: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let ignoresCase = Flags(rawValue: 1)
        static let multiline = Flags(rawValue: 2)
        static let dotMatchesAll = Flags(rawValue: 4)
    }

    /// How long a subject may be, in bytes.
    static let subjectLimit = 256 << 10
    /// How many steps a run may take.
    static let stepLimit: UInt32 = 1_000_000
    /// How deeply a run may nest.
    static let depthLimit: UInt32 = 250_000
    /// How much memory a run may take, in KiB.
    static let memoryLimit: UInt32 = 16 << 10

    private let code: OpaquePointer
    private let context: OpaquePointer
    private let abandoned = Atomic<Int>(0)

    /// Compiles a pattern.
    ///
    /// - Throws: ``PatternError`` when it is not in the supported subset or PCRE2 does not take it.
    init(_ pattern: String, flags: Flags = []) throws(PatternError) {
        try ExpressionSubset.check(pattern)
        var options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE
        if flags.contains(.ignoresCase) { options |= PCRE2_CASELESS }
        if flags.contains(.multiline) { options |= PCRE2_MULTILINE }
        if flags.contains(.dotMatchesAll) { options |= PCRE2_DOTALL }
        var error: Int32 = 0
        var offset = 0
        let bytes = Array(pattern.utf8)
        let compiled = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe pcre2_compile_8(buffer.baseAddress, buffer.count, options, &error, &offset, nil)
        }
        guard let compiled = unsafe compiled else {
            throw PatternError(reason: "PCRE2 does not take it (error \(error))", offset: offset)
        }
        guard let limits = unsafe pcre2_match_context_create_8(nil) else {
            unsafe pcre2_code_free_8(compiled)
            throw PatternError(reason: "there is no memory for it", offset: 0)
        }
        unsafe pcre2_set_match_limit_8(limits, Self.stepLimit)
        unsafe pcre2_set_depth_limit_8(limits, Self.depthLimit)
        unsafe pcre2_set_heap_limit_8(limits, Self.memoryLimit)
        // Where the system forbids code made at run time, the interpreter answers instead.
        unsafe _ = pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
        unsafe code = compiled
        unsafe context = limits
    }

    deinit {
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_code_free_8(code)
    }

    /// How many runs gave no answer, because a bound was met.
    var abandonedRuns: Int { abandoned.load(ordering: .relaxed) }

    /// Whether the pattern is found anywhere in a text; false when a bound was met first.
    func occurs(in subject: String) -> Bool {
        var subject = subject
        let result = subject.withUTF8 { bytes -> Int32 in
            guard bytes.count <= Self.subjectLimit else { return PCRE2_ERROR_MATCHLIMIT }
            return unsafe run(bytes)
        }
        if result < 0, result != PCRE2_ERROR_NOMATCH {
            abandoned.add(1, ordering: .relaxed)
        }
        return result >= 0
    }

    private func run(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let data = unsafe pcre2_match_data_create_8(1, nil) else { return PCRE2_ERROR_NOMEMORY }
        defer { unsafe pcre2_match_data_free_8(data) }
        // A Swift string is valid UTF-8, so the check for it can be left out.
        let result = unsafe pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, PCRE2_NO_UTF_CHECK, data, context)
        guard result == PCRE2_ERROR_JIT_STACKLIMIT else { return result }
        // The interpreter keeps its state on the heap and so goes further than the machine's stack lets the JIT go.
        let interpreted = PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT
        return unsafe pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, interpreted, data, context)
    }
}
