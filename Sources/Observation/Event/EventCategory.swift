/// What kind of thing an event tells of; a Sigma rule names it as `logsource.category`.
package enum EventCategory: String, CaseIterable, Hashable, Sendable {
    /// One transport flow, told when it ended or when the capture did.
    case networkConnection = "network_connection"
    /// One question of a DNS message.
    case dnsQuery = "dns_query"
    /// One TLS handshake.
    case tlsHandshake = "tls_handshake"
    /// One HTTP request, with the answer to it when that was seen.
    case httpRequest = "http_request"
    /// One message over a WebSocket.
    case webSocketMessage = "websocket_message"
    /// One call of a language model's API.
    case llmRequest = "llm_request"
    /// Something that a protocol's specification does not expect.
    case weird
    /// One socket that waits for connections or datagrams.
    case listeningSocket = "listening_socket"
    /// One running process that plays a part in a product.
    case process
    /// One setting of a product: an environment variable, an option or a line of a file; also when it is unset.
    case configuration
    /// One installed or running product, and one for each advisory that its version falls under.
    case software
    /// One file that a product left on disk.
    case fileResidue = "file_residue"
    /// One piece of text in a file, told when somebody asks for all of them.
    case fileText = "file_text"
    /// One secret or piece of personal data found in a file or in traffic.
    case contentMatch = "content_match"
    /// One place where a planted canary came back.
    case canaryHit = "canary_hit"
    /// The state of one capture handle when it was closed.
    case captureHealth = "capture_health"
}
