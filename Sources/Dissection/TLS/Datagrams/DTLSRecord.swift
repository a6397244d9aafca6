/// The header of a DTLS record that is not protected by DTLS 1.3 (RFC 6347, section 4.1; RFC 9147, section 4).
struct DTLSRecord {
    /// Bytes of a header.
    static let headerByteCount = 13

    /// What the record is.
    let type: UInt8

    /// How often the keys have changed; records of the first epoch are in the clear.
    let epoch: UInt16

    /// The bytes after the header.
    let body: Range<Int>

    /// Reads a record and moves the offset behind it.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when the datagram ends before the record, `unexpectedType` or
    ///   `badVersion` when none begins here.
    init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        let start = offset
        type = try bytes.readByte(&offset)
        // RFC 6083 and RFC 9147: 26 acknowledges; connection numbers (RFC 9146) come as 25 and are always protected.
        guard (20...26).contains(type), type != 25 else { throw WireError(.unexpectedType, at: start) }
        let version = try bytes.readUInt16(&offset)
        // 0x0100 is what OpenSSL before 0.9.8f sent.
        guard (0xFEFC...0xFEFF).contains(version) || version == 0x0100 else { throw WireError(.badVersion, at: start) }
        epoch = try bytes.readUInt16(&offset)
        _ = try bytes.readRange(6, &offset)
        body = try bytes.readRange16(&offset)
    }

    /// Whether a datagram begins with a record of the first epoch that holds a handshake message, with lengths that agree.
    ///
    /// Reads 25 bytes at most; what says yes is hardly anything else.
    static func beginsHandshake(_ datagram: Span<UInt8>) -> Bool {
        var offset = 0
        guard let record = try? DTLSRecord(parsing: datagram, &offset), record.type == 22, record.epoch == 0,
            let fragment = try? DTLSFragment(parsing: datagram.extracting(record.body))
        else { return false }
        return (1...3).contains(fragment.type)
    }
}

/// A part of a DTLS handshake message (RFC 6347, section 4.2.2).
struct DTLSFragment {
    /// Bytes before the part.
    static let headerByteCount = 12

    /// What the message is.
    let type: UInt8

    /// The length of the whole message.
    let messageByteCount: Int

    /// The number of the message.
    let number: UInt16

    /// Where in the message the part belongs.
    let start: Int

    /// Where the part lies in the bytes that were parsed.
    let body: Range<Int>

    /// Reads the fragment at the beginning.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when the record ends before it, `badLength` when it reaches beyond its
    ///   message.
    init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        type = try bytes.readByte(&offset)
        messageByteCount = try bytes.readUInt24(&offset)
        number = try bytes.readUInt16(&offset)
        start = try bytes.readUInt24(&offset)
        body = try bytes.readRange(try bytes.readUInt24(&offset), &offset)
        guard start + body.count <= messageByteCount else { throw WireError(.badLength, at: 9) }
    }
}
