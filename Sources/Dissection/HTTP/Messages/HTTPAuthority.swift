/// The part of a URL that names a host (RFC 3986, section 3.2), without user information.
struct HTTPAuthority {
    /// The host, lower case, without brackets and final dot.
    let host: String
    /// The port, when it is named.
    let port: UInt16?

    init(_ text: Substring) {
        // All that separates the parts is ASCII, so bytes may be looked at instead of characters.
        let bytes = text.utf8
        var start = bytes.startIndex
        if let at = bytes.lastIndex(of: UInt8(ascii: "@")) { start = bytes.index(after: at) }
        if start < bytes.endIndex, bytes[start] == UInt8(ascii: "["),
            let bracket = bytes[start...].firstIndex(of: UInt8(ascii: "]"))
        {
            host = text[bytes.index(after: start)..<bracket].lowercased()
            port = UInt16(text[bytes.index(after: bracket)...].dropFirst())
            return
        }
        let colon = bytes[start...].lastIndex(of: UInt8(ascii: ":"))
        var host = text[start..<(colon ?? bytes.endIndex)].lowercased()
        if host.utf8.last == UInt8(ascii: ".") { host.removeLast() }
        self.host = host
        port = colon.flatMap { UInt16(text[bytes.index(after: $0)...]) }
    }

    /// The authority of an absolute URL, what stands behind it, and whether the scheme is `https`; nothing where there is none.
    static func split(_ url: Substring) -> (authority: Substring, rest: Substring, isSecure: Bool)? {
        guard let colon = url.utf8.prefix(6).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = url[..<colon].lowercased()
        let behind = url[colon...].dropFirst()
        guard scheme == "http" || scheme == "https", behind.hasPrefix("//") else { return nil }
        let (authority, rest) = cut(behind.dropFirst(2))
        return (authority, rest, scheme == "https")
    }

    /// Cuts a text where a path, a query or a fragment begins.
    static func cut(_ text: Substring) -> (authority: Substring, rest: Substring) {
        let end = text.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        return (text[..<(end ?? text.endIndex)], text[(end ?? text.endIndex)...])
    }
}
