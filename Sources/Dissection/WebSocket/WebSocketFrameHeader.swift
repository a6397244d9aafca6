/// What stands before the payload of a frame (RFC 6455, section 5.2).
struct WebSocketFrameHeader: Equatable {
    /// Whether the frame is the last of its message.
    let isFinal: Bool
    /// The three bits that belong to extensions; the first one, 4, says that a message is compressed (RFC 7692).
    let reservedBits: UInt8
    /// What the frame is.
    let opcode: UInt8
    /// What the payload was mixed with, the first byte highest.
    let mask: UInt32?
    /// The length of the payload; missing when its highest bit is set, which is forbidden.
    let payloadByteCount: UInt64?

    /// Whether the frame is no part of a message.
    var isControl: Bool { opcode >= 8 }

    /// How many bytes a header has, as far as the bytes that there are tell.
    static func byteCount(_ bytes: [UInt8]) -> Int {
        guard bytes.count >= 2 else { return 2 }
        let length = bytes[1] & 0x7F
        let lengthBytes = length == 127 ? 8 : length == 126 ? 2 : 0
        return 2 + lengthBytes + (bytes[1] & 0x80 == 0 ? 0 : 4)
    }

    /// Reads a header.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when it is not whole.
    init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        let first = try bytes.readByte(&offset)
        isFinal = first & 0x80 != 0
        reservedBits = first >> 4 & 7
        opcode = first & 0x0F
        let second = try bytes.readByte(&offset)
        switch second & 0x7F {
        case 126: payloadByteCount = UInt64(try bytes.readUInt16(&offset))
        case 127:
            let length = try bytes.readUInt64(&offset)
            payloadByteCount = length >> 63 == 0 ? length : nil
        case let length: payloadByteCount = UInt64(length)
        }
        mask = second & 0x80 == 0 ? nil : try bytes.readUInt32(&offset)
    }
}
