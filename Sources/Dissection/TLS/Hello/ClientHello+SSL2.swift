extension ClientHello {
    /// The longest hello in the format of SSL 2.0 that is taken for one.
    static let ssl2ByteLimit = 1_024

    /// How many bytes a hello in the format of SSL 2.0 has, its header of two bytes included, when a stream begins with
    /// one; it takes five bytes to tell.
    ///
    /// Clients of SSL 3.0 to TLS 1.1 could send it to reach old servers (RFC 5246, appendix E.2).
    static func ssl2ByteCount(_ bytes: Span<UInt8>) -> Int? {
        guard bytes.count >= 5, bytes[0] & 0x80 != 0, bytes[2] == 1 else { return nil }
        let count = 2 + (Int(bytes[0] & 0x7F) << 8 | Int(bytes[1]))
        let version = UInt16(bytes[3]) << 8 | UInt16(bytes[4])
        guard version == 2 || (0x0300...0x0303).contains(version), (28...ssl2ByteLimit).contains(count) else {
            return nil
        }
        return count
    }

    /// Reads a whole hello in the format of SSL 2.0, its header of two bytes included.
    ///
    /// Kinds of ciphers that only SSL 2.0 has are left out: they have three bytes and no name in later versions.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end, `badLength` when kinds of ciphers
    ///   are not of three bytes.
    init(parsingSSL2 bytes: Span<UInt8>) throws(WireError) {
        transport = .tls
        var offset = 3
        legacyVersion = TLSVersion(try bytes.readUInt16(&offset))
        let kindByteCount = Int(try bytes.readUInt16(&offset))
        let sessionByteCount = Int(try bytes.readUInt16(&offset))
        let challengeByteCount = Int(try bytes.readUInt16(&offset))
        let kinds = try bytes.readRange(kindByteCount, &offset)
        guard kinds.count % 3 == 0 else { throw WireError(.badLength, at: kinds.lowerBound) }
        for start in stride(from: kinds.lowerBound, to: kinds.upperBound, by: 3) where bytes[start] == 0 {
            cipherSuites.append(UInt16(bytes[start + 1]) << 8 | UInt16(bytes[start + 2]))
        }
        sessionID = bytes.bytes(try bytes.readRange(sessionByteCount, &offset))
        // RFC 5246, appendix E.2: the challenge is the end of the random number.
        let challenge = bytes.bytes(try bytes.readRange(challengeByteCount, &offset))
        random = Array((Array(repeating: 0, count: 32) + challenge).suffix(32))
    }
}
