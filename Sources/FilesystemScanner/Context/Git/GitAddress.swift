/// Where a remote repository is, without the credentials that its address may hold.
package struct GitAddress: Hashable, Sendable {
    /// The machine's name, lower case, without user and port.
    package let host: String

    /// Reads an address as git-fetch(1), "GIT URLS", has them; nothing for a folder of this machine.
    package init?(_ address: String) {
        var rest = Substring(address)
        // A transport's name before two colons, `ext::…`, is followed by what that transport understands.
        if let mark = Self.mark("::", in: rest), rest[..<mark.lowerBound].allSatisfy({ $0.isLetter || $0 == "-" }) {
            rest = rest[mark.upperBound...]
        }
        if let mark = Self.mark("://", in: rest) {
            guard rest[..<mark.lowerBound].lowercased() != "file" else { return nil }
            rest = rest[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        } else {
            // `user@host:path`, where no slash comes before the colon.
            guard let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") || rest.hasPrefix("[") else {
                return nil
            }
            if !rest.hasPrefix("["), rest[..<colon].contains("[") == false { rest = rest[..<colon] }
        }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        if rest.hasPrefix("[") {
            rest = rest.dropFirst().prefix { $0 != "]" }
        } else {
            rest = rest.prefix { $0 != ":" }
        }
        guard !rest.isEmpty, rest.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        host = rest.lowercased()
    }

    private static func mark(_ mark: String, in text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(mark) { return start..<text.index(start, offsetBy: mark.count) }
            start = text.index(after: start)
        }
        return nil
    }
}

extension GitConfiguration {
    /// An address with its beginning replaced as `url.<base>.insteadOf` says; the longest one counts.
    func substituted(_ address: String) -> String {
        var best: (old: String, new: String)?
        for base in subsections["url"] ?? [] {
            for name in ["pushinsteadof", "insteadof"] {
                for old in all("url", base, name)
                where address.hasPrefix(old) && old.utf8.count > best?.old.utf8.count ?? 0 {
                    best = (old, base)
                }
            }
        }
        guard let best else { return address }
        return best.new + address.dropFirst(best.old.count)
    }
}
