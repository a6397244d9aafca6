/// The first message of a client of Google's versions, which know no TLS: tags with values.
///
/// Up to Q046 it stands in the clear, from Q050 on in CRYPTO frames. Layout: "QUIC Crypto" by A. Langley and W. Chang,
/// revision of 2016, section "Handshake message format".
struct GoogleQUICHello: Equatable {
    /// Values that a hello may have.
    private static let entryLimit = 128

    /// How far into a datagram an unprotected hello may begin, behind header, hash and frame.
    private static let searchLimit = 96

    /// The host name that the client asks for, lower case.
    private(set) var serverName: String?

    /// What the client calls itself.
    private(set) var userAgent: String?

    /// Looks for a hello in an unprotected datagram.
    init?(searching datagram: Span<UInt8>) {
        for offset in 0..<min(datagram.count, Self.searchLimit) where datagram.hasASCII("CHLO", at: offset) {
            guard let hello = try? GoogleQUICHello(parsing: datagram, at: offset) else { return nil }
            self = hello
            return
        }
        return nil
    }

    /// Reads a hello at an offset.
    ///
    /// - Throws: ``WireError`` of kind `unexpectedType` when it is another message, `tooLarge` when it has too many values,
    ///   `truncated` when a value that matters is not whole.
    init(parsing bytes: Span<UInt8>, at start: Int) throws(WireError) {
        guard bytes.hasASCII("CHLO", at: start) else { throw WireError(.unexpectedType, at: start) }
        var offset = start + 4
        let count = Int(try bytes.readUInt16(&offset).byteSwapped)
        guard count <= Self.entryLimit else { throw WireError(.tooLarge, at: offset) }
        _ = try bytes.readUInt16(&offset)
        let values = offset + 8 * count
        var begin = 0
        for _ in 0..<count {
            let tag = try bytes.readUInt32(&offset)
            let end = Int(try bytes.readUInt32(&offset).byteSwapped)
            guard end >= begin else { throw WireError(.badLength, at: offset) }
            var place = values + begin
            switch tag {
            case 0x534E_4900: serverName = bytes.text(try bytes.readRange(end - begin, &place)).lowercased()
            case 0x5541_4944: userAgent = bytes.text(try bytes.readRange(end - begin, &place))
            default: break
            }
            begin = end
        }
    }
}
