/// Numbers as a database file writes them.
///
/// Layout: "Database File Format" of the SQLite documentation, sections 1.3 and 1.6.
enum SQLiteNumber {
    /// Two bytes, the high one first; zero where they are not there.
    @inline(__always)
    static func short(_ bytes: Span<UInt8>, at offset: Int) -> Int {
        guard offset >= 0, offset &+ 2 <= bytes.count else { return 0 }
        return Int(bytes[offset]) << 8 | Int(bytes[offset &+ 1])
    }

    /// Four bytes, the highest first; zero where they are not there.
    @inline(__always)
    static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        guard offset >= 0, offset &+ 4 <= bytes.count else { return 0 }
        return UInt32(bytes[offset]) << 24 | UInt32(bytes[offset &+ 1]) << 16 | UInt32(bytes[offset &+ 2]) << 8
            | UInt32(bytes[offset &+ 3])
    }

    /// A whole number of up to eight bytes with a sign, the highest first.
    static func signed(_ bytes: Span<UInt8>, at offset: Int, count: Int) -> Int64 {
        guard count > 0, count <= 8, offset >= 0, offset &+ count <= bytes.count else { return 0 }
        var value = Int64(Int8(bitPattern: bytes[offset]))
        for index in 1..<max(1, count) { value = value << 8 | Int64(bytes[offset &+ index]) }
        return value
    }

    /// A number of one to nine bytes, of which seven bits each count and all eight of the ninth.
    ///
    /// - Returns: Nothing where the bytes end first; the offset then stays.
    @inline(__always)
    static func varint(_ bytes: Span<UInt8>, at offset: inout Int) -> UInt64? {
        guard offset >= 0, offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0x80 {
            offset &+= 1
            return UInt64(first)
        }
        return longVarint(bytes, at: &offset)
    }

    private static func longVarint(_ bytes: Span<UInt8>, at offset: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var position = offset
        for index in 0..<9 {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            if index == 8 {
                value = value << 8 | UInt64(byte)
            } else {
                value = value << 7 | UInt64(byte & 0x7F)
                if byte < 0x80 { break }
            }
        }
        offset = position
        return value
    }

    /// How many bytes a number takes.
    static func varintByteCount(_ value: UInt64) -> Int {
        var (rest, count) = (value >> 7, 1)
        while rest > 0, count < 9 {
            rest >>= 7
            count += 1
        }
        return count
    }
}
