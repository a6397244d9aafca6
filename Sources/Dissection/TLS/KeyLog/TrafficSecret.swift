/// What a secret of a key log is for.
package enum TrafficSecretKind: UInt8, CaseIterable, Hashable, Sendable {
    /// The master secret of SSL 3.0 to TLS 1.2.
    case master
    /// The client's data before the server's answer.
    case clientEarly
    /// The client's part of the handshake.
    case clientHandshake
    /// The server's part of the handshake.
    case serverHandshake
    /// The client's data.
    case clientTraffic
    /// The server's data.
    case serverTraffic
}

/// A secret out of a key log; it never shows itself in texts.
struct TrafficSecret: Sendable, CustomStringConvertible, CustomReflectable {
    /// The bytes: 32 or 48.
    let bytes: [UInt8]

    var description: String { "secret of \(bytes.count) bytes" }

    var customMirror: Mirror { Mirror(self, children: []) }
}
