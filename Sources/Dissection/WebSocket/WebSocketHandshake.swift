internal import CCrypto

/// What proves that a server understood a handshake (RFC 6455, section 4.2.2).
enum WebSocketHandshake {
    private static let identifier = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The value of Sec-WebSocket-Accept that belongs to a key; nothing when the system's library refuses to compute it.
    static func acceptance(of key: String) -> String? {
        let message = Array((key + identifier).utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        var count: UInt32 = 0
        guard unsafe EVP_Digest(message, message.count, &digest, &count, EVP_sha1(), nil) == 1, count == 20 else {
            return nil
        }
        // 20 bytes become 28 characters, and the library adds a zero.
        var text = [UInt8](repeating: 0, count: 29)
        guard unsafe EVP_EncodeBlock(&text, digest, 20) == 28 else { return nil }
        return String(decoding: text[..<28], as: UTF8.self)
    }

    /// Whether a response proves it; true where the request has no key, or nothing can be computed.
    static func isAccepted(_ request: HTTPRequest, by response: HTTPResponse) -> Bool {
        guard let key = request.upgrade?.webSocketKey, let expected = acceptance(of: key) else { return true }
        return response.upgrade?.webSocketKey == expected
    }
}
