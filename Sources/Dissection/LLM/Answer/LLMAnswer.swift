internal import Observation

/// What an answer has said so far, joined from as many pieces as it comes in.
///
/// Which API's spelling a piece has is told by its members, because servers and proxies answer in several.
struct LLMAnswer {
    private(set) var model: String?
    private(set) var id: String?
    var choices: [LLMChoice] = []
    var usage = LLMUsage()
    var serverTimings = LLMServerTimings()
    /// Tokens generated a second, as the server tells it.
    var tokensPerSecond: Double?
    var embeddingDimensions: Int?
    var listedModels: [String] = []
    var listedModelCount: Int?
    var transfer: LLMTransfer?
    var failure: LLMFailure?
    /// Whether a piece has said that it is the last one.
    var isEnded = false
    /// Whether a piece shows that the server is what the request takes it for.
    var isConfirmed = false
    /// Whether a piece was left out or cut.
    var isCut = false
    /// Bytes of text that have come, kept or not.
    private(set) var textByteCount = 0
    private var budget = TextBudget(LLMLimits.answerText)
    let operation: LLMOperation

    init(to operation: LLMOperation) {
        self.operation = operation
    }

    /// Whether some text of it is missing.
    var isBounded: Bool { isCut || budget.isExceeded }

    /// Bytes that are kept, roughly.
    var keptByteCount: Int { LLMLimits.answerText - budget.remaining }

    /// Takes the next piece, or the whole answer.
    mutating func take(_ value: JSONValue) {
        isConfirmed = isConfirmed || confirms(value)
        switch operation {
        case .embeddings: takeVectors(value)
        case .modelList, .modelRunning: takeModels(value)
        case .modelPull, .modelPush, .modelCreate: takeProgress(value)
        case .tokenCount: takeTokenCount(value)
        case .slotList, .serverProperties: return
        default: break
        }
        if value.isArray {
            for element in value.elements.prefix(LLMLimits.listed) where element.isObject { takeObject(element) }
        } else if value.isObject {
            takeObject(value)
        }
    }

    private mutating func takeObject(_ value: JSONValue) {
        takeCommon(value)
        if value["choices"] != nil {
            takeOpenAI(value)
        } else if value["candidates"] != nil || value["promptFeedback"] != nil {
            takeGemini(value)
        } else if let type = value["type"]?.string ?? value["event_type"]?.string {
            if type.hasPrefix("response.") || type == "response" {
                takeResponses(value, type)
            } else if !takeAnthropic(value, type) {
                if !takeCohere(value, type) { takePlain(value) }
            }
        } else if value["object"]?.string == "response" {
            takeResponses(value, "response.completed")
        } else {
            takePlain(value)
        }
    }

    /// What most APIs say in the same way.
    mutating func takeCommon(_ value: JSONValue) {
        model = model ?? value.first(["model", "modelVersion"])?.name
        id = id ?? value.first(["id", "responseId", "generation_id"])?.name
        if let told = value.first(["usage", "usageMetadata"]), told.isObject { usage.read(told) }
        if let told = value["timings"], told.isObject { takeTimings(told) }
        takeFailure(value)
    }

    private mutating func takeFailure(_ value: JSONValue) {
        guard let error = value["error"], error != .null else { return }
        var told = failure ?? LLMFailure()
        if error.isObject {
            told.type = error.first(["type", "status", "code"]).flatMap { $0.name ?? $0.wholeNumber.map(String.init) }
            told.message = error["message"]?.name
        } else {
            told.message = error.name
            told.type = value["error_type"]?.name ?? told.type
        }
        failure = told
    }

    // MARK: Choices

    /// Runs a change on the choice of an index; those beyond the limit are left out.
    mutating func change(_ index: Int64, _ change: (inout LLMChoice, inout TextBudget) -> Void) {
        guard let index = Int(exactly: index), (0..<LLMLimits.choices).contains(index) else {
            isCut = true
            return
        }
        while choices.count <= index { choices.append(LLMChoice()) }
        change(&choices[index], &budget)
    }

    /// Appends words of the answer.
    mutating func append(_ text: String?, to index: Int64 = 0) {
        guard let text, !text.isEmpty else { return }
        textByteCount += text.utf8.count
        change(index) { choice, budget in budget.append(text, to: &choice.text) }
    }

    /// Replaces the words of the answer, as servers do that repeat all of it in every piece.
    mutating func replace(_ text: String, of index: Int64 = 0) {
        let place = Int(clamping: index)
        let earlier = choices.indices.contains(place) ? choices[place].text : ""
        guard text.utf8.starts(with: earlier.utf8) else { return append(text, to: index) }
        append(String(decoding: text.utf8.dropFirst(earlier.utf8.count), as: UTF8.self), to: index)
    }

    /// Appends what the model thinks before it answers.
    mutating func appendReasoning(_ text: String?, to index: Int64 = 0) {
        guard let text, !text.isEmpty else { return }
        textByteCount += text.utf8.count
        change(index) { choice, budget in budget.append(text, to: &choice.reasoning) }
    }

    /// Notes why an answer ended.
    mutating func end(_ reason: JSONValue?, of index: Int64 = 0) {
        guard let reason = reason?.name ?? reason?["type"]?.name else { return }
        isEnded = true
        change(index) { choice, _ in choice.finishReason = reason }
    }

    /// Begins a call of a function.
    mutating func addCall(_ name: String, _ arguments: JSONValue?, to index: Int64 = 0) {
        let text = arguments.map { $0.string ?? $0.compactText } ?? ""
        textByteCount += name.utf8.count + text.utf8.count
        change(index) { choice, budget in
            guard choice.toolCalls.count < LLMLimits.listed else { return }
            choice.toolCalls.append(LLMToolCall(name: name, arguments: budget.take(text)))
        }
    }

    /// Goes on with the arguments of a call, by default those of the last one.
    mutating func appendArguments(_ text: String?, call: Int? = nil, to index: Int64 = 0) {
        guard let text, !text.isEmpty else { return }
        textByteCount += text.utf8.count
        change(index) { choice, budget in
            let place = call ?? choice.toolCalls.count - 1
            guard choice.toolCalls.indices.contains(place) else { return }
            budget.append(text, to: &choice.toolCalls[place].arguments)
        }
    }
}
