package import Observation

/// One call of a model's API: what was asked, and what came back.
///
/// Texts are bounded by ``LLMLimits``; `isRequestTruncated` and `isAnswerWhole` tell what is missing. As of every request,
/// credentials in its header fields are not part of it.
package struct LLMCall: Equatable, Sendable {
    /// The HTTP request, without its body.
    package let request: HTTPRequest
    /// The provider, else the API's family, in OpenTelemetry's spelling where it has one.
    ///
    /// `openai`, `anthropic`, `ollama`, `llama.cpp`, `gcp.gemini` …
    package let system: String
    /// What is asked for.
    package let operation: LLMOperation
    /// When the request was seen.
    package let start: Timestamp

    /// The model that was asked for.
    package internal(set) var requestModel: String?
    /// How the answer shall be made.
    package internal(set) var parameters = LLMParameters()
    /// The first and the last messages, or the texts of the prompt.
    package internal(set) var messages: [LLMMessage] = []
    /// The number of messages, kept or not.
    package internal(set) var messageCount = 0
    /// The number of texts that vectors, an order or tokens are wanted for.
    package internal(set) var inputCount: Int?
    /// Whether the request's texts are less than what was sent.
    package internal(set) var isRequestTruncated = false

    /// The HTTP response, without its body.
    package internal(set) var response: HTTPResponse?
    /// When the last byte of the answer was seen; where there was none, when the request was.
    package internal(set) var end: Timestamp
    /// The model that answered.
    package internal(set) var responseModel: String?
    /// The answer's identifier.
    package internal(set) var responseID: String?
    /// The answers, up to 16.
    package internal(set) var choices: [LLMChoice] = []
    /// The numbers of tokens, as told.
    package internal(set) var usage = LLMUsage()
    /// How long the server says that it took.
    package internal(set) var serverTimings = LLMServerTimings()
    /// What was seen on the wire.
    package internal(set) var timing = LLMTiming()
    /// The length of a vector of the answer.
    package internal(set) var embeddingDimensions: Int?
    /// The names of the models that the answer lists, up to 64.
    package internal(set) var listedModels: [String] = []
    /// The number of models that the answer lists.
    package internal(set) var listedModelCount: Int?
    /// What is told of a model that is moved.
    package internal(set) var transfer: LLMTransfer?
    /// Why the server did not do it.
    package internal(set) var failure: LLMFailure?
    /// Whether the answer was seen to its end and nothing of its texts was left out.
    package internal(set) var isAnswerWhole = false
    /// Whether it is certain that this is a model's API.
    ///
    /// Where other servers have the same path, it becomes so by the answer.
    package internal(set) var isCertain = true

    init(request: HTTPRequest, system: String, operation: LLMOperation, start: Timestamp) {
        var head = request
        head.body = []
        self.request = head
        self.system = system
        self.operation = operation
        self.start = start
        end = start
    }
}

/// How much of a call is kept at most.
enum LLMLimits {
    /// Messages of a request; the first eighth and the last ones are kept.
    static let messages = 64
    /// Bytes of text of a request's messages, tool calls included.
    static let requestText = 256 << 10
    /// Bytes of text of all answers, reasoning and tool calls included.
    static let answerText = 256 << 10
    /// Answers to one question.
    static let choices = 16
    /// Tool calls of a message or an answer, tools and attachments of a request.
    static let listed = 64
    /// Bytes of an answer that is one JSON text, and of one piece of an answer.
    static let answerBody = 1 << 20
    /// Bytes of a model's name and of other short texts.
    static let name = 512
}
