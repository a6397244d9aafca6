extension Span<UInt8> {
    /// Reads a number of QUIC, whose first two bits say how many bytes it has.
    ///
    /// Layout: RFC 9000, section 16. Numbers need not be in their shortest form.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when it is not whole.
    func readVariableLength(_ offset: inout Int) throws(WireError) -> UInt64 {
        let first = try readByte(&offset)
        let further = try readRange((1 << Int(first >> 6)) - 1, &offset)
        var value = UInt64(first & 0x3F)
        for index in further {
            value = value << 8 | UInt64(self[index])
        }
        return value
    }

    /// Reads a number of QUIC and then steps over so many bytes.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when there are fewer left.
    func readVariableLengthRange(_ offset: inout Int) throws(WireError) -> Range<Int> {
        try readRange(Int(try readVariableLength(&offset)), &offset)
    }
}
