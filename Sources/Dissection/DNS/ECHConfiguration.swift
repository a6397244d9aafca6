/// How a server lets clients hide its name: one entry of an ECHConfigList (RFC 9849, section 4).
package struct ECHConfiguration: Equatable, Sendable {
    /// A pair of functions that clients may use.
    package struct CipherSuite: Hashable, Sendable {
        package let keyDerivation: UInt16
        package let encryption: UInt16
    }

    /// The version; 0xFE0D is the one that is understood.
    package let version: UInt16
    /// The number by which the client names the key.
    package internal(set) var identifier: UInt8 = 0
    /// The key encapsulation mechanism (IANA HPKE KEM identifiers); 0x0020 is X25519.
    package internal(set) var keyEncapsulation: UInt16 = 0
    /// The length of the public key in bytes.
    package internal(set) var publicKeyByteCount = 0
    /// The functions that clients may use.
    package internal(set) var cipherSuites: [CipherSuite] = []
    /// The name in the ClientHello that everybody can read; nothing for versions that are not understood.
    package internal(set) var publicName: String?

    private static let understoodVersion: UInt16 = 0xFE0D

    /// Reads the list that fills a range.
    ///
    /// - Throws: ``WireError`` when a length contradicts another.
    package static func list(
        parsing bytes: Span<UInt8>, in range: Range<Int>
    ) throws(WireError) -> [ECHConfiguration] {
        var offset = range.lowerBound
        let length = Int(try bytes.readUInt16(&offset))
        guard length == range.upperBound - offset, length > 0 else { throw WireError(.badLength, at: offset) }
        var list: [ECHConfiguration] = []
        while offset < range.upperBound {
            let version = try bytes.readUInt16(&offset)
            let contents = try bytes.readRange(Int(try bytes.readUInt16(&offset)), &offset)
            guard contents.upperBound <= range.upperBound else { throw WireError(.badLength, at: offset) }
            var configuration = ECHConfiguration(version: version)
            if version == understoodVersion { try configuration.read(bytes, contents) }
            list.append(configuration)
        }
        return list
    }

    private mutating func read(_ bytes: Span<UInt8>, _ contents: Range<Int>) throws(WireError) {
        var offset = contents.lowerBound
        identifier = try bytes.readByte(&offset)
        keyEncapsulation = try bytes.readUInt16(&offset)
        publicKeyByteCount = try bytes.readRange(Int(try bytes.readUInt16(&offset)), &offset).count
        let suites = try bytes.readRange(Int(try bytes.readUInt16(&offset)), &offset)
        guard suites.count % 4 == 0, suites.upperBound <= contents.upperBound else {
            throw WireError(.badLength, at: suites.lowerBound)
        }
        var position = suites.lowerBound
        while position < suites.upperBound, cipherSuites.count < 64 {
            let keyDerivation = try bytes.readUInt16(&position)
            cipherSuites.append(
                CipherSuite(keyDerivation: keyDerivation, encryption: try bytes.readUInt16(&position)))
        }
        _ = try bytes.readByte(&offset)
        let name = try bytes.readRange(Int(try bytes.readByte(&offset)), &offset)
        publicName = DNSText.string(bytes, name).lowercased()
        _ = try bytes.readRange(Int(try bytes.readUInt16(&offset)), &offset)
        guard offset == contents.upperBound else { throw WireError(.badLength, at: offset) }
    }
}
