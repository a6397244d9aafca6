/// The visible part of a TLS handshake.
package struct TLSHandshake: Equatable, Sendable {
    /// What carries it.
    package internal(set) var transport: TLSTransport

    /// What the client said first, where it was seen.
    package internal(set) var clientHello: ClientHello?

    /// What the server chose, where it was seen.
    package internal(set) var serverHello: ServerHello?

    /// Whether the server asked the client to say hello again.
    package internal(set) var isRetried = false

    /// What QUIC adds, where it carries the handshake.
    package internal(set) var quic: QUICParameters?

    /// Begins with a client's hello.
    package init(clientHello: ClientHello? = nil, serverHello: ServerHello? = nil, over transport: TLSTransport = .tls)
    {
        self.clientHello = clientHello
        self.serverHello = serverHello
        self.transport = transport
    }
}
