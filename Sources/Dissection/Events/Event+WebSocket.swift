internal import Observation

extension Event {
    /// Sets what a message over a WebSocket says, and where the connection began.
    mutating func describe(_ message: WebSocketMessage, destination: SocketAddress) {
        describe(HTTPRequestLocation(message.handshake, destination: destination))
        set(.httpOrigin, message.handshake.origin)
        set(.userAgent, message.handshake.userAgent)
        set(.webSocketSender, message.isFromClient ? "client" : "server")
        set(.webSocketOpcode, message.kind.name)
        set(.webSocketBytes, message.byteCount)
        set(.webSocketTruncated, message.isTruncated)
        set(.webSocketCompressed, message.isCompressed)
        set(.webSocketSubprotocol, message.subprotocol)
        set(.webSocketCloseCode, message.closeCode)
        if !message.bytes.isEmpty { set(.webSocketContent, String(decoding: message.bytes, as: UTF8.self)) }
    }
}
