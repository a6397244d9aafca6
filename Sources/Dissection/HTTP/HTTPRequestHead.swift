/// What stands before the body of a request, and how the body is framed.
///
/// Layout: RFC 9112, sections 3, 5 and 6.
struct HTTPRequestHead: Equatable {
    /// How the body's end is found.
    enum Framing: Equatable {
        case length(UInt64)
        case chunked
        /// The lengths contradict each other or are no numbers, so what follows cannot be told apart.
        case contradictory
    }

    /// How many different field names are kept.
    static let nameLimit = 128

    /// The request, still without its body.
    private(set) var request: HTTPRequest

    private var length: UInt64?
    private var isChunked = false
    private var hasTransferCoding = false
    private var isContradictory = false

    /// How the body's end is found.
    ///
    /// A transfer coding overrides a length (RFC 9112, section 6.3).
    var framing: Framing {
        if isChunked { return .chunked }
        return isContradictory || hasTransferCoding ? .contradictory : .length(length ?? 0)
    }

    /// Whether what follows belongs to another protocol.
    var opensTunnel: Bool { request.method == "CONNECT" }

    /// Reads a head up to and with its empty line.
    ///
    /// A field line without a colon is skipped, as servers do.
    ///
    /// - Throws: ``WireError`` of kind `unexpectedType` when the first line is no request line.
    init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        var line = Self.nextLine(bytes, &offset)
        while line.isEmpty, offset < bytes.count { line = Self.nextLine(bytes, &offset) }
        request = try Self.request(bytes, line)
        var field: Range<Int>?
        while offset < bytes.count {
            line = Self.nextLine(bytes, &offset)
            if let begun = field, !line.isEmpty, bytes[line.lowerBound] == 0x20 || bytes[line.lowerBound] == 0x09 {
                // Obsolete line folding: the line goes on with the field before it.
                field = begun.lowerBound..<line.upperBound
                continue
            }
            if let field { take(bytes, field) }
            field = line.isEmpty ? nil : line
        }
        if let field { take(bytes, field) }
    }

    private static func nextLine(_ bytes: Span<UInt8>, _ offset: inout Int) -> Range<Int> {
        let start = offset
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
        var end = offset
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        offset = min(bytes.count, offset + 1)
        return start..<end
    }

    private static func request(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(WireError) -> HTTPRequest {
        var methodEnd = line.lowerBound
        while methodEnd < line.upperBound, HTTPSyntax.isTokenByte(bytes[methodEnd]) { methodEnd += 1 }
        guard let version = HTTPSyntax.version(of: bytes, line), methodEnd > line.lowerBound,
            methodEnd < version.lowerBound - 6, bytes[methodEnd] == 0x20
        else { throw WireError(.unexpectedType, at: line.lowerBound) }
        let target = HTTPSyntax.trimmed(bytes, methodEnd..<version.lowerBound - 6)
        return HTTPRequest(
            method: bytes.text(line.lowerBound..<methodEnd), target: bytes.text(target), version: bytes.text(version)
        )
    }

    private mutating func take(_ bytes: Span<UInt8>, _ field: Range<Int>) {
        var colon = field.lowerBound
        while colon < field.upperBound, bytes[colon] != 0x3A { colon += 1 }
        guard colon < field.upperBound, colon > field.lowerBound else { return }
        let name = bytes.text(HTTPSyntax.trimmed(bytes, field.lowerBound..<colon)).lowercased()
        let value = bytes.text(HTTPSyntax.trimmed(bytes, colon + 1..<field.upperBound))
        if request.headerNames.count < Self.nameLimit, !request.headerNames.contains(name) {
            request.headerNames.append(name)
        }
        switch name {
        case "host": request.host = request.host ?? value
        case "content-type": request.contentType = request.contentType ?? value
        case "user-agent": request.userAgent = request.userAgent ?? value
        case "origin": request.origin = request.origin ?? value
        case "authorization":
            request.authorizationScheme = request.authorizationScheme ?? Self.scheme(of: value)
        case "content-length": takeLength(value)
        case "transfer-encoding":
            hasTransferCoding = true
            isChunked = value.split(separator: ",").last.map { $0.lowercased().contains("chunked") } ?? false
        default: break
        }
    }

    /// A scheme is followed by credentials; a single word would be the credentials themselves.
    private static func scheme(of value: String) -> String {
        let words = value.split(separator: " ", maxSplits: 1)
        return words.count == 2 && words[0].utf8.count <= 32 ? words[0].lowercased() : "unknown"
    }

    private mutating func takeLength(_ value: String) {
        // The same length repeated, in several fields or in one, is taken once (RFC 9110, section 8.6).
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            let digits = part.filter { $0 != " " }
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt64(digits), length == nil || length == number
            else {
                isContradictory = true
                return
            }
            length = number
        }
    }
}
