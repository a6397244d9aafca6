/// What the beginning of a connection of HTTP/2 looks like (RFC 9113, section 3.4).
enum HTTP2Beginning {
    /// What a client sends before its first frame.
    static let preface: StaticString = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

    /// The length of the longest frame that is sent without the other side having asked for longer ones.
    static let frameSize = 16_384

    /// Whether bytes are the client's preface, or as much of it as there is of them.
    static func isPreface(_ bytes: Span<UInt8>) -> Bool {
        preface.withUTF8Buffer { expected in
            for index in 0..<min(bytes.count, expected.count) where unsafe bytes[index] != expected[index] {
                return false
            }
            return true
        }
    }

    /// What bytes are that a server may have begun with: a frame of settings that says something is certain enough, an empty
    /// one looks like much else and is known by what the client says.
    static func shapeOfSettings(_ bytes: Span<UInt8>) -> ContentShape {
        let fixed: [9 of UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]
        for index in 0..<min(bytes.count, 9) where index != 2 && bytes[index] != fixed[index] { return .unknown }
        guard bytes.count > 2 else { return .undecided }
        guard bytes[2] % 6 == 0 else { return .unknown }
        return bytes.count < 9 || bytes[2] == 0 ? .undecided : .http2Settings
    }

    /// What bytes of a connection are of which it was agreed that it speaks HTTP/2; its beginning may not be captured.
    static func shape(of bytes: Span<UInt8>, isOfClient: Bool) -> ContentShape {
        let shape = ContentShape(bytes)
        guard shape != .http2Preface, !isPreface(bytes) else { return shape }
        guard bytes.count >= HTTP2FrameHeader.byteCount else { return .undecided }
        guard HTTP2FrameHeader(bytes, at: 0).isPlausible else { return shape }
        return isOfClient ? .http2Preface : .http2Settings
    }
}

extension HTTP2FrameHeader {
    /// Whether it is a header that programs in use send: of a known type, and with a payload that is not huge.
    var isPlausible: Bool { kind != nil && length <= 1 << 20 && problem == nil }
}
