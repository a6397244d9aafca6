/// What the first bytes of a message look like.
enum ContentShape: Equatable {
    /// A request line of HTTP/1.
    case httpRequest
    /// A TLS record with a ClientHello in it.
    case clientHello
    /// A status line of HTTP/1.
    case httpResponse
    /// A TLS record with a ServerHello in it.
    case serverHello
    /// What a client of HTTP/2 begins with.
    case http2Preface
    /// The frame that a server of HTTP/2 begins with.
    case http2Settings
    /// The length and the header of a query for names, where one is expected.
    case nameQuery
    /// The length and the header of an answer to one.
    case nameResponse
    /// The beginning of one of these, as far as it goes.
    case undecided
    /// Something else.
    case unknown

    init(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else {
            self = .undecided
            return
        }
        switch bytes[0] {
        case 0x00: self = HTTP2Beginning.shapeOfSettings(bytes)
        case 0x16: self = Self.record(bytes)
        case 0x50 where HTTP2Beginning.isPreface(bytes):
            self = bytes.count < HTTP2Beginning.preface.utf8CodeUnitCount ? .undecided : .http2Preface
        case 0x80...: self = Self.oldHello(bytes)
        default: self = Self.line(bytes)
        }
    }

    /// A ClientHello in the format of SSL 2.0.
    private static func oldHello(_ bytes: Span<UInt8>) -> ContentShape {
        guard bytes.count < 3 || bytes[2] == 1 else { return .unknown }
        guard bytes.count >= 5 else { return .undecided }
        return ClientHello.ssl2ByteCount(bytes) == nil ? .unknown : .clientHello
    }

    /// A handshake record (RFC 8446, section 5.1) whose first message is a hello.
    private static func record(_ bytes: Span<UInt8>) -> ContentShape {
        guard bytes.count < 2 || bytes[1] == 3, bytes.count < 3 || bytes[2] <= 4 else { return .unknown }
        guard bytes.count >= 6 else { return .undecided }
        let length = Int(bytes[3]) << 8 | Int(bytes[4])
        guard (1...RecordFraming.bodyLimit).contains(length) else { return .unknown }
        switch bytes[5] {
        case 1: return .clientHello
        case 2: return .serverHello
        default: return .unknown
        }
    }

    /// A line that begins with a token and ends with a version (RFC 9112, section 3).
    ///
    /// Blanks inside the target are wrong, but some clients send them and servers take them.
    private static func line(_ bytes: Span<UInt8>) -> ContentShape {
        var start = 0
        // RFC 9112, section 2.2: empty lines before a request are to be ignored.
        while start < min(bytes.count, 8), bytes[start] == 0x0D || bytes[start] == 0x0A { start += 1 }
        if bytes.hasASCII("HTTP/1.", at: start) { return .httpResponse }
        var index = start
        while index < bytes.count, HTTPSyntax.isTokenByte(bytes[index]) { index += 1 }
        guard index - start <= HTTPSyntax.longestMethod else { return .unknown }
        guard index < bytes.count else { return .undecided }
        guard index > start, bytes[index] == 0x20 else {
            return bytes.count - start < 7 && bytes.hasASCIIPrefix("HTTP/1.", at: start) ? .undecided : .unknown
        }
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D {
            guard bytes[index] >= 0x20, bytes[index] != 0x7F else { return .unknown }
            index += 1
        }
        guard index < bytes.count else { return .undecided }
        return HTTPSyntax.version(of: bytes, start..<index) == nil ? .unknown : .httpRequest
    }
}

extension ContentShape {
    /// Whether the bytes begin an answer, and in which protocol; nothing when they begin none that is known.
    var protocolBegun: (isAnswer: Bool, name: ApplicationProtocol)? {
        switch self {
        case .httpRequest: (false, .http)
        case .httpResponse: (true, .http)
        case .clientHello: (false, .tls)
        case .serverHello: (true, .tls)
        case .http2Preface: (false, .http)
        case .http2Settings: (true, .http)
        case .nameQuery: (false, .dns)
        case .nameResponse: (true, .dns)
        case .undecided, .unknown: nil
        }
    }
}

extension Span<UInt8> {
    /// Whether all bytes from an offset on are the beginning of an ASCII text.
    fileprivate func hasASCIIPrefix(_ text: StaticString, at offset: Int) -> Bool {
        guard count - offset <= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for index in offset..<count where unsafe self[index] != expected[index - offset] {
                return false
            }
            return true
        }
    }
}
