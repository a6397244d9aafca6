/// The certificates of a handshake message (RFC 5246, section 7.4.2; RFC 8446, section 4.4.2).
enum CertificateMessage {
    /// How many certificates are read; more are left out.
    static let certificateLimit = 8

    /// Reads the body of the message; what is no certificate is left out, and told as an oddity.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end.
    static func certificates(
        in bytes: Span<UInt8>, isModern: Bool, malformed: inout Bool
    ) throws(WireError) -> [Certificate] {
        var offset = 0
        if isModern { _ = try bytes.readRange8(&offset) }
        let length = try bytes.readUInt24(&offset)
        let list = bytes.extracting(try bytes.readRange(length, &offset))
        var certificates: [Certificate] = []
        var position = 0
        while position < list.count, certificates.count < certificateLimit {
            let length = try list.readUInt24(&position)
            let range = try list.readRange(length, &position)
            if isModern { _ = try list.readRange16(&position) }
            if let certificate = Certificate(parsing: list.extracting(range)) {
                certificates.append(certificate)
            } else {
                malformed = true
            }
        }
        return certificates
    }
}
