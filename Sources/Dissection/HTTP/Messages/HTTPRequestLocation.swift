package import Observation

/// Where a request goes, put together from its target and its Host field (RFC 9112, section 3.3).
package struct HTTPRequestLocation: Equatable, Sendable {
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
        if request.method == "CONNECT" {
            authority = target
            target = ""
        } else if let rest = Self.behindScheme(target) {
            let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
            authority = rest[..<end]
            target = rest[end...]
            if !target.hasPrefix("/") { target = "/" + target }
        }
        let hostField = request.host.flatMap { $0.isEmpty ? nil : Substring($0) }
        let written = authority ?? hostField ?? Substring(Self.text(destination, request.scheme))
        (host, port) = Self.split(written)
        let mark = target.firstIndex(of: "?")
        path = request.method == "CONNECT" ? nil : String(target[..<(mark ?? target.endIndex)])
        query = mark.map { String(target[target.index(after: $0)...]) }
        url =
            request.scheme + "://" + written.lowercased() + (target.hasPrefix("/") || target.isEmpty ? "" : "/")
            + target
    }

    /// The host of an absolute URL, lower case, without port and brackets.
    static func host(ofURL url: String) -> String? {
        let rest = behindScheme(Substring(url)) ?? (url.hasPrefix("//") ? url.dropFirst(2) : nil)
        guard let rest else { return nil }
        let host = split(rest.prefix { !"/?#".contains($0) }).host
        return host.isEmpty ? nil : host
    }

    /// The name that a request calls the other side by, nothing where that is an address or missing.
    static func name(of request: HTTPRequest) -> String? {
        let isConnect = request.method == "CONNECT"
        let rest = isConnect ? Substring(request.target) : behindScheme(Substring(request.target))
        let authority = rest?.prefix { !"/?#".contains($0) } ?? request.host.map { Substring($0) }
        guard let host = authority.map({ split($0).host }), !host.isEmpty, IPAddress(host) == nil else { return nil }
        return host
    }

    private static func behindScheme(_ target: Substring) -> Substring? {
        let scheme = target.prefix(8).lowercased()
        if scheme.hasPrefix("http://") { return target.dropFirst(7) }
        return scheme.hasPrefix("https://") ? target.dropFirst(8) : nil
    }

    private static func text(_ destination: SocketAddress, _ scheme: String) -> String {
        if destination.port != (scheme == "https" ? 443 : 80) { return destination.description }
        return destination.ip.version == .v4 ? destination.ip.description : "[\(destination.ip)]"
    }

    private static func split(_ authority: Substring) -> (host: String, port: UInt16?) {
        let named = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        if named.hasPrefix("["), let bracket = named.firstIndex(of: "]") {
            let port = named[named.index(after: bracket)...].dropFirst()
            return (named[named.index(after: named.startIndex)..<bracket].lowercased(), UInt16(port))
        }
        let colon = named.lastIndex(of: ":")
        var host = named[..<(colon ?? named.endIndex)].lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        return (host, colon.flatMap { UInt16(named[named.index(after: $0)...]) })
    }
}
