/// Memory of a fixed size that is filled at its end and emptied from its beginning.
@safe struct ByteBuffer: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    /// Where the bytes are that were filled in and not taken yet.
    private var filled = 0..<0

    init(capacity: Int) {
        unsafe memory = .allocate(byteCount: max(capacity, 64), alignment: 64)
    }

    deinit {
        unsafe memory.deallocate()
    }

    var capacity: Int { unsafe memory.count }

    /// How many bytes are there.
    var count: Int { filled.count }

    /// Lends the bytes to a body.
    borrowing func withSpan<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let part = unsafe UnsafeRawBufferPointer(rebasing: memory[filled])
        return try unsafe body(part.bindMemory(to: UInt8.self).span)
    }

    /// Gives up bytes at the beginning.
    mutating func drop(_ count: Int) {
        filled = filled.lowerBound + min(count, filled.count)..<filled.upperBound
    }

    /// Gives everything up and takes a copy of other bytes.
    mutating func replace(by bytes: Span<UInt8>) {
        filled = 0..<0
        reserve(bytes.count)
        unsafe bytes.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
        filled = 0..<bytes.count
    }

    /// Makes room behind the bytes, so that they and what follows can be as many as asked for, and lends it to a body, which
    /// returns how many bytes it put there.
    ///
    /// - Returns: what the body returned.
    mutating func fill<Failure>(
        atLeast wanted: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        if filled.lowerBound > 0 {
            let count = filled.count
            unsafe memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[filled]))
            filled = 0..<count
        }
        reserve(wanted)
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[filled.upperBound...])
        let count = try unsafe body(room)
        filled = 0..<filled.upperBound + min(count, room.count)
        return count
    }

    private mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(wanted, capacity * 2), alignment: 64)
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[filled]))
        unsafe memory.deallocate()
        unsafe memory = larger
        filled = 0..<filled.count
    }
}
