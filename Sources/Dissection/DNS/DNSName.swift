/// Reads domain names with their compression (RFC 1035, section 4.1.4).
enum DNSName {
    /// The longest name in its wire form, length bytes included (RFC 1035, section 2.3.4).
    private static let longest = 255

    /// Reads a name as text in the case in which it was sent, and leaves the offset behind it.
    ///
    /// A pointer must lead to a place before the name that holds it, so reading always ends. Dots and backslashes
    /// inside a label are escaped by a backslash, and all bytes that are not visible ASCII as `\DDD` (RFC 4343, section 2.1).
    ///
    /// - Throws: ``WireError`` of kind `truncated`, or `badName` for a pointer forward, an unknown label type and a name
    ///   that is too long.
    static func read(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) -> String {
        var text: [UInt8] = []
        var length = 1
        var earliest = offset
        var position = offset
        var isCompressed = false
        while true {
            let size = try bytes.readByte(&position)
            switch size >> 6 {
            case 0 where size == 0:
                if !isCompressed { offset = position }
                return text.isEmpty ? "." : String(decoding: text, as: UTF8.self)
            case 0:
                let range = try bytes.readRange(Int(size), &position)
                length += Int(size) + 1
                guard length <= longest else { throw WireError(.badName, at: position) }
                if !text.isEmpty { text.append(0x2E) }
                for index in range { append(bytes[index], to: &text) }
            case 3:
                let target = Int(size & 0x3F) << 8 | Int(try bytes.readByte(&position))
                guard target < earliest else { throw WireError(.badName, at: position - 2) }
                if !isCompressed { offset = position }
                isCompressed = true
                earliest = target
                position = target
            default: throw WireError(.badName, at: position - 1)
            }
        }
    }

    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case 0x2E, 0x5C: text.append(contentsOf: [0x5C, byte])
        case 0x21...0x7E: text.append(byte)
        default: text.append(contentsOf: [0x5C, 0x30 + byte / 100, 0x30 + byte / 10 % 10, 0x30 + byte % 10])
        }
    }
}
