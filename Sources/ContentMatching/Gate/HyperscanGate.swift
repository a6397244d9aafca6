internal import CHyperscan

/// A compiled set of literals of Hyperscan, or of Vectorscan, which has the same interface; shared by threads.
@safe final class HyperscanGate: Sendable {
    // hs_scan only reads a database; "Hyperscan Developer's Reference Guide", Scratch Space.
    private nonisolated(unsafe) let database: OpaquePointer

    /// Compiles literals; nothing when the library cannot, or this processor lacks what it needs.
    init?(_ literals: [GateLiterals.Literal]) {
        guard !literals.isEmpty, hs_valid_platform() == HS_SUCCESS else { return nil }
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for literal in literals {
            offsets.append(bytes.count)
            bytes += literal.bytes.map { CChar(bitPattern: $0) }
        }
        let lengths = literals.map(\.bytes.count)
        let flags = literals.map { $0.isCaseSensitive ? 0 : UInt32(HS_FLAG_CASELESS) }
        let numbers = Array(0..<UInt32(literals.count))
        var platform = hs_platform_info_t()
        guard unsafe hs_populate_platform(&platform) == HS_SUCCESS else { return nil }
        var compiled: OpaquePointer?
        var problem: UnsafeMutablePointer<hs_compile_error_t>?
        let result = unsafe bytes.withUnsafeBufferPointer { buffer -> hs_error_t in
            guard let base = buffer.baseAddress else { return HS_INVALID }
            let starts = unsafe offsets.map { unsafe Optional(base + $0) }
            return unsafe hs_compile_lit_multi(
                starts, flags, numbers, lengths, UInt32(literals.count), UInt32(HS_MODE_BLOCK), &platform, &compiled,
                &problem)
        }
        if let problem = unsafe problem { unsafe hs_free_compile_error(problem) }
        guard result == HS_SUCCESS, let compiled = unsafe compiled else { return nil }
        unsafe database = compiled
    }

    deinit {
        unsafe hs_free_database(database)
    }

    /// Room for one thread's searches; nothing when there is no memory.
    func scratch() -> Scratch? {
        var scratch: OpaquePointer?
        guard unsafe hs_alloc_scratch(database, &scratch) == HS_SUCCESS, let scratch = unsafe scratch else {
            return nil
        }
        return unsafe Scratch(scratch)
    }

    /// What one thread needs to search.
    @safe final class Scratch {
        fileprivate let pointer: OpaquePointer

        fileprivate init(_ pointer: OpaquePointer) {
            unsafe self.pointer = pointer
        }

        deinit {
            unsafe hs_free_scratch(pointer)
        }
    }

    /// Finds every place where a literal ends, in the order of the text.
    ///
    /// - Returns: Whether the whole text was searched.
    func search(_ bytes: Span<UInt8>, using scratch: Scratch, into hits: inout GateHits) -> Bool {
        let pointer = unsafe scratch.pointer
        return unsafe bytes.withUnsafeBufferPointer { buffer -> Bool in
            guard let base = buffer.baseAddress, let count = UInt32(exactly: buffer.count) else {
                return buffer.isEmpty
            }
            return unsafe withUnsafeMutablePointer(to: &hits) { hits in
                unsafe base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { text in
                    unsafe hs_scan(database, text, count, 0, pointer, noteHit, hits) == HS_SUCCESS
                }
            }
        }
    }
}

/// Takes note of one hit; anything but zero would end the search.
private let noteHit: match_event_handler = { literal, _, end, _, context in
    guard let hits = unsafe context?.assumingMemoryBound(to: GateHits.self) else { return 1 }
    return unsafe hits.pointee.note(literal: Int(literal), end: Int(end)) ? 0 : 1
}
