/// One final response of HTTP, with as much of its body as was kept.
///
/// Of cookies only that some are set is kept, of a redirection only the host that it leads to.
package struct HTTPResponse: Equatable, Sendable {
    /// The status; 0 in HTTP/0.9, which has none.
    package let statusCode: Int
    /// `0.9`, `1.0`, `1.1` or `2`.
    package let version: String
    /// The names of the fields, lower case, each once, in the order in which they came.
    package internal(set) var headerNames: [String] = []
    /// The Content-Type field, as sent.
    package internal(set) var contentType: String? {
        didSet { mediaType = contentType.map(HTTPSyntax.mediaType) }
    }
    /// The Server field.
    package internal(set) var server: String?
    /// The host of the Location field, lower case, when it names one.
    package internal(set) var locationHost: String?
    /// Whether a cookie is set.
    package internal(set) var setsCookies = false
    /// The codings of the body in the order in which they were applied, lower case.
    package internal(set) var contentCodings: [String] = []
    /// The coding of single messages inside the body, as gRPC has it, lower case.
    package internal(set) var messageCoding: String?
    /// What it says about turning to another protocol.
    package internal(set) var upgrade: HTTPUpgrade?
    /// The body.
    package internal(set) var content = HTTPBody()

    init(statusCode: Int, version: String) {
        self.statusCode = statusCode
        self.version = version
    }

    /// The media type of the body, lower case, without parameters.
    package private(set) var mediaType: String?

    /// Whether another response to the same request follows (RFC 9110, section 15.2).
    package var isInformational: Bool { (100...199).contains(statusCode) && statusCode != 101 }

    /// About how many bytes are kept beside the body.
    var headByteCount: Int {
        let texts = [contentType, server, locationHost, upgrade?.webSocketExtensions]
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
        case "content-type": contentType = contentType ?? value()
        case "server": server = server ?? value()
        case "location": locationHost = locationHost ?? HTTPRequestLocation.host(ofURL: value())
        case "set-cookie": setsCookies = true
        case "grpc-encoding": messageCoding = messageCoding ?? value().lowercased()
        case "content-encoding": contentCodings += HTTPSyntax.elements(of: value()).map { $0.lowercased() }
        case "upgrade", "sec-websocket-protocol", "sec-websocket-extensions", "sec-websocket-accept":
            var fields = upgrade ?? HTTPUpgrade()
            if fields.take(name, value()) { upgrade = fields }
        default: break
        }
    }
}
