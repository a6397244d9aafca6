internal import Observation

extension Event {
    /// Sets what a TLS handshake shows.
    mutating func describe(_ handshake: TLSHandshake) {
        set(.tlsVersionProtocol, handshake.transport.rawValue)
        if let hello = handshake.clientHello { describe(hello, isRejected: handshake.isEncryptedHelloRejected) }
        if let hello = handshake.serverHello {
            set(.tlsChosenVersion, hello.version.name)
            set(.tlsCipher, hello.cipherSuite.name)
            set(.tlsCurve, hello.keyShareGroup?.name)
            set(.tlsResumed, handshake.isResumed)
        }
        set(.tlsNextProtocol, handshake.applicationProtocol)
        set(.tlsEstablished, handshake.isEstablished)
        set(.tlsAlert, handshake.alert?.name)
        if let certificate = handshake.serverCertificate { describe(certificate) }
        set(.tlsClientSubject, handshake.clientCertificate?.subject)
    }

    private mutating func describe(_ hello: ClientHello, isRejected: Bool) {
        set(.tlsServerName, hello.serverName)
        set(.tlsALPN, hello.applicationProtocols)
        set(.tlsVersion, hello.versionName)
        set(.tlsJA4, hello.ja4)
        set(.tlsKeyShareGroups, hello.keyShareGroups.map(\.name))
        let encrypted = hello.encryptedHello
        set(.tlsEncryptedHello, isRejected && encrypted == .offered ? "rejected" : encrypted?.rawValue ?? "none")
    }

    private mutating func describe(_ certificate: Certificate) {
        set(.tlsServerSubject, certificate.subject)
        set(.tlsServerIssuer, certificate.issuer)
        set(.tlsServerNotBefore, certificate.notBefore?.rfc3339)
        set(.tlsServerNotAfter, certificate.notAfter?.rfc3339)
        set(.tlsServerHash, certificate.fingerprint)
        set(.tlsServerNames, certificate.hostNames + certificate.addresses.map(\.description))
        set(.tlsServerSelfSigned, certificate.isSelfSigned)
    }
}
