/// Puts handshake messages together from the records of one direction (RFC 8446, section 4).
struct HandshakeReader {
    /// The longest message that is put together.
    static let messageLimit = 131_072

    private var bytes: [UInt8] = []
    private var start = 0

    /// Whether bytes are missing or make no sense, so that nothing more can be read.
    private(set) var isBroken = false

    /// Bytes that are kept.
    var bufferedByteCount: Int { bytes.count - start }

    /// Takes in the body of a record.
    mutating func append(_ body: Span<UInt8>) {
        guard !isBroken else { return }
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(body)
    }

    /// The next whole message: its type and its body.
    mutating func next() -> (type: UInt8, body: [UInt8])? {
        guard !isBroken, bytes.count - start >= 4 else { return nil }
        let length = Int(bytes[start + 1]) << 16 | Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
        guard length <= Self.messageLimit else {
            giveUp()
            return nil
        }
        let end = start + 4 + length
        guard end <= bytes.count else { return nil }
        defer {
            start = end
            if start == bytes.count {
                bytes = []
                start = 0
            }
        }
        return (bytes[start], Array(bytes[start + 4..<end]))
    }

    /// Reads nothing more.
    mutating func giveUp() {
        isBroken = true
        bytes = []
        start = 0
    }
}
