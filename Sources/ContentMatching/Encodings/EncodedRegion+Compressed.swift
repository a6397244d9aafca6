internal import CZlib

extension EncodedRegion {
    /// The way in which its decoded form is compressed, by its first bytes: RFC 1952, section 2.3, RFC 1950, section 2.2.
    func compression(in bytes: Span<UInt8>) -> ContentEncoding? {
        let first = beginning(in: bytes)
        if first.starts(with: [0x1F, 0x8B, 0x08]) { return .gzip }
        if first.count == 4, first[0] == 0x78, [0x01, 0x5E, 0x9C, 0xDA].contains(first[1]) { return .zlib }
        return nil
    }

    func isCompressed(in bytes: Span<UInt8>) -> Bool { compression(in: bytes) != nil }
}

/// What zlib makes of some bytes, up to a limit.
enum Inflation {
    /// Appends what some bytes inflate to; what was inflated before an error counts.
    ///
    /// - Returns: Whether nothing was left out because of the limit.
    static func append(_ bytes: Span<UInt8>, to output: inout [UInt8], limit: Int) -> Bool {
        var stream = unsafe z_stream()
        // Fifteen bits of window, and either of the two headers.
        guard unsafe inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return true
        }
        defer { _ = unsafe inflateEnd(&stream) }
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        var room = limit
        return unsafe bytes.withUnsafeBufferPointer { input in
            unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.avail_in = UInt32(clamping: input.count)
            while room > 0 {
                let size = min(chunk.count, room)
                let result = unsafe chunk.withUnsafeMutableBufferPointer { chunk in
                    unsafe stream.next_out = chunk.baseAddress
                    unsafe stream.avail_out = UInt32(size)
                    return unsafe inflate(&stream, Z_NO_FLUSH)
                }
                let produced = size - Int(unsafe stream.avail_out)
                output.append(contentsOf: chunk[..<produced])
                room -= produced
                if result != Z_OK || produced == 0 { return true }
            }
            return false
        }
    }
}
