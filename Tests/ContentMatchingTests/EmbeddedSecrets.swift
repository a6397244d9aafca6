import ContentMatching
import Knowledge

/// The patterns that the binary carries.
enum EmbeddedSecrets {
    static let loaded = RuleFile.embedded.filter { $0.room == "patterns" }.map { SecretPattern.load($0) }
    static let patterns = loaded.flatMap(\.patterns)
    static let compiled = ContentMatcher.compile(patterns)
    static let matcher = compiled.matcher

    /// What is found in a text: the pattern and the secret.
    static func find(_ text: String) -> [ContentMatch] {
        var context = ScanContext()
        return matcher.matches(in: Array(text.utf8).span, using: &context)
    }
}
