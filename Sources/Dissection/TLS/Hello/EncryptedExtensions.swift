/// What a server of TLS 1.3 adds to its hello once nobody else can read it (RFC 8446, section 4.3.1).
struct EncryptedExtensions: Equatable, Sendable {
    /// The application protocol that the server chose.
    private(set) var applicationProtocol: String?

    /// Whether the server takes the data that came before its answer.
    private(set) var acceptsEarlyData = false

    /// Whether the server could not read the hello inside the hello, and says how to encrypt one for it.
    private(set) var rejectsEncryptedHello = false

    /// Reads the body of the message.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when a length reaches beyond the end.
    init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        let block = bytes.extracting(try bytes.readRange16(&offset))
        var position = 0
        while position < block.count {
            let type = try block.readUInt16(&position)
            let body = block.extracting(try block.readRange16(&position))
            switch type {
            case 16: applicationProtocol = try? ServerHello.applicationProtocol(body)
            case 42: acceptsEarlyData = true
            case 0xFE0D: rejectsEncryptedHello = true
            default: break
            }
        }
    }
}
