extension Span<UInt8> {
    /// The numbers of two bytes that fill a range; an odd byte at the end is left out.
    func numbers(_ range: Range<Int>) -> [UInt16] {
        var numbers: [UInt16] = []
        numbers.reserveCapacity(range.count / 2)
        var offset = range.lowerBound
        while offset + 1 < range.upperBound {
            numbers.append(UInt16(self[offset]) << 8 | UInt16(self[offset + 1]))
            offset += 2
        }
        return numbers
    }

    /// The bytes of a range.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(extracting(range))
        return bytes
    }

    /// Reads a length of two bytes and the range of that length after it.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readRange16(_ offset: inout Int) throws(WireError) -> Range<Int> {
        try readRange(Int(try readUInt16(&offset)), &offset)
    }

    /// Reads a length of one byte and the range of that length after it.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readRange8(_ offset: inout Int) throws(WireError) -> Range<Int> {
        try readRange(Int(try readByte(&offset)), &offset)
    }

    /// Reads a number of three bytes.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readUInt24(_ offset: inout Int) throws(WireError) -> Int {
        let high = try readByte(&offset)
        return Int(high) << 16 | Int(try readUInt16(&offset))
    }
}
