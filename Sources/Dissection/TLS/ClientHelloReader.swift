internal import Observation

/// Puts a ClientHello together from any number of records and segments (RFC 8446, section 5.1).
struct ClientHelloReader {
    /// What became of the bytes.
    enum Outcome {
        case more
        case hello(ClientHello, Timestamp)
        case malformed
    }

    /// The longest record, with the room that older versions allow for encryption.
    static let recordLimit = 16_384 + 2_048

    /// The longest ClientHello that is put together.
    static let helloLimit = 65_536

    /// How many records one may be spread over.
    private static let recordCountLimit = 4_096

    private var header: [UInt8] = []
    private var recordRemaining = 0
    private var recordCount = 0
    private var handshake: [UInt8] = []
    private var began: Timestamp?

    /// Bytes that are kept.
    var bufferedByteCount: Int { header.count + handshake.count }

    /// Reads bytes that continue the stream.
    mutating func read(_ bytes: Span<UInt8>, at time: Timestamp) -> Outcome {
        began = began ?? time
        var offset = 0
        while offset < bytes.count {
            guard recordRemaining > 0 else {
                header.append(bytes[offset])
                offset += 1
                guard header.count < 5 || beginRecord() else { return .malformed }
                continue
            }
            let length = min(recordRemaining, bytes.count - offset)
            handshake.append(bytes.extracting(offset..<offset + length))
            recordRemaining -= length
            offset += length
            guard let needed = neededByteCount else { continue }
            guard handshake[0] == 1, needed <= Self.helloLimit else { return .malformed }
            if handshake.count >= needed {
                guard let hello = try? ClientHello(parsing: handshake.span.extracting(4..<needed)) else {
                    return .malformed
                }
                return .hello(hello, began ?? time)
            }
        }
        return .more
    }

    private mutating func beginRecord() -> Bool {
        let length = Int(header[3]) << 8 | Int(header[4])
        recordCount += 1
        guard header[0] == 0x16, header[1] == 3, length <= Self.recordLimit, recordCount <= Self.recordCountLimit else {
            return false
        }
        recordRemaining = length
        header.removeAll(keepingCapacity: true)
        return true
    }

    private var neededByteCount: Int? {
        guard handshake.count >= 4 else { return nil }
        return 4 + (Int(handshake[1]) << 16 | Int(handshake[2]) << 8 | Int(handshake[3]))
    }
}
