/// One message over a WebSocket, its fragments joined and decompressed, with as much of it as was kept.
package struct WebSocketMessage: Equatable, Sendable {
    /// The kind of message (RFC 6455, section 11.8).
    package enum Kind: UInt8, Sendable {
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10

        /// The RFC's word for it.
        package var name: String {
            switch self {
            case .text: "text"
            case .binary: "binary"
            case .close: "close"
            case .ping: "ping"
            case .pong: "pong"
            }
        }
    }

    /// The kind of message.
    package let kind: Kind

    /// Whether the client sent it, which is the side that opened the connection.
    package let isFromClient: Bool

    /// The request that the connection began with.
    package let handshake: HTTPRequest

    /// The subprotocol that both sides agreed on.
    package let subprotocol: String?

    /// The beginning of the message, up to the limit; of a close the reason.
    package internal(set) var bytes: [UInt8] = []

    /// The number of bytes that were sent, without framing and before decompression.
    package internal(set) var byteCount: Int64 = 0

    /// Whether the message was compressed.
    package internal(set) var isCompressed = false

    /// Whether ``bytes`` are less than what was sent: beyond the limit, lost, not decompressed, or cut off.
    package internal(set) var isTruncated = false

    /// Why the connection is closed, when a close says it (RFC 6455, section 7.4).
    package internal(set) var closeCode: UInt16?
}
