/// Messages of DNS that travel inside of HTTP (RFC 8484).
package enum DNSOverHTTPS {
    /// The media type of such bodies.
    package static let mediaType = "application/dns-message"

    /// The longest message that is read; longer than any that DNS itself can carry.
    private static let longest = 65_535

    /// The query in the target of a GET request: `?dns=` and the message in Base64 for URLs (section 4.1).
    package static func query(inTarget target: String) -> DNSMessage? {
        let bytes = Array(target.utf8)
        guard let mark = bytes.firstIndex(of: 0x3F) else { return nil }
        for pair in bytes[(mark + 1)...].split(separator: 0x26) where pair.starts(with: [0x64, 0x6E, 0x73, 0x3D]) {
            guard pair.count <= longest * 4 / 3 + 8, let message = TextEncoding.anyBase64url(Array(pair.dropFirst(4)))
            else { continue }
            return try? DNSMessage(parsing: message.span, as: .overHTTPS)
        }
        return nil
    }

    /// The message that a body of this type holds.
    package static func message(inBody body: Span<UInt8>, mediaType: String?) -> DNSMessage? {
        guard mediaType == Self.mediaType, body.count <= longest else { return nil }
        return try? DNSMessage(parsing: body, as: .overHTTPS)
    }
}
