/// A parser that is fed.
enum FuzzTarget: String, CaseIterable {
    /// Whole frames of every link type, down to messages and their events.
    case frames
    /// A message of each of the name services.
    case dns
    /// Both sides of a TLS connection, and of what is recognised instead of it.
    case tls
    /// What is inside the records of a TLS connection whose secrets are known.
    case decrypted
    /// The datagrams of a QUIC connection.
    case quic
    /// The datagrams of a DTLS connection.
    case dtls
    /// Both sides of HTTP/1, WebSocket and tunnels included.
    case http1
    /// Both sides of HTTP/2.
    case http2
    /// A capture file.
    case capture
    /// A log of TLS secrets.
    case keylog
    /// A database with its logs.
    case sqlite

    /// The one of this process.
    nonisolated(unsafe) static var current = FuzzTarget.frames

    /// Reads one input.
    func read(_ input: Span<UInt8>) {
        switch self {
        case .frames: FrameFuzzing.read(input)
        case .dns: NameFuzzing.read(input)
        case .tls: ConversationFuzzing.readTLS(input)
        case .decrypted: ConversationFuzzing.readDecrypted(input)
        case .quic: ConversationFuzzing.readQUIC(input)
        case .dtls: ConversationFuzzing.readDTLS(input)
        case .http1: ConversationFuzzing.readHTTP1(input)
        case .http2: ConversationFuzzing.readHTTP2(input)
        case .capture: CaptureFuzzing.read(input)
        case .keylog: KeyLogFuzzing.read(input)
        case .sqlite: DatabaseFuzzing.read(input)
        }
    }
}
