/// One request of HTTP/1.0 or 1.1, with as much of its body as was kept.
///
/// Credentials are not part of it: of the Authorization field only the scheme is kept, of cookies only that there are any.
package struct HTTPRequest: Equatable, Sendable {
    /// The method, as sent.
    package let method: String
    /// The target of the request line, as sent.
    package let target: String
    /// `1.0` or `1.1`.
    package let version: String
    /// The first Host field, as sent.
    package internal(set) var host: String?
    /// The names of the fields, lower case, each once, in the order in which they came.
    package internal(set) var headerNames: [String] = []
    /// The Content-Type field, as sent.
    package internal(set) var contentType: String?
    /// The User-Agent field.
    package internal(set) var userAgent: String?
    /// The first word of the Authorization field, lower case.
    package internal(set) var authorizationScheme: String?
    /// The Origin field.
    package internal(set) var origin: String?
    /// The body, without chunk framing, up to the limit.
    package internal(set) var body: [UInt8] = []
    /// The number of body bytes that were seen, kept or not.
    package internal(set) var bodyByteCount: Int64 = 0
    /// Whether the body is less than what was sent: beyond the limit, lost, or cut off by the end of the flow.
    package internal(set) var isBodyTruncated = false

    init(method: String, target: String, version: String) {
        self.method = method
        self.target = target
        self.version = version
    }

    /// The media type of the body, lower case, without parameters.
    package var mediaType: String? {
        contentType.map { value in
            let type = value.prefix { $0 != ";" }.lowercased()
            return String(type.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }
}
