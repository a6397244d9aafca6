/// The nine bytes before every frame's payload (RFC 9113, section 4.1).
struct HTTP2FrameHeader: Equatable {
    /// The types that RFC 9113 knows; frames of any other type are to be ignored.
    enum Kind: UInt8 {
        case data = 0
        case headers = 1
        case priority = 2
        case reset = 3
        case settings = 4
        case pushPromise = 5
        case ping = 6
        case goAway = 7
        case windowUpdate = 8
        case continuation = 9
    }

    static let byteCount = 9

    /// The bytes of the payload.
    let length: Int
    /// The type, nothing where it is not known.
    let kind: Kind?
    let flags: UInt8
    /// The stream, 0 for the whole connection.
    let stream: UInt32

    /// Reads a header from an offset on, at which there are nine bytes.
    init(_ bytes: Span<UInt8>, at offset: Int) {
        length = Int(bytes.uint32(at: offset) >> 8)
        kind = Kind(rawValue: bytes[offset + 3])
        flags = bytes[offset + 4]
        stream = bytes.uint32(at: offset + 5) & 0x7FFF_FFFF
    }

    /// Whether this is the sender's last frame with content on its stream.
    var endsStream: Bool { flags & 0x01 != 0 && (kind == .data || kind == .headers) }
    /// Whether a setting is only acknowledged.
    var isAcknowledgement: Bool { flags & 0x01 != 0 && (kind == .settings || kind == .ping) }
    /// Whether the header block ends with this frame.
    var endsHeaders: Bool { flags & 0x04 != 0 }
    private var isPadded: Bool { flags & 0x08 != 0 && (kind == .data || kind == .headers || kind == .pushPromise) }

    /// How many bytes before the content tell the padding, 0 or 1.
    var paddingLengthCount: Int { isPadded ? 1 : 0 }

    /// How many bytes of the payload have a meaning of their own and stand before a content of any length.
    var fixedCount: Int {
        switch kind {
        case .data, .continuation: paddingLengthCount
        case .headers: paddingLengthCount + (flags & 0x20 != 0 ? 5 : 0)
        case .pushPromise: paddingLengthCount + 4
        case .settings: min(length, 1_024 / 6 * 6)
        case .priority, .reset, .ping, .goAway, .windowUpdate: min(length, 8)
        case nil: 0
        }
    }

    /// Whether the payload carries pieces of a header block.
    var carriesHeaders: Bool { kind == .headers || kind == .continuation || kind == .pushPromise }

    /// What is wrong with its length or its stream, by its type.
    var problem: Weird? {
        let isLengthRight =
            switch kind {
            case .data, .headers, .pushPromise: length >= fixedCount
            case .priority: length == 5
            case .reset, .windowUpdate: length == 4
            case .settings: isAcknowledgement ? length == 0 : length % 6 == 0
            case .ping: length == 8
            case .goAway: length >= 8
            case .continuation, nil: true
            }
        guard isLengthRight else { return .badHTTP2FrameLength }
        switch kind {
        case .data, .headers, .priority, .reset, .pushPromise, .continuation: return stream == 0 ? .badHTTP2Stream : nil
        case .settings, .ping, .goAway: return stream == 0 ? nil : .badHTTP2Stream
        case .windowUpdate, nil: return nil
        }
    }
}
