internal import Observation

/// A message of which the first frame has begun.
struct UnfinishedWebSocketMessage {
    var message: WebSocketMessage
    /// When the first byte of its first frame was captured.
    let began: Timestamp
    /// The bytes that are kept.
    let limit: Int

    /// Whether nothing more is kept.
    var isFull: Bool { message.bytes.count >= limit }

    /// Whether more was there than may be kept.
    var isOverLimit: Bool { isFull && message.isTruncated }

    /// Takes in bytes, unmasked and decompressed.
    mutating func take(_ bytes: Span<UInt8>) {
        let room = min(bytes.count, max(0, limit - message.bytes.count))
        if room > 0 { message.bytes.append(bytes.extracting(0..<room)) }
        if room < bytes.count { message.isTruncated = true }
    }
}

extension WebSocketMessage {
    var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// Takes the code off the front of a close's reason; tells what is odd about it.
    mutating func takeCloseCode() -> Weird? {
        guard bytes.count >= 2 else { return bytes.isEmpty ? nil : .webSocketBadClose }
        closeCode = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        bytes.removeFirst(2)
        return nil
    }
}
