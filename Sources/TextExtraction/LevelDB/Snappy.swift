/// Undoes Snappy's compression of one block.
///
/// Layout: the format description of Snappy: the unpacked length, then literals and copies.
package enum Snappy {
    /// Unpacks a block.
    ///
    /// - Parameters:
    ///   - bytes: The packed bytes.
    ///   - limit: The most bytes that it may unpack to.
    /// - Returns: The unpacked bytes.
    /// - Throws: ``ExtractionGap`` of kind `malformed`, `truncated`, or `capped` when it would be more than the limit.
    package static func unpack(_ bytes: [UInt8], limit: Int) throws(ExtractionGap) -> [UInt8] {
        var reader = ByteReader(bytes)
        return try unpack(&reader, limit: limit)
    }

    static func unpack(_ reader: inout ByteReader, limit: Int) throws(ExtractionGap) -> [UInt8] {
        let length = try reader.variable()
        guard length <= UInt64(limit) else { throw .capped("unpacked bytes of a block") }
        // No element makes more than 64 bytes out of two.
        guard length <= UInt64(reader.left) * 64 else { throw .malformed }
        let count = Int(length)
        var output: [UInt8] = []
        output.reserveCapacity(count)
        while !reader.isAtEnd {
            let tag = Int(try reader.byte())
            if tag & 3 == 0 {
                var length = tag >> 2
                if length >= 60 { length = Int(try reader.little(length - 59)) }
                guard length < count - output.count else { throw .malformed }
                output += reader.bytes[try reader.range(length + 1)]
                continue
            }
            let (copied, distance): (Int, Int)
            switch tag & 3 {
            case 1: (copied, distance) = (4 + (tag >> 2 & 7), (tag >> 5) << 8 | Int(try reader.byte()))
            case 2: (copied, distance) = (1 + tag >> 2, Int(try reader.little(2)))
            default: (copied, distance) = (1 + tag >> 2, Int(try reader.little(4)))
            }
            guard distance > 0, distance <= output.count, copied <= count - output.count else { throw .malformed }
            for _ in 0..<copied { output.append(output[output.count - distance]) }
        }
        guard output.count == count else { throw .truncated }
        return output
    }
}
