internal import Observation

/// Packets that carry no handshake.
extension QUICDialogue {
    /// A demand to begin again with a token, which the client follows with other keys (RFC 9001, section 5.2).
    func readRetry(
        _ packet: QUICPacketHeader, _ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        guard side != client, let original = keys?.connectionID else { return }
        if QUICRetry.isAuthentic(datagram, packet, original: original) == false {
            tell(.quicRetryIntegrity, at: time, into: &findings)
        }
    }

    /// The versions that the server speaks; the client begins again in one of them (RFC 9000, section 6).
    func readNegotiation(from side: FlowSide, into findings: inout [StreamFinding]) {
        guard side != client else { return }
        recognise(into: &findings)
        beginAgain()
    }

    /// A packet of a version whose packets are not read, or not known.
    func readUnknown(
        _ version: QUICVersion, _ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        switch version.family {
        case .google:
            if let hello = GoogleQUICHello(searching: datagram) {
                findings.append(.opened(by: side))
                return tell(hello, into: &findings)
            }
            recognise(into: &findings)
            tell(.quicUnreadVersion, at: time, into: &findings)
        // The server answers with the versions that it speaks.
        case .greased: recognise(into: &findings)
        case .some:
            recognise(into: &findings)
            tell(.quicUnreadVersion, at: time, into: &findings)
        case nil: tell(.quicUnknownVersion, at: time, into: &findings)
        }
    }

    /// A datagram without a long header: what is encrypted with the two ends' keys, or Google's early versions.
    func readShort(
        _ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        if client == nil, let version = GoogleQUICHeader.version(of: datagram) {
            return readUnknown(version, datagram, from: side, at: time, into: &findings)
        }
        noteProtectedData(side, into: &findings)
    }
}
