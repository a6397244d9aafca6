/// What stands before the body of a request of HTTP/1 (RFC 9112, sections 3 and 5).
struct HTTPRequestHead {
    /// The request, still without its body.
    let request: HTTPRequest
    /// How the body is framed.
    let framing: HTTP1Framing
    /// What is odd about it.
    let weirds: [Weird]

    /// Reads a head from its first line up to and with its empty line.
    ///
    /// - Throws: ``WireError`` of kind `unexpectedType` when the first line is no request line.
    init(parsing bytes: Span<UInt8>, scheme: String) throws(WireError) {
        var offset = 0
        let line = HTTPSyntax.nextLine(bytes, &offset)
        guard let parts = HTTPRequestLine(bytes, line) else { throw WireError(.unexpectedType, at: 0) }
        var request = HTTPRequest(
            method: bytes.text(parts.method), target: bytes.text(parts.target), version: bytes.text(parts.version),
            scheme: scheme)
        if parts.version.isEmpty, offset >= bytes.count || HTTPSyntax.nextLine(bytes, &offset).isEmpty {
            request = HTTPRequest(method: request.method, target: request.target, version: "0.9", scheme: scheme)
        }
        var framing = HTTP1Framing()
        var lines = HTTPFieldLines(at: offset)
        while let (name, value) = lines.next(bytes) {
            request.addField(name, HTTPFieldLines.text(bytes, value))
            framing.take(name, HTTPFieldLines.text(bytes, value))
        }
        self.request = request
        self.framing = framing
        var weirds = lines.weirds
        if let weird = framing.weird { weirds.append(weird) }
        if !["0.9", "1.0", "1.1"].contains(request.version) { weirds.append(.badHTTPVersion) }
        self.weirds = weirds
    }

    /// How the body's end is found; nothing where it cannot be told (RFC 9112, section 6.3).
    var body: HTTP1BodyReader? {
        if framing.isChunked { return HTTP1BodyReader(.chunked(ChunkedFraming())) }
        guard !framing.isLengthBad, framing.transferCodings.isEmpty else { return nil }
        return HTTP1BodyReader(.length(framing.length ?? 0))
    }
}

/// The parts of a request line.
///
/// Blanks inside the target are wrong, but some clients send them and servers take them. The version may be missing, as in
/// HTTP/0.9, which knows one method.
struct HTTPRequestLine {
    let method: Range<Int>
    let target: Range<Int>
    let version: Range<Int>

    init?(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        var methodEnd = line.lowerBound
        while methodEnd < line.upperBound, HTTPSyntax.isTokenByte(bytes[methodEnd]) { methodEnd += 1 }
        guard methodEnd > line.lowerBound, methodEnd < line.upperBound, bytes[methodEnd] == 0x20,
            methodEnd - line.lowerBound <= HTTPSyntax.longestMethod
        else { return nil }
        method = line.lowerBound..<methodEnd
        let rest = HTTPSyntax.trimmed(bytes, methodEnd..<line.upperBound)
        guard !rest.isEmpty else { return nil }
        let start = rest.upperBound - 9
        if start > rest.lowerBound, bytes.hasASCII(" HTTP/", at: start), bytes[start + 7] == 0x2E {
            version = start + 6..<rest.upperBound
            target = HTTPSyntax.trimmed(bytes, rest.lowerBound..<start)
        } else {
            guard method.count == 3, bytes.hasASCII("GET", at: method.lowerBound), bytes[rest.lowerBound] == 0x2F else {
                return nil
            }
            version = rest.upperBound..<rest.upperBound
            target = rest
        }
    }
}
