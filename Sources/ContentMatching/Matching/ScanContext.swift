internal import CPCRE2

/// What one thread needs to run expressions: match data, limits, a stack for machine code, and what was counted.
///
/// Belongs to one thread at a time. Everything that is not a match is counted here, so that nothing is lost silently.
@safe package struct ScanContext: ~Copyable {
    /// How much one match may cost; PCRE2's own measure, some tens of nanoseconds each.
    static let matchLimit: UInt32 = 200_000
    /// How deeply the interpreter may backtrack.
    static let depthLimit: UInt32 = 5_000
    /// How much memory the interpreter may take, in KiB.
    static let heapLimit: UInt32 = 8_192
    private static let stackSize = 512 << 10
    /// How many groups of an expression are told of.
    static let groupLimit = 100

    /// What it keeps between searches with one matcher.
    var working = SearchRoom()

    private let matchContext: OpaquePointer?
    private let matchData: OpaquePointer?
    private let stack: OpaquePointer?

    /// Regions of text on which an expression was given up because it became too costly.
    package internal(set) var limitsHit = 0

    /// Matches that were not kept because there were too many in one unit.
    package internal(set) var matchesDropped = 0

    /// How often encoded text was not decoded because there was too much of it, or it was too deep.
    package internal(set) var encodingsCut = 0

    /// Signs of conversations in all that was searched since they were last set back.
    package var markers = ConversationMarkers()

    /// The path of the file that is searched, for patterns that ask for it; none for other texts.
    package var path: String?

    /// Creates a context.
    package init() {
        unsafe matchContext = pcre2_match_context_create_8(nil)
        unsafe matchData = pcre2_match_data_create_8(UInt32(Self.groupLimit), nil)
        unsafe stack = pcre2_jit_stack_create_8(32 << 10, Self.stackSize, nil)
        unsafe pcre2_set_match_limit_8(matchContext, Self.matchLimit)
        unsafe pcre2_set_depth_limit_8(matchContext, Self.depthLimit)
        unsafe pcre2_set_heap_limit_8(matchContext, Self.heapLimit)
        if let stack = unsafe stack {
            let opaque = unsafe UnsafeMutableRawPointer(stack)
            unsafe pcre2_jit_stack_assign_8(matchContext, nil, opaque)
        }
    }

    deinit {
        unsafe pcre2_match_data_free_8(matchData)
        unsafe pcre2_match_context_free_8(matchContext)
        unsafe pcre2_jit_stack_free_8(stack)
    }

    /// The next place at or behind an offset where an expression matches: the whole, and the first of the groups
    /// asked for that took part and is not empty.
    ///
    /// What lies before `start` is seen by looks behind; what lies at or behind `end` is not seen. The match begins at
    /// `last` at the latest.
    ///
    /// - Returns: Nothing when there is none, or when the search became too costly, which is counted.
    mutating func firstMatch(
        of expression: Expression, groups: [Int], in bytes: Span<UInt8>, from start: Int, last: Int, to end: Int
    ) -> (whole: Range<Int>, group: Range<Int>?)? {
        guard let matchData = unsafe matchData, start <= last, start <= end, end <= bytes.count else { return nil }
        unsafe pcre2_set_offset_limit_8(matchContext, last)
        let result = unsafe bytes.withUnsafeBufferPointer { buffer -> CInt in
            guard let base = buffer.baseAddress else { return CInt(PCRE2_ERROR_NOMATCH) }
            return unsafe pcre2_match_8(expression.code, base, end, start, 0, matchData, matchContext)
        }
        guard result > 0 else {
            if result != CInt(PCRE2_ERROR_NOMATCH) { limitsHit += 1 }
            return nil
        }
        guard let whole = range(0, below: end) else { return nil }
        for group in groups {
            if let part = range(group, below: end), !part.isEmpty { return (whole, part) }
        }
        return (whole, nil)
    }

    /// Keeps a candidate, or counts it when there are too many.
    mutating func note(_ candidate: Candidate) {
        guard working.candidates.count < ContentMatcher.matchLimit else {
            matchesDropped += 1
            return
        }
        working.candidates.append(candidate)
    }

    /// Whether an expression matches anywhere in a text.
    mutating func finds(_ expression: Expression, in bytes: Span<UInt8>) -> Bool {
        expression.prepare()
        return firstMatch(of: expression, groups: [], in: bytes, from: 0, last: bytes.count, to: bytes.count) != nil
    }

    /// A pair of the last match's offsets; none for a group that took no part, or was moved by `\K`.
    private func range(_ group: Int, below end: Int) -> Range<Int>? {
        guard group < Int(unsafe pcre2_get_ovector_count_8(matchData)),
            let offsets = unsafe pcre2_get_ovector_pointer_8(matchData)
        else { return nil }
        let lower = unsafe offsets[2 * group]
        let upper = unsafe offsets[2 * group + 1]
        // PCRE2_UNSET, the largest number of C's `size_t`, is -1 here.
        guard 0 <= lower, lower <= upper, upper <= end else { return nil }
        return lower..<upper
    }
}
