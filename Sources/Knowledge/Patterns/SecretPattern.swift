/// One pattern of a secret or of personal data, as the gitleaks configuration format describes it.
package struct SecretPattern: Sendable, Identifiable {
    /// What a pattern finds.
    package enum Kind: String, CaseIterable, Sendable {
        /// What opens a door: a key, a token, a password.
        case secret
        /// What tells who someone is: a card, an account, a number of the state's.
        case personalData = "personal-data"
    }

    /// The rule's identifier.
    package let id: String
    /// What it finds.
    package let description: String
    /// The regular expression, in the syntax that RE2 and PCRE2 share, over bytes.
    package let expression: String
    /// Literals, lower case, one of which is near every match.
    package let keywords: [String]
    /// Literals for the gate: one of them is in, or near, every match.
    ///
    /// Those that every match of the expression holds, where they are rarer than the keywords; else the keywords.
    package var gate: [GateLiteral]
    /// Whether the gate's literals are part of every match, and not just near it.
    package var isGateInMatch = false
    /// What kind of text it finds.
    package var kind = Kind.secret
    /// The groups of the expression that may be the secret: the first of them that took part and is not empty; zero is
    /// the whole match.
    package var secretGroups = [0]
    /// The Shannon entropy, in bits a character, that the secret must exceed.
    package var minimumEntropy = 0.0
    /// Secrets that hold one of these, whatever the case, are none.
    package var stopWords: [String] = []
    /// Matches that one of these allows are none.
    package var allowances: [Allowance] = []
    /// The expression that the path of a file must match for the pattern to be looked for in it.
    package var pathExpression: String?
    /// The name of the check that the secret must pass, such as `luhn`.
    package var validator: String?
    /// Whether it gives way to every pattern that is not vague and finds the same text.
    package var isVague = false
    /// Templates of texts in which it finds the part between « and »; `Rules/patterns/ai.toml` says how they read.
    package var examples: [String] = []
    /// Templates of texts in which no pattern finds anything.
    package var counterexamples: [String] = []
    /// The file that holds it, for telling what is wrong with it.
    package var file = "patterns"

    package init(id: String, description: String, expression: String, keywords: [String]) {
        self.id = id
        self.description = description
        self.expression = expression
        self.keywords = keywords
        gate = keywords.map { GateLiteral(text: $0, isCaseSensitive: false) }
    }

    /// The first of ``secretGroups``.
    package var secretGroup: Int {
        get { secretGroups.first ?? 0 }
        set { secretGroups = [newValue] }
    }
}
