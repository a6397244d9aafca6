/// What stands before the body of a response of HTTP/1 (RFC 9112, sections 4 and 5).
struct HTTPResponseHead {
    /// The response, still without its body.
    let response: HTTPResponse
    /// How the body is framed.
    let framing: HTTP1Framing
    /// What is odd about it.
    let weirds: [Weird]

    /// Reads a head from its first line up to and with its empty line.
    ///
    /// - Throws: ``WireError`` of kind `unexpectedType` when the first line is no status line.
    init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        let line = HTTPSyntax.nextLine(bytes, &offset)
        // `HTTP/1.1 200`, and a reason that nobody needs.
        guard line.count >= 12, HTTPSyntax.beginsStatusLine(bytes), bytes[6] == 0x2E, bytes[8] == 0x20 else {
            throw WireError(.unexpectedType, at: 0)
        }
        var code = 0
        for index in 9..<12 {
            guard (0x30...0x39).contains(bytes[index]) else { throw WireError(.unexpectedType, at: index) }
            code = code * 10 + Int(bytes[index] - 0x30)
        }
        guard code >= 100, line.count == 12 || bytes[12] == 0x20 else { throw WireError(.unexpectedType, at: 9) }
        var response = HTTPResponse(statusCode: code, version: bytes.text(5..<8))
        var framing = HTTP1Framing()
        var lines = HTTPFieldLines(at: offset)
        while let (name, value) = lines.next(bytes) {
            response.addField(name, HTTPFieldLines.text(bytes, value))
            framing.take(name, HTTPFieldLines.text(bytes, value))
        }
        self.response = response
        self.framing = framing
        var weirds = lines.weirds
        if let weird = framing.weird { weirds.append(weird) }
        if !["1.0", "1.1"].contains(response.version) || !bytes.hasASCII("HTTP", at: 0) {
            weirds.append(.badHTTPVersion)
        }
        self.weirds = weirds
    }

    /// How the body's end is found, which depends on the request's method (RFC 9112, section 6.3).
    func body(answering method: String) -> HTTP1BodyReader {
        let code = response.statusCode
        if method == "HEAD" || code < 200 || code == 204 || code == 304 { return HTTP1BodyReader(.length(0)) }
        if framing.isChunked { return HTTP1BodyReader(.chunked(ChunkedFraming())) }
        guard framing.transferCodings.isEmpty, !framing.isLengthBad, let length = framing.length else {
            return HTTP1BodyReader(.untilClose)
        }
        return HTTP1BodyReader(.length(length))
    }
}
