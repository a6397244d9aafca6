/// The check that a server's demand to begin again belongs to what the client sent.
enum QUICRetry {
    /// Bytes of the tag at the end of a Retry packet.
    static let tagByteCount = 16

    /// Whether the tag belongs to a connection of which the client called the server so in its first Initial packet.
    ///
    /// RFC 9001, section 5.8. Nothing where the version has no tag that is known, or the packet no room for one.
    static func isAuthentic(_ datagram: Span<UInt8>, _ packet: QUICPacketHeader, original: [UInt8]) -> Bool? {
        guard let secrets = packet.version.retrySecrets, packet.payload.count >= tagByteCount,
            let cipher = AEADCipher(.aes128GCM, key: secrets.key, iv: secrets.nonce)
        else { return nil }
        let tag = packet.packet.upperBound - tagByteCount
        var pseudoPacket = [UInt8(truncatingIfNeeded: original.count)] + original
        pseudoPacket.append(datagram.extracting(packet.packet.lowerBound..<tag))
        var nothing: [UInt8] = []
        let sealed = datagram.extracting(tag..<packet.packet.upperBound)
        return cipher.open(sealed, number: 0, additional: pseudoPacket.span, into: &nothing) != nil
    }
}
