/// The text fields of a form that carries files (RFC 7578), as far as it was kept.
struct MultipartForm {
    private let body: [UInt8]

    /// Takes a request's body; nothing when it is no such form.
    init?(_ request: HTTPRequest) {
        guard request.mediaType == "multipart/form-data", !request.body.isEmpty else { return nil }
        body = request.body
    }

    /// The value of a field; nothing when it is not there, is a file or has no end.
    subscript(name: String) -> String? {
        var rest = body[...]
        while let mark = rest.firstRange(of: Array("name=\"\(name)\"".utf8)) {
            rest = rest[mark.upperBound...]
            guard let head = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let isFile = rest[..<head.lowerBound].firstRange(of: Array("filename".utf8)) != nil
            rest = rest[head.upperBound...]
            guard !isFile else { continue }
            guard let end = rest.firstRange(of: Array("\r\n--".utf8)) else { return nil }
            return String(decoding: rest[..<end.lowerBound], as: UTF8.self)
        }
        return nil
    }
}
