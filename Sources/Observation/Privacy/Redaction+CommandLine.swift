extension Redaction {
    /// Parts of an option's, a variable's or a parameter's name that say that its value is a secret.
    private static let secretWords = [
        "key", "token", "secret", "password", "passwd", "credential", "auth", "bearer", "cookie", "session",
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

    /// A command line with the values of secret options and variables, and secrets inside URLs, masked.
    package func commandLine(_ text: String) -> String {
        guard !reveals else { return text }
        var words: [String] = []
        var masksNext = false
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if masksNext, !word.hasPrefix("-"), !word.isEmpty {
                words.append(masked(String(word)))
                masksNext = false
                continue
            }
            masksNext = false
            if let equals = word.firstIndex(of: "="), Self.namesSecret(word[..<equals]) {
                words.append(word[...equals] + masked(String(word[word.index(after: equals)...])))
            } else if word.contains("://") {
                words.append(url(String(word)))
            } else {
                masksNext = word.hasPrefix("-") && Self.namesSecret(word) || word.lowercased() == "bearer"
                words.append(Self.looksLikeSecret(word) ? masked(String(word)) : String(word))
            }
        }
        return words.joined(separator: " ")
    }

    /// Whether a word begins as the keys of well-known services do.
    private static func looksLikeSecret(_ word: Substring) -> Bool {
        let starts = [
            "sk-", "hf_", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "AIza", "nvapi-", "gsk_",
        ]
        return word.utf8.count >= 16 && starts.contains { word.hasPrefix($0) }
    }

    /// A URL or query with the user information and the values of secret parameters masked.
    package func url(_ text: String) -> String {
        guard !reveals else { return text }
        var text = text
        if let scheme = text.range(of: "://") {
            let authorityEnd = text[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? text.endIndex
            if let at = text[scheme.upperBound..<authorityEnd].lastIndex(of: "@") {
                text.replaceSubrange(scheme.upperBound..<at, with: masked(String(text[scheme.upperBound..<at])))
            }
        }
        let queryStart = text.firstIndex(of: "?").map { text.index(after: $0) }
        guard let start = queryStart ?? (text.contains("=") && !text.contains("/") ? text.startIndex : nil) else {
            return text
        }
        let parameters = text[start...].split(separator: "&", omittingEmptySubsequences: false).map { parameter in
            guard let equals = parameter.firstIndex(of: "=") else { return String(parameter) }
            let value = parameter[parameter.index(after: equals)...]
            guard Self.namesSecret(parameter[..<equals]) || value.utf8.count > Self.longestPlainLabel else {
                return String(parameter)
            }
            return parameter[...equals] + masked(String(value))
        }
        return text[..<start] + parameters.joined(separator: "&")
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
