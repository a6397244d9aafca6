/// A message of the TLS handshake, as CRYPTO frames carry it: without records.
///
/// Layout: RFC 8446, section 4.
struct QUICHandshakeMessage: Equatable {
    let type: UInt8

    /// Where the body lies.
    let body: Range<Int>

    /// The message at an offset; nothing while it is not whole.
    init?(in stream: Span<UInt8>, at offset: Int) {
        guard let length = Self.bodyByteCount(stream, offset), stream.count - offset - 4 >= length else { return nil }
        type = stream[offset]
        body = offset + 4..<offset + 4 + length
    }

    /// Whether a message begins there that will never be whole, because it is longer than what is put together.
    static func isTooLarge(_ stream: Span<UInt8>, at offset: Int) -> Bool {
        guard let length = bodyByteCount(stream, offset) else { return false }
        return length > QUICCryptoStream.limit - 4 - offset
    }

    private static func bodyByteCount(_ stream: Span<UInt8>, _ offset: Int) -> Int? {
        guard stream.count - offset >= 4 else { return nil }
        return Int(stream[offset + 1]) << 16 | Int(stream[offset + 2]) << 8 | Int(stream[offset + 3])
    }
}
