/// Reading of numbers in network order; every read checks its bounds first and moves the offset past what it read.
extension Span<UInt8> {
    /// Reads one byte.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there is none left.
    func readByte(_ offset: inout Int) throws(WireError) -> UInt8 {
        guard offset >= 0, offset < count else { throw WireError(.truncated, at: count) }
        defer { offset += 1 }
        return self[offset]
    }

    /// Reads a number of two bytes.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readUInt16(_ offset: inout Int) throws(WireError) -> UInt16 {
        guard offset >= 0, count - offset >= 2 else { throw WireError(.truncated, at: count) }
        defer { offset += 2 }
        return UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// Reads a number of four bytes.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readUInt32(_ offset: inout Int) throws(WireError) -> UInt32 {
        let high = try readUInt16(&offset)
        return UInt32(high) << 16 | UInt32(try readUInt16(&offset))
    }

    /// Reads a number of eight bytes.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readUInt64(_ offset: inout Int) throws(WireError) -> UInt64 {
        let high = try readUInt32(&offset)
        return UInt64(high) << 32 | UInt64(try readUInt32(&offset))
    }

    /// Steps over bytes and gives the range they fill.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readRange(_ length: Int, _ offset: inout Int) throws(WireError) -> Range<Int> {
        guard offset >= 0, length >= 0, count - offset >= length else { throw WireError(.truncated, at: count) }
        defer { offset += length }
        return offset..<offset + length
    }

    /// The bytes of a range as text, with U+FFFD for what is no UTF-8.
    func text(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the bytes at an offset are those of an ASCII text.
    func hasASCII(_ text: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, count - offset >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for index in 0..<expected.count where unsafe self[offset + index] != expected[index] {
                return false
            }
            return true
        }
    }
}

extension [UInt8] {
    /// Appends a copy of bytes.
    mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
