/// The keys of the Initial packets of one connection, made from what the client called the server first.
///
/// RFC 9001, section 5.2; RFC 9369, section 3.3.
struct QUICInitialKeys {
    let version: QUICVersion

    /// The destination of the client's first Initial packet, or of the first one after a Retry packet.
    let connectionID: [UInt8]

    private let secrets: QUICVersion.InitialSecrets
    private let secret: [UInt8]
    private var client: QUICPacketProtection?
    private var server: QUICPacketProtection?

    /// Derives the common secret; nothing when the version's packets are not protected in a known way.
    init?(_ version: QUICVersion, connectionID: [UInt8]) {
        guard let secrets = version.initialSecrets,
            let secret = KeyDerivation.extract(.sha256, salt: secrets.salt, connectionID)
        else { return nil }
        self.version = version
        self.connectionID = connectionID
        self.secrets = secrets
        self.secret = secret
    }

    /// What the client's packets are opened with.
    mutating func protectionOfClient() -> QUICPacketProtection? {
        if client == nil { client = protection("client in") }
        return client
    }

    /// What the server's packets are opened with.
    mutating func protectionOfServer() -> QUICPacketProtection? {
        if server == nil { server = protection("server in") }
        return server
    }

    private func protection(_ label: String) -> QUICPacketProtection? {
        guard let own = KeyDerivation.expandLabel(.sha256, secret, label, count: 32) else { return nil }
        return QUICPacketProtection(secret: own, labelPrefix: secrets.labelPrefix)
    }
}
