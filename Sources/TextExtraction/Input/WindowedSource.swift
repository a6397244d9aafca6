/// A place in a file of any size, from which numbers are read one after the other through a window of it.
struct WindowedSource {
    private static let windowBytes = 256 << 10

    let bytes: ByteSource
    private(set) var offset: Int64
    private var window: [UInt8] = []
    private var windowStart: Int64 = 0

    init(_ bytes: ByteSource, at offset: Int64 = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    var left: Int64 { max(0, bytes.count - offset) }

    /// Goes on; past the end is a ``ExtractionGap`` of kind `truncated`.
    mutating func skip(_ count: Int64) throws(ExtractionGap) {
        guard count >= 0, count <= left else { throw .truncated }
        offset += count
    }

    /// A number of so many bytes, the lowest first.
    mutating func little(_ count: Int) throws(ExtractionGap) -> UInt64 {
        let start = try ready(count)
        var value: UInt64 = 0
        for index in (0..<count).reversed() { value = value << 8 | UInt64(window[start + index]) }
        offset += Int64(count)
        return value
    }

    mutating func unsigned32() throws(ExtractionGap) -> UInt32 { UInt32(truncatingIfNeeded: try little(4)) }
    mutating func signed32() throws(ExtractionGap) -> Int32 { Int32(truncatingIfNeeded: try little(4)) }

    /// Puts the next bytes at the end of others.
    mutating func take(_ count: Int, into taken: inout [UInt8]) throws(ExtractionGap) {
        guard count >= 0, Int64(count) <= left else { throw .truncated }
        guard count <= Self.windowBytes else {
            taken += try bytes.whole(count, at: offset)
            offset += Int64(count)
            return
        }
        let start = try ready(count)
        taken.append(contentsOf: window[start..<start + count])
        offset += Int64(count)
    }

    mutating func take(_ count: Int) throws(ExtractionGap) -> [UInt8] {
        var taken: [UInt8] = []
        try take(count, into: &taken)
        return taken
    }

    /// Has so many bytes in the window, and says where in it they begin.
    private mutating func ready(_ count: Int) throws(ExtractionGap) -> Int {
        if offset < windowStart || offset + Int64(count) > windowStart + Int64(window.count) {
            window = try bytes.some(max(count, Self.windowBytes), at: offset)
            windowStart = offset
            guard window.count >= count else { throw .truncated }
        }
        return Int(offset - windowStart)
    }
}
