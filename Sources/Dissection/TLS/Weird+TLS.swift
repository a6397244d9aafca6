/// What is odd in TLS and DTLS.
extension Weird {
    /// A ClientHello that contradicts its own lengths.
    static let malformedClientHello = Weird("TLS_malformed_handshake", isMalformed: true)
    /// A handshake message other than the ClientHello that contradicts its own lengths, or is longer than any is.
    static let malformedHandshakeMessage = Weird("tls_malformed_handshake_message", isMalformed: true)
    /// Bytes where a record should begin that begin none.
    static let malformedRecord = Weird("tls_malformed_record", isMalformed: true)
    /// A certificate that OpenSSL cannot read.
    static let malformedCertificate = Weird("tls_malformed_certificate", isMalformed: true)
    /// A hello from the side that was taken for the other one.
    static let unexpectedHello = Weird("tls_unexpected_hello")
    /// A side that broke off the handshake.
    static let fatalAlert = Weird("tls_fatal_alert")
    /// A second handshake inside the first one's protection (RFC 5746); what follows is not decrypted.
    static let renegotiation = Weird("tls_renegotiation")
    /// Records that are compressed before encryption; they are not decrypted.
    static let compression = Weird("tls_compression")
    /// Records that the secrets of the key log do not open.
    static let undecryptableRecord = Weird("tls_undecryptable_record")
    /// A heartbeat that asks for more than it sends, as the Heartbleed attack does (CVE-2014-0160).
    static let heartbleed = Weird("tls_heartbleed")
}
