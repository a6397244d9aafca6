package import Observation

/// Where a request goes, put together from its target and its Host field (RFC 9112, section 3.3).
package struct HTTPRequestLocation: Equatable, Sendable {
    /// `http` or `https`.
    package let scheme: String
    /// The host, lower case, without port and brackets.
    package let host: String
    /// The port, when the request names one.
    package let port: UInt16?
    /// The path; missing for a target that has none, as that of CONNECT.
    package let path: String?
    /// What stands behind the question mark.
    package let query: String?
    /// The whole URL.
    package let url: String

    /// Whether the host is a name and not an address.
    package var isNamed: Bool { IPAddress(host) == nil && !host.isEmpty }

    /// Puts the parts together; without a Host field the destination stands for the host.
    package init(_ request: HTTPRequest, destination: SocketAddress) {
        var target = Substring(request.target)
        var authority: Substring?
        var scheme = request.scheme
        if request.method == "CONNECT" {
            authority = target
            target = ""
        } else if let parts = HTTPAuthority.split(target) {
            authority = parts.authority
            target = parts.rest.utf8.first == UInt8(ascii: "/") ? parts.rest : "/" + parts.rest
            scheme = parts.isSecure ? "https" : "http"
        }
        self.scheme = scheme
        let hostField = request.host.flatMap { $0.isEmpty ? nil : Substring($0) }
        let written = authority ?? hostField ?? Substring(Self.text(destination, scheme))
        let parsed = HTTPAuthority(written)
        (host, port) = (parsed.host, parsed.port)
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = request.method == "CONNECT" ? nil : String(target[..<(mark ?? target.endIndex)])
        query = mark.map { String(target[target.utf8.index(after: $0)...]) }
        let needsSlash = !target.isEmpty && target.utf8.first != UInt8(ascii: "/")
        url = scheme + "://" + written.lowercased() + (needsSlash ? "/" : "") + target
    }

    /// The host of an absolute URL, lower case, without port and brackets.
    static func host(ofURL url: String) -> String? {
        let isRelative = url.hasPrefix("//")
        let authority =
            isRelative ? HTTPAuthority.cut(url.dropFirst(2)).authority : HTTPAuthority.split(url[...])?.authority
        let host = authority.map { HTTPAuthority($0).host }
        return host?.isEmpty == false ? host : nil
    }

    /// The name that a request calls the other side by, nothing where that is an address or missing.
    static func name(of request: HTTPRequest) -> String? {
        let target = Substring(request.target)
        let absolute = request.method == "CONNECT" ? target : HTTPAuthority.split(target)?.authority
        guard let authority = absolute ?? request.host.map({ Substring($0) }) else { return nil }
        let host = HTTPAuthority(authority).host
        return host.isEmpty || IPAddress(host) != nil ? nil : host
    }

    private static func text(_ destination: SocketAddress, _ scheme: String) -> String {
        if destination.port != (scheme == "https" ? 443 : 80) { return destination.description }
        return destination.ip.version == .v4 ? destination.ip.description : "[\(destination.ip)]"
    }
}
