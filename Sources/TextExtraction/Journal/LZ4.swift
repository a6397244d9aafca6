/// Undoes LZ4's compression of one block.
///
/// Layout: the LZ4 block format: literals and copies in turn.
enum LZ4 {
    /// Unpacks a block of which the unpacked length is known.
    ///
    /// - Throws: ``ExtractionGap`` of kind `malformed` or `truncated`.
    static func unpack(_ bytes: [UInt8], from start: Int, count: Int) throws(ExtractionGap) -> [UInt8] {
        var reader = ByteReader(bytes, start..<bytes.count)
        guard count <= reader.left.multipliedReportingOverflow(by: 256).partialValue else { throw .malformed }
        var output: [UInt8] = []
        output.reserveCapacity(count)
        while !reader.isAtEnd {
            let token = Int(try reader.byte())
            let literals = try length(token >> 4, &reader)
            guard literals <= count - output.count else { throw .malformed }
            output += bytes[try reader.range(literals)]
            if reader.isAtEnd { break }
            let distance = Int(try reader.little(2))
            let copied = try length(token & 15, &reader) + 4
            guard distance > 0, distance <= output.count, copied <= count - output.count else { throw .malformed }
            for _ in 0..<copied { output.append(output[output.count - distance]) }
        }
        guard output.count == count else { throw .truncated }
        return output
    }

    private static func length(_ nibble: Int, _ reader: inout ByteReader) throws(ExtractionGap) -> Int {
        var length = nibble
        guard nibble == 15 else { return length }
        while true {
            let byte = try reader.byte()
            length += Int(byte)
            if byte < 255 { return length }
        }
    }
}
