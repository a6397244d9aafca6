/// What a TLS server chose.
///
/// Layout: RFC 8446, section 4.1.3; RFC 5246, section 7.4.1.3.
package struct ServerHello: Equatable, Sendable {
    /// The version that is spoken from here on.
    package internal(set) var version: TLSVersion

    /// Thirty-two bytes that no other hello has.
    package internal(set) var random: [UInt8]

    /// The session; equal to the client's where TLS 1.2 resumes one, and always in TLS 1.3.
    package internal(set) var sessionID: [UInt8]

    /// The cipher suite.
    package internal(set) var cipherSuite: CipherSuite

    /// The application protocol, where the hello tells it in the clear.
    package internal(set) var applicationProtocol: String?

    /// The group of the server's key share (RFC 8446, section 4.2.8).
    package internal(set) var keyShareGroup: NamedGroup?

    /// The types of the extensions, in the server's order.
    package internal(set) var extensionTypes: [UInt16] = []

    /// Whether records are to be compressed, which nothing does any more.
    package internal(set) var isCompressed: Bool

    /// Whether a session of TLS 1.3 is resumed, or a key used that was agreed on elsewhere.
    package var usesPreSharedKey: Bool { extensionTypes.contains(41) && !isRetryRequest }

    /// Whether the client is asked to say hello again (RFC 8446, section 4.1.4).
    package var isRetryRequest: Bool { random == Self.retryRandom }

    /// Whether codes follow encryption (RFC 7366).
    var codeFollowsEncryption: Bool { extensionTypes.contains(22) }

    /// The SHA-256 of `HelloRetryRequest`.
    private static let retryRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]
}

extension ServerHello {
    /// Reads the body of a ServerHello, without the header of the handshake message.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end.
    package init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        version = TLSVersion(try bytes.readUInt16(&offset))
        random = bytes.bytes(try bytes.readRange(32, &offset))
        let isEarlyDraft = (0x7F00..<0x7F16).contains(version.rawValue)
        // Before the draft of number 22 the hello of TLS 1.3 had neither session nor compression.
        sessionID = isEarlyDraft ? [] : bytes.bytes(try bytes.readRange8(&offset))
        cipherSuite = CipherSuite(try bytes.readUInt16(&offset))
        isCompressed = isEarlyDraft ? false : try bytes.readByte(&offset) != 0
        guard offset < bytes.count else { return }
        let block = bytes.extracting(try bytes.readRange16(&offset))
        var position = 0
        while position < block.count {
            let type = try block.readUInt16(&position)
            let range = try block.readRange16(&position)
            extensionTypes.append(type)
            try? take(type, block.extracting(range))
        }
    }

    private mutating func take(_ type: UInt16, _ body: Span<UInt8>) throws(WireError) {
        var offset = 0
        switch type {
        case 16: applicationProtocol = try Self.applicationProtocol(body)
        case 43: version = TLSVersion(try body.readUInt16(&offset))
        case 51, 40: keyShareGroup = NamedGroup(try body.readUInt16(&offset))
        default: break
        }
    }

    /// The one protocol of a server's answer (RFC 7301, section 3.1).
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end.
    static func applicationProtocol(_ body: Span<UInt8>) throws(WireError) -> String? {
        var offset = 2
        let range = try body.readRange8(&offset)
        return range.isEmpty ? nil : body.text(range)
    }
}
