/// What a handshake over QUIC tells beyond TLS.
package struct QUICParameters: Equatable, Sendable {
    /// The version in which the last packets were sent that could be read.
    package internal(set) var version: QUICVersion

    /// The versions that the client could speak as well, in its order (RFC 9368, section 3).
    package internal(set) var offeredVersions: [QUICVersion] = []

    /// What the client calls itself, in a parameter of Google's (0x3129).
    package internal(set) var userAgent: String?

    init(_ version: QUICVersion) {
        self.version = version
    }

    /// Reads the transport parameters out of a ClientHello's body, without the four bytes of the handshake header.
    ///
    /// Those that are broken or of the form of older drafts are left out.
    init(_ version: QUICVersion, clientHello body: Span<UInt8>) {
        self.version = version
        if let extensions = try? Self.transportParameters(body) { try? take(body.extracting(extensions)) }
    }

    /// Where the extension of RFC 9001, section 8.2, lies, or that of the drafts.
    private static func transportParameters(_ body: Span<UInt8>) throws(WireError) -> Range<Int>? {
        // Version and random number come before the session, the cipher suites and the compression methods.
        var offset = 34
        _ = try body.readRange(Int(try body.readByte(&offset)), &offset)
        _ = try body.readRange(Int(try body.readUInt16(&offset)), &offset)
        _ = try body.readRange(Int(try body.readByte(&offset)), &offset)
        let extensions = try body.readRange(Int(try body.readUInt16(&offset)), &offset)
        offset = extensions.lowerBound
        while offset < extensions.upperBound {
            let type = try body.readUInt16(&offset)
            let value = try body.readRange(Int(try body.readUInt16(&offset)), &offset)
            if type == 57 || type == 0xFFA5 { return value }
        }
        return nil
    }

    /// Takes in the parameters (RFC 9000, section 18).
    private mutating func take(_ parameters: Span<UInt8>) throws(WireError) {
        var offset = 0
        while offset < parameters.count {
            let identifier = try parameters.readVariableLength(&offset)
            let value = try parameters.readVariableLengthRange(&offset)
            switch identifier {
            case 0x11:
                var position = value.lowerBound
                // The chosen one comes first, and again among the others.
                _ = try parameters.readUInt32(&position)
                while value.upperBound - position >= 4 {
                    offeredVersions.append(QUICVersion(rawValue: try parameters.readUInt32(&position)))
                }
            case 0x3129: userAgent = parameters.text(value)
            default: break
            }
        }
    }
}
