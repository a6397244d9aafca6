/// Tells connections to a resolver from others when their content cannot be read.
package enum EncryptedNameService {
    /// The protocol that a client means to speak, by what its ClientHello offers and where it goes.
    ///
    /// What is offered counts most; then the ports that belong to these protocols, unless something else is offered
    /// there; then the names of resolvers that are known to answer over HTTPS.
    ///
    /// - Parameters:
    ///   - alpn: the application protocols that the client offers.
    ///   - port: the port of the server.
    ///   - serverName: the server's name, lower case.
    ///   - isOverUDP: whether the handshake is one of QUIC.
    /// - Returns: the protocol, or nothing when the connection is about something else.
    package static func recognise(
        alpn: [String], port: UInt16, serverName: String?, isOverUDP: Bool = false
    ) -> NameService? {
        // The drafts of RFC 9250 offered `doq-i00` and so on.
        if alpn.contains(where: { $0 == "doq" || $0.hasPrefix("doq-i") }) { return .overQUIC }
        if alpn.contains("dot") { return .overTLS }
        let offersHTTP = alpn.contains { $0 == "h2" || $0 == "h3" || $0.hasPrefix("h3-") || $0.hasPrefix("http/") }
        if alpn.isEmpty || !offersHTTP {
            switch (isOverUDP, port) {
            case (false, 853): return .overTLS
            case (true, 853), (true, 784), (true, 8_853): return .overQUIC
            default: break
            }
        }
        guard alpn.isEmpty || offersHTTP, let serverName, isKnownResolver(serverName) else { return nil }
        return .overHTTPS
    }

    /// Whether a host does nothing but answer for names over HTTPS.
    package static func isKnownResolver(_ host: String) -> Bool {
        knownResolvers.contains(host) || host.hasSuffix(".dns.nextdns.io")
    }

    /// The hosts whose purpose is `encrypted-dns` in `Rules/endpoints`; a test keeps the two lists equal.
    package static let knownResolvers: Set<String> = [
        "cloudflare-dns.com", "mozilla.cloudflare-dns.com", "chrome.cloudflare-dns.com", "one.one.one.one",
        "dns.google", "dns.google.com", "dns.quad9.net", "dns9.quad9.net", "dns10.quad9.net", "dns11.quad9.net",
        "dns.nextdns.io", "dns.adguard.com", "dns-family.adguard.com", "doh.opendns.com",
        "doh.familyshield.opendns.com", "doh.cleanbrowsing.org",
    ]
}
