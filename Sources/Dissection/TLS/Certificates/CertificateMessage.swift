/// The certificates of a handshake message (RFC 5246, section 7.4.2; RFC 8446, section 4.4.2).
enum CertificateMessage {
    /// What the message holds.
    enum Content: Equatable {
        /// The sender's own certificate; those that vouch for it come after it and are left out.
        case certificate(Certificate)
        /// No certificate, as a client may answer.
        case none
        /// One that cannot be read.
        case malformed
    }

    /// Reads the body of the message.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end.
    static func content(of bytes: Span<UInt8>, isModern: Bool) throws(WireError) -> Content {
        var offset = 0
        if isModern { _ = try bytes.readRange8(&offset) }
        let length = try bytes.readUInt24(&offset)
        let list = bytes.extracting(try bytes.readRange(length, &offset))
        guard !list.isEmpty else { return .none }
        offset = 0
        let first = try list.readRange(try list.readUInt24(&offset), &offset)
        return Certificate(parsing: list.extracting(first)).map(Content.certificate) ?? .malformed
    }
}
