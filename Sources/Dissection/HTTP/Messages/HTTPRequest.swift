/// One request of HTTP, with as much of its body as was kept.
///
/// Credentials are not part of it: of the Authorization field only the scheme is kept, of cookies only that there are any.
package struct HTTPRequest: Equatable, Sendable {
    /// The method, as sent; empty when the request was not seen, only the response to it.
    package let method: String
    /// The target of the request line, or the `:path` of HTTP/2, as sent.
    package let target: String
    /// `0.9`, `1.0`, `1.1` or `2`; empty where the request line has none.
    package let version: String
    /// `http`, or `https` where something around is encrypted; in HTTP/2 what the request says.
    package internal(set) var scheme: String
    /// The first Host field, or the `:authority` of HTTP/2, as sent.
    package internal(set) var host: String?
    /// The names of the fields, lower case, each once, in the order in which they came.
    package internal(set) var headerNames: [String] = []
    /// The Content-Type field, as sent.
    package internal(set) var contentType: String? {
        didSet { mediaType = contentType.map(HTTPSyntax.mediaType) }
    }
    /// The User-Agent field.
    package internal(set) var userAgent: String?
    /// The first word of the Authorization field, lower case.
    package internal(set) var authorizationScheme: String?
    /// The Origin field.
    package internal(set) var origin: String?
    /// The codings of the body in the order in which they were applied, lower case.
    package internal(set) var contentCodings: [String] = []
    /// The coding of single messages inside the body, as gRPC has it, lower case.
    package internal(set) var messageCoding: String?
    /// What it says about turning to another protocol.
    package internal(set) var upgrade: HTTPUpgrade?
    /// The body.
    package internal(set) var content = HTTPBody()

    init(method: String, target: String, version: String, scheme: String = "http", host: String? = nil) {
        self.method = method
        self.target = target
        self.version = version
        self.scheme = scheme
        self.host = host
    }

    /// What stands for a request that was not seen.
    static func unseen(scheme: String) -> HTTPRequest {
        HTTPRequest(method: "", target: "", version: "", scheme: scheme)
    }

    /// Whether the request was seen, and not only the response to it.
    package var isSeen: Bool { !method.isEmpty }

    /// The beginning of the body.
    package internal(set) var body: [UInt8] {
        get { content.bytes }
        set { content.bytes = newValue }
    }

    /// The number of body bytes that were seen, as they were sent.
    package var bodyByteCount: Int64 { content.byteCount }

    /// Whether the body is less than what was sent.
    package var isBodyTruncated: Bool { content.isTruncated }

    /// The media type of the body, lower case, without parameters.
    package private(set) var mediaType: String?

    /// About how many bytes are kept beside the body.
    var headByteCount: Int {
        let texts = [target, host, contentType, userAgent, origin, upgrade?.webSocketExtensions]
        return texts.reduce(256) { $0 + ($1?.utf8.count ?? 0) } + headerNames.reduce(0) { $0 + $1.utf8.count + 16 }
    }

    /// Takes in a field; the value is asked for only where it matters.
    ///
    /// - Parameters:
    ///   - name: the field's name, lower case.
    ///   - value: the field's value, without blanks around it.
    mutating func addField(_ name: String, _ value: @autoclosure () -> String) {
        HTTPSyntax.add(name, to: &headerNames)
        switch name {
        case "host": host = host ?? value()
        case "content-type": contentType = contentType ?? value()
        case "user-agent": userAgent = userAgent ?? value()
        case "origin": origin = origin ?? value()
        case "authorization": authorizationScheme = authorizationScheme ?? Self.scheme(of: value())
        case "grpc-encoding": messageCoding = messageCoding ?? value().lowercased()
        case "content-encoding": contentCodings += HTTPSyntax.elements(of: value()).map { $0.lowercased() }
        case "upgrade", "sec-websocket-protocol", "sec-websocket-extensions", "sec-websocket-key":
            var fields = upgrade ?? HTTPUpgrade()
            if fields.take(name, value()) { upgrade = fields }
        default: break
        }
    }

    /// A scheme is followed by credentials; a single word would be the credentials themselves.
    private static func scheme(of value: String) -> String {
        let words = value.split(separator: " ", maxSplits: 1)
        return words.count == 2 && words[0].utf8.count <= 32 ? words[0].lowercased() : "unknown"
    }
}
