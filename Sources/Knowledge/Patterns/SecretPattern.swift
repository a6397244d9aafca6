/// One pattern of a secret, as the gitleaks configuration format describes it.
package struct SecretPattern: Sendable, Identifiable {
    /// The rule's identifier.
    package let id: String
    /// What it finds.
    package let description: String
    /// The regular expression, in the syntax that RE2 and PCRE2 share.
    package let expression: String
    /// Literals, lower case, one of which is near every match.
    package let keywords: [String]
    /// The group of the expression that is the secret; zero for the whole match.
    package var secretGroup = 0
    /// The Shannon entropy, in bits a character, that the secret must exceed.
    package var minimumEntropy = 0.0
    /// Secrets that hold one of these, whatever the case, are none.
    package var stopWords: [String] = []
    /// The file that holds it, for telling what is wrong with it.
    package var file = "patterns"

    package init(id: String, description: String, expression: String, keywords: [String]) {
        self.id = id
        self.description = description
        self.expression = expression
        self.keywords = keywords
    }
}
