/// Recognition.
extension QUICDialogue {
    /// The ports of HTTP/3 and of DNS over QUIC, with the one that was used before RFC 9250.
    package static func isUsual(port: UInt16) -> Bool {
        port == 443 || port == 853 || port == 8853
    }

    /// The fewest bytes of a datagram with a client's Initial packet (RFC 9000, section 14.1).
    private static let initialDatagramByteCount = 1_200

    /// Whether the first datagram of a flow is one of QUIC.
    ///
    /// On any port it takes a version whose packets are read, believable connection identifiers, lengths that fit, and 1,200
    /// bytes where an Initial packet comes first: of random datagrams fewer than one in ten thousand million pass. On a
    /// usual port every known version will do, for which it is one in thirty million.
    ///
    /// - Parameters:
    ///   - datagram: the payload of UDP, which may have been cut off by the capture.
    ///   - isUsualPort: whether one of the ports is one that QUIC is expected on.
    /// - Returns: whether it is worth a dialogue.
    package static func looksLikeQUIC(_ datagram: Span<UInt8>, isUsualPort: Bool = false) -> Bool {
        guard datagram.count >= 7 else { return false }
        guard datagram[0] & 0x80 != 0 else { return isUsualPort && GoogleQUICHeader.version(of: datagram) != nil }
        guard let packet = try? QUICPacketHeader(parsing: datagram, at: 0) else {
            return isUsualPort && hasKnownVersion(datagram)
        }
        switch packet.kind {
        case .versionNegotiation: return listsKnownVersion(datagram, packet)
        case .initial: return isUsualPort || isBelievable(packet, datagram)
        case .zeroRTT, .handshake: return isUsualPort || packet.payload.count >= 20
        case .retry: return isUsualPort || packet.payload.count > QUICRetry.tagByteCount
        case .unknown where packet.version.family == .greased: return isUsualPort && isBelievableGrease(datagram)
        case .unknown: return isUsualPort && packet.version.family != nil
        }
    }

    private static func isBelievable(_ packet: QUICPacketHeader, _ datagram: Span<UInt8>) -> Bool {
        guard packet.payload.count >= 20 else { return false }
        return datagram.count >= initialDatagramByteCount
    }

    /// One version in 65,536 is reserved, so the rest must say more.
    private static func isBelievableGrease(_ datagram: Span<UInt8>) -> Bool {
        var offset = 5
        guard datagram.count >= initialDatagramByteCount, let destination = try? datagram.readByte(&offset),
            (8...20).contains(destination), (try? datagram.readRange(Int(destination), &offset)) != nil,
            let source = try? datagram.readByte(&offset)
        else { return false }
        return source <= 20
    }

    private static func hasKnownVersion(_ datagram: Span<UInt8>) -> Bool {
        var offset = 1
        guard let number = try? datagram.readUInt32(&offset) else { return false }
        return QUICVersion(rawValue: number).family.map { $0 != .greased } ?? false
    }

    private static func listsKnownVersion(_ datagram: Span<UInt8>, _ packet: QUICPacketHeader) -> Bool {
        guard packet.payload.count >= 4, packet.payload.count % 4 == 0 else { return false }
        var offset = packet.payload.lowerBound
        while let number = try? datagram.readUInt32(&offset) {
            if let family = QUICVersion(rawValue: number).family, family != .greased { return true }
        }
        return false
    }
}
