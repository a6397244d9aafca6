/// What a message says about turning to another protocol (RFC 9110, section 7.8; RFC 6455, section 4).
package struct HTTPUpgrade: Equatable, Sendable {
    /// The protocols of the Upgrade field, lower case, with their versions.
    package internal(set) var protocols: [String] = []
    /// The Sec-WebSocket-Protocol field.
    package internal(set) var webSocketProtocol: String?
    /// The Sec-WebSocket-Extensions fields, joined.
    package internal(set) var webSocketExtensions: String?
    /// The Sec-WebSocket-Key or Sec-WebSocket-Accept field.
    package internal(set) var webSocketKey: String?

    /// Adds what a field says; tells whether it is one of these fields.
    mutating func take(_ name: String, _ value: String) -> Bool {
        switch name {
        case "upgrade":
            protocols += HTTPSyntax.elements(of: value).map { $0.lowercased() }
        case "sec-websocket-protocol": webSocketProtocol = webSocketProtocol ?? value
        case "sec-websocket-extensions":
            webSocketExtensions = webSocketExtensions.map { $0 + ", " + value } ?? value
        case "sec-websocket-key", "sec-websocket-accept": webSocketKey = webSocketKey ?? value
        default: return false
        }
        return true
    }
}
