/// How a call wants its answer made; whatever it does not say is missing.
package struct LLMParameters: Equatable, Sendable {
    /// Whether the answer shall come piece by piece; the API's default where the call does not say.
    package internal(set) var isStreamed: Bool?
    /// The most tokens that may be generated; some servers take a negative number as no limit.
    package internal(set) var maxTokens: Int64?
    /// How freely the next token is chosen.
    package internal(set) var temperature: Double?
    /// The share of probability that the next token is chosen from.
    package internal(set) var topP: Double?
    /// The number of tokens that the next one is chosen from.
    package internal(set) var topK: Int64?
    /// The number that makes the choice repeatable.
    package internal(set) var seed: Int64?
    /// How many answers to the same question are wanted.
    package internal(set) var choiceCount: Int64?
    /// Whether the probabilities of the tokens are wanted.
    package internal(set) var wantsProbabilities: Bool?
    /// How many other tokens are wanted with their probabilities at each place.
    package internal(set) var alternativeCount: Int64?
    /// How many tokens are made more or less likely by hand.
    package internal(set) var biasedTokenCount: Int?
    /// Whether the prompt shall be repeated in the answer.
    package internal(set) var echoesPrompt: Bool?
    /// The answer's prescribed form.
    ///
    /// `text`, `json_object`, `json_schema`, `grammar` …
    package internal(set) var responseFormat: String?
    /// Whether the provider may keep the conversation.
    package internal(set) var isStored: Bool?
    /// The names of the functions that the model may ask for.
    package internal(set) var toolNames: [String] = []
}
