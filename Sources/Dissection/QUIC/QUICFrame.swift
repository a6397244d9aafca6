/// One frame of an Initial packet, as far as it matters.
///
/// Layout: RFC 9000, section 19; which ones may stand in an Initial packet: section 12.4, table 3.
enum QUICFrame: Equatable {
    /// PADDING, as many bytes as there are, or PING.
    case filling
    /// ACK, with or without counts of congestion marks.
    case acknowledgment
    /// A piece of the handshake: its place in the stream, and where its bytes lie.
    case crypto(offset: UInt64, bytes: Range<Int>)
    /// The end of the connection, with the error's number.
    case connectionClose(UInt64)

    /// Reads one frame.
    ///
    /// - Throws: ``WireError`` of kind `unexpectedType` for a frame that may not stand in an Initial packet, `truncated` when
    ///   it is not whole.
    init(parsing payload: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        let start = offset
        switch try payload.readVariableLength(&offset) {
        case 0x00:
            while offset < payload.count, payload[offset] == 0 { offset += 1 }
            self = .filling
        case 0x01: self = .filling
        case 0x02: self = try .acknowledgment(payload, &offset, hasCounts: false)
        case 0x03: self = try .acknowledgment(payload, &offset, hasCounts: true)
        case 0x06: self = try .crypto(payload, &offset)
        case 0x1C:
            let code = try payload.readVariableLength(&offset)
            _ = try payload.readVariableLength(&offset)
            _ = try payload.readVariableLengthRange(&offset)
            self = .connectionClose(code)
        default: throw WireError(.unexpectedType, at: start)
        }
    }

    /// Reads one frame of Google's versions, of which only filling (0 and 7) and CRYPTO (8) are known here.
    ///
    /// - Throws: ``WireError`` of kind `unexpectedType` for all others, `truncated` when it is not whole.
    init(parsingGoogle payload: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        let start = offset
        switch try payload.readByte(&offset) {
        case 0x00:
            while offset < payload.count, payload[offset] == 0 { offset += 1 }
            self = .filling
        case 0x07: self = .filling
        case 0x08: self = try .crypto(payload, &offset)
        default: throw WireError(.unexpectedType, at: start)
        }
    }

    private static func crypto(_ payload: Span<UInt8>, _ offset: inout Int) throws(WireError) -> QUICFrame {
        let place = try payload.readVariableLength(&offset)
        return .crypto(offset: place, bytes: try payload.readVariableLengthRange(&offset))
    }

    private static func acknowledgment(
        _ payload: Span<UInt8>, _ offset: inout Int, hasCounts: Bool
    ) throws(WireError) -> QUICFrame {
        _ = try payload.readVariableLength(&offset)
        _ = try payload.readVariableLength(&offset)
        let ranges = try payload.readVariableLength(&offset)
        // Each has two numbers of at least a byte.
        guard ranges <= UInt64((payload.count - offset) / 2) else { throw WireError(.truncated, at: payload.count) }
        _ = try payload.readVariableLength(&offset)
        for _ in 0..<2 * ranges { _ = try payload.readVariableLength(&offset) }
        if hasCounts {
            for _ in 0..<3 { _ = try payload.readVariableLength(&offset) }
        }
        return .acknowledgment
    }
}
