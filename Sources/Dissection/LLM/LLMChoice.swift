/// One of the answers to a call; most calls have a single one.
package struct LLMChoice: Equatable, Sendable {
    /// The answer's words, joined from all pieces.
    ///
    /// Cut where the answer's texts reach their limit.
    package internal(set) var text = ""
    /// What the model thought before it answered, where the server tells it apart from the answer.
    package internal(set) var reasoning = ""
    /// The functions that the model asks for.
    package internal(set) var toolCalls: [LLMToolCall] = []
    /// Why the answer ended, as the API spells it.
    ///
    /// `stop`, `length`, `end_turn`, `tool_calls` …
    package internal(set) var finishReason: String?
}

/// Why a server did not do what was asked.
package struct LLMFailure: Equatable, Sendable {
    /// The API's name or number for the kind of error.
    package internal(set) var type: String?
    /// What the server says about it; it may repeat the user's words.
    package internal(set) var message: String?
}

/// What is told of a model that is moved between a server and a registry.
package struct LLMTransfer: Equatable, Sendable {
    /// The registry's host: the one in the model's name, else the API's default.
    package internal(set) var registry: String?
    /// The digests of the pieces that were named, in their order, up to 64.
    package internal(set) var digests: [String] = []
    /// The sum of the pieces' sizes as told, in bytes.
    package internal(set) var totalBytes: Int64 = 0
    /// The last word on the state.
    ///
    /// `success`, `pulling manifest` …
    package internal(set) var status: String?
}
