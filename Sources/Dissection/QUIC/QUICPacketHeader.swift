/// The part of a packet with a long header that is not protected, and where the rest lies.
///
/// Layout: RFC 9000, section 17.2; RFC 9369, section 3.2. The fixed bit may be unset (RFC 9287). All ranges are places in the datagram.
struct QUICPacketHeader: Equatable {
    /// What the packet is for.
    enum Kind: Equatable {
        case initial
        case zeroRTT
        case handshake
        case retry
        case versionNegotiation
        /// Of a version whose packets cannot be told apart.
        case unknown
    }

    /// The longest connection identifier; a negotiation alone may mention longer ones (RFC 8999, section 6).
    static let connectionIDLimit = 20

    let version: QUICVersion
    let kind: Kind
    let destinationID: Range<Int>
    let sourceID: Range<Int>

    /// What an Initial packet brings along from a Retry packet or an earlier connection.
    private(set) var token = 0..<0

    /// From the packet number to the end of the packet; for Retry the token and its tag, for a negotiation the versions, for
    /// what is unknown all behind the version.
    let payload: Range<Int>

    /// The whole packet; another one may follow in the same datagram (RFC 9000, section 12.2).
    let packet: Range<Int>

    /// Reads a header at an offset.
    ///
    /// - Throws: ``WireError`` of kind `unexpectedType` when the header is short, `badLength` when a connection identifier is
    ///   longer than 20 bytes, `truncated` when a length reaches beyond the datagram.
    init(parsing datagram: Span<UInt8>, at start: Int) throws(WireError) {
        var offset = start
        let first = try datagram.readByte(&offset)
        guard first & 0x80 != 0 else { throw WireError(.unexpectedType, at: start) }
        version = QUICVersion(rawValue: try datagram.readUInt32(&offset))
        kind = Self.kind(first, version)
        // Early versions wrote the lengths in other ways.
        guard kind != .unknown else {
            (destinationID, sourceID) = (offset..<offset, offset..<offset)
            payload = offset..<datagram.count
            packet = start..<datagram.count
            return
        }
        destinationID = try Self.readConnectionID(datagram, &offset, version)
        sourceID = try Self.readConnectionID(datagram, &offset, version)
        switch kind {
        case .initial:
            token = try datagram.readVariableLengthRange(&offset)
            payload = try datagram.readVariableLengthRange(&offset)
        case .zeroRTT, .handshake: payload = try datagram.readVariableLengthRange(&offset)
        case .retry, .versionNegotiation, .unknown: payload = offset..<datagram.count
        }
        packet = start..<payload.upperBound
    }

    private static func kind(_ first: UInt8, _ version: QUICVersion) -> Kind {
        if version == .negotiation { return .versionNegotiation }
        let bits = Int(first >> 4 & 3)
        switch version.family {
        case .ietf, .protectedGoogle: return [.initial, .zeroRTT, .handshake, .retry][bits]
        case .v2: return [.retry, .initial, .zeroRTT, .handshake][bits]
        default: return .unknown
        }
    }

    private static func readConnectionID(
        _ datagram: Span<UInt8>, _ offset: inout Int, _ version: QUICVersion
    ) throws(WireError) -> Range<Int> {
        let length = Int(try datagram.readByte(&offset))
        guard length <= connectionIDLimit || version == .negotiation else {
            throw WireError(.badLength, at: offset - 1)
        }
        return try datagram.readRange(length, &offset)
    }
}
