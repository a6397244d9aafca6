/// The visible part of a TLS handshake.
package struct TLSHandshake: Equatable, Sendable {
    /// What carries it.
    package internal(set) var transport: TLSTransport

    /// What the client said first, where it was seen.
    package internal(set) var clientHello: ClientHello?

    /// What the server chose, where it was seen.
    package internal(set) var serverHello: ServerHello?

    /// The server's certificate, where it could be read.
    package internal(set) var serverCertificate: Certificate?

    /// The client's certificate, where it could be read.
    package internal(set) var clientCertificate: Certificate?

    /// The application protocol that the server chose, as far as it could be read.
    package internal(set) var applicationProtocol: String?

    /// Whether the server asked the client to say hello again.
    package internal(set) var isRetried = false

    /// Whether both sides went on to protected data.
    package internal(set) var isEstablished = false

    /// Whether the server could not read the hello inside the hello, or there was none.
    package internal(set) var isEncryptedHelloRejected = false

    /// Why the handshake was broken off.
    package internal(set) var alert: TLSAlert?

    /// What QUIC adds, where it carries the handshake.
    package internal(set) var quic: QUICParameters?

    /// Begins with a client's hello.
    package init(clientHello: ClientHello? = nil, serverHello: ServerHello? = nil, over transport: TLSTransport = .tls)
    {
        self.clientHello = clientHello
        self.serverHello = serverHello
        self.transport = transport
    }

    /// Whether an earlier session is resumed (RFC 8446, section 2.2; RFC 5246, section 7.3).
    package var isResumed: Bool {
        guard let serverHello else { return false }
        if serverHello.usesPreSharedKey { return true }
        guard let clientHello, !serverHello.version.isModern, !serverHello.sessionID.isEmpty else { return false }
        return serverHello.sessionID == clientHello.sessionID && serverCertificate == nil
    }

    /// The name to call the server by: the one that the client asks for, else one in the certificate.
    package var serverName: ServerName? {
        if let name = clientHello?.serverName {
            return ServerName(name: name, source: transport == .quic ? .quic : .sni)
        }
        return serverCertificate?.serverName.map { ServerName(name: $0, source: .certificate) }
    }

    /// Keeps the certificate of a message; gives what is odd about it.
    mutating func takeCertificate(in message: Span<UInt8>, isModern: Bool, isClient: Bool) -> Weird? {
        switch try? CertificateMessage.content(of: message, isModern: isModern) {
        case .certificate(let certificate):
            if isClient { clientCertificate = certificate } else { serverCertificate = certificate }
            return nil
        case .some(.none): return nil
        case .malformed: return .malformedCertificate
        case nil: return .malformedHandshakeMessage
        }
    }
}
