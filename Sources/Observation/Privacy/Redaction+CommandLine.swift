extension Redaction {
    /// Parts of an option's, a variable's or a parameter's name that say that its value is a secret.
    private static let secretWords = [
        "key", "token", "secret", "password", "passwd", "passphrase", "credential", "auth", "bearer", "cookie",
        "session",
        "signature", "dsn",
    ]

    /// Names that hold one of the words above and are no secrets.
    private static let openNames: Set<String> = ["tokens", "max_tokens", "tokenizer", "monkey", "keyboard", "author"]

    /// Whether a name says that its value is a secret.
    package static func namesSecret(_ name: some StringProtocol) -> Bool {
        var lowered = name.lowercased()
        while let first = lowered.first, first == "-" {
            lowered.removeFirst()
        }
        lowered = lowered.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "_")
        guard !openNames.contains(lowered), !lowered.hasSuffix("_tokens"), !lowered.hasSuffix("_file") else {
            return false
        }
        return secretWords.contains { lowered.contains($0) }
    }

    /// A command line with the values of secret options, variables and header fields, and secrets inside URLs, masked.
    package func commandLine(_ text: String) -> String {
        guard !reveals else { return text }
        var words: [String] = []
        var masksNext = false
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if masksNext, !word.hasPrefix("-"), !word.isEmpty {
                // The name of a scheme stands between `Authorization:` and the credentials.
                masksNext = Self.authorizationSchemes.contains(word.lowercased())
                words.append(masksNext ? String(word) : masked(String(word)))
            } else {
                words.append(argument(word))
                masksNext = Self.announcesSecret(word)
            }
        }
        return knownKeysMasked(in: words.joined(separator: " "), .beginning)
    }

    private static let authorizationSchemes: Set<String> = ["bearer", "basic", "token", "digest"]

    /// Whether the word behind a word is a secret: `--api-key`, `bearer`, `x-api-key:`, `curl -u`.
    private static func announcesSecret(_ word: Substring) -> Bool {
        let isName = word.hasPrefix("-") && !word.contains("=") || word.hasSuffix(":")
        return isName && namesSecret(word) || ["bearer", "-u", "--user", "--proxy-user"].contains(word.lowercased())
    }

    /// One word of a command line with the secret inside it masked.
    private func argument(_ word: Substring) -> String {
        if Self.looksLikeSecret(word) { return masked(String(word)) }
        if let mark = word.firstIndex(where: { $0 == "=" || $0 == ":" }) {
            let value = word[word.index(after: mark)...]
            if Self.namesSecret(word[..<mark]), !value.isEmpty { return word[...mark] + masked(String(value)) }
            if Self.looksLikeSecret(value) { return word[...mark] + masked(String(value)) }
            if word[mark] == "=", value.contains("://") { return word[...mark] + url(String(value)) }
        }
        return word.contains("://") ? url(String(word)) : String(word)
    }

    /// A URL or query with the user information and the values of secret parameters masked.
    ///
    /// Parameters are looked for in the query, in the fragment and behind semicolons, and in a query that stands alone.
    package func url(_ text: String) -> String {
        guard !reveals else { return text }
        var shown = ""
        var rest = Substring(text)
        if let scheme = text.range(of: "://"), text[..<scheme.lowerBound].allSatisfy({ $0.isLetter || $0.isNumber }) {
            let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
            shown += text[..<scheme.upperBound]
            if let at = authority.lastIndex(of: "@") {
                shown += masked(String(authority[..<at])) + authority[at...]
            } else {
                shown += authority
            }
            rest = text[authority.endIndex...]
        }
        while !rest.isEmpty {
            let parameter = rest.prefix { !"?&;#".contains($0) }
            shown += self.parameter(parameter)
            rest = rest[parameter.endIndex...]
            shown += rest.prefix(1)
            rest = rest.dropFirst()
        }
        return knownKeysMasked(in: shown, .beginning)
    }

    /// One `name=value` with its value masked when the name says that it is secret, or when it is long enough for words.
    private func parameter(_ text: Substring) -> String {
        guard let equals = text.firstIndex(of: "=") else { return String(text) }
        let value = text[text.index(after: equals)...]
        guard !Self.namesSecret(text[..<equals]), value.utf8.count <= Self.longestPlainLabel else {
            return text[...equals] + masked(String(value))
        }
        return text[...equals] + (value.contains("://") ? url(String(value)) : String(value))
    }
}

extension String {
    /// The first place where a text stands, found without Foundation.
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) {
                return start..<index(start, offsetBy: needle.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
