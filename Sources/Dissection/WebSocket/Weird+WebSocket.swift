extension Weird {
    /// A server agrees to a WebSocket without the proof that it understood the request.
    static let webSocketBadAcceptance = Weird("websocket_bad_accept")
    /// A client sends a frame that is not mixed with a mask (RFC 6455, section 5.1).
    static let unmaskedClientFrame = Weird("websocket_unmasked_client_frame")
    /// A server sends a frame that is mixed with a mask.
    static let maskedServerFrame = Weird("websocket_masked_server_frame")
    /// Bits that no extension was agreed on for.
    static let webSocketReservedBits = Weird("websocket_reserved_bits")
    /// A kind of frame that is not defined.
    static let webSocketBadOpcode = Weird("websocket_bad_opcode", isMalformed: true)
    /// A length of more than 63 bits.
    static let webSocketBadLength = Weird("websocket_bad_length", isMalformed: true)
    /// A control frame that is a fragment or longer than 125 bytes.
    static let webSocketBadControlFrame = Weird("websocket_bad_control_frame", isMalformed: true)
    /// A fragment that continues no message, or a message in the midst of another one.
    static let webSocketBadFragment = Weird("websocket_bad_fragment")
    /// A message that does not decompress.
    static let webSocketInflateFailed = Weird("websocket_inflate_failed", isMalformed: true)
    /// A message of text that is no UTF-8.
    static let webSocketBadText = Weird("websocket_bad_text")
    /// A close whose code is cut short.
    static let webSocketBadClose = Weird("websocket_bad_close", isMalformed: true)
}
