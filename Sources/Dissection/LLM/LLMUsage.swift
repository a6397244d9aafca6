/// The numbers of tokens, as the server tells them.
package struct LLMUsage: Equatable, Sendable {
    /// Tokens of the prompt.
    ///
    /// Some providers leave those out that came from a cache.
    package internal(set) var inputTokens: Int64?
    /// Tokens of the answer.
    package internal(set) var outputTokens: Int64?
    /// Tokens of the prompt that the server still had.
    package internal(set) var cachedTokens: Int64?
    /// Tokens of the answer that were thought and not said.
    package internal(set) var reasoningTokens: Int64?
}

/// How long the server says that it took, in seconds.
package struct LLMServerTimings: Equatable, Sendable {
    /// To bring the model into memory.
    package internal(set) var load: Double?
    /// To read the prompt.
    package internal(set) var prompt: Double?
    /// To generate the answer.
    package internal(set) var generation: Double?
    /// From the request to the answer's end.
    package internal(set) var total: Double?
}

/// When the parts of the answer were seen on the wire.
package struct LLMTiming: Equatable, Sendable {
    /// Seconds from the request to the first piece of the answer that holds text; only for answers that came in pieces.
    package internal(set) var firstToken: Double?
    /// Seconds from the request to the last byte of the answer.
    package internal(set) var duration: Double?
    /// Tokens that were generated a second: as the server tells it, else from the tokens that it tells and the time from
    /// the first piece to the last.
    package internal(set) var tokensPerSecond: Double?
    /// The number of pieces with text in which the answer came.
    package internal(set) var pieceCount = 0
}
