/// The visible part of a TLS handshake.
package struct TLSHandshake: Equatable, Sendable {
    /// What the client said first.
    package let clientHello: ClientHello
}
