extension Redaction {
    /// How keys of well-known services begin.
    private static let starts = [
        "sk-", "hf_", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "AKIA", "AIza", "nvapi-", "gsk_",
    ].map { Array($0.utf8) }

    /// How many bytes such a key has at least.
    private static let shortestKey = 16

    /// How sure a text has to be a key before it is masked.
    enum Suspicion {
        /// Its beginning is enough, where keys are usual.
        case beginning
        /// It must look random too, where paths and titles are usual.
        case randomness
    }

    /// Whether a word begins as the keys of well-known services do.
    static func looksLikeSecret(_ word: Substring) -> Bool {
        let bytes = word.utf8
        return bytes.count >= shortestKey && starts.contains { bytes.starts(with: $0) }
    }

    /// A text with the keys of well-known services masked, wherever in it they stand.
    func knownKeysMasked(in text: String, _ suspicion: Suspicion) -> String {
        guard !reveals, text.utf8.count >= Self.shortestKey, Self.mayHoldKey(text) else { return text }
        var shown = ""
        var rest = text.utf8[...]
        while !rest.isEmpty {
            let word = Substring(rest.prefix(while: Self.standsInKey))
            shown += Self.isKey(word, suspicion) ? masked(String(word)) : String(word)
            rest = rest.dropFirst(word.utf8.count)
            let between = rest.prefix { !Self.standsInKey($0) }
            shown += String(Substring(between))
            rest = rest.dropFirst(between.count)
        }
        return shown
    }

    /// Whether the beginning of a key stands anywhere in a text; in most texts none does.
    private static func mayHoldKey(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        for start in starts {
            var index = 0
            while index <= bytes.count - start.count {
                var length = 0
                while length < start.count, bytes[index + length] == start[length] { length += 1 }
                if length == start.count { return true }
                index += 1
            }
        }
        return false
    }

    private static func isKey(_ word: Substring, _ suspicion: Suspicion) -> Bool {
        guard looksLikeSecret(word) else { return false }
        guard suspicion == .randomness else { return true }
        // A key has all of them; a folder that is called sk-learn-examples has not.
        let bytes = word.utf8
        return bytes.contains { 0x30...0x39 ~= $0 } && bytes.contains { 0x41...0x5A ~= $0 }
            && bytes.contains { 0x61...0x7A ~= $0 }
    }

    private static func standsInKey(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
