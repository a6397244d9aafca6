internal import Observation

/// Cohere's chat in pieces: server-sent events of its second version, lines of its first.
extension LLMAnswer {
    /// Takes a piece; tells whether it is one of these.
    mutating func takeCohere(_ value: JSONValue, _ type: String) -> Bool {
        let message = value["delta"]?["message"] ?? .null
        switch type {
        case "content-start", "content-delta":
            append(message["content"]?["text"]?.string)
            appendReasoning(message["content"]?["thinking"]?.string)
        case "tool-plan-delta": appendReasoning(message["tool_plan"]?.string)
        case "tool-call-start":
            let call = message["tool_calls"]?["function"] ?? .null
            if let name = call["name"]?.name { addCall(name, call["arguments"]) }
        case "tool-call-delta": appendArguments(message["tool_calls"]?["function"]?["arguments"]?.string)
        case "message-end":
            if let told = value["delta"]?["usage"], told.isObject { usage.read(told) }
            end(value["delta"]?["finish_reason"])
            isEnded = true
        case "text-generation": append(value["text"]?.string)
        case "stream-end":
            if let response = value["response"] { takeCohereMeta(response) }
            end(value["finish_reason"])
            isEnded = true
        case "message-start", "content-end", "tool-call-end", "stream-start", "citation-start", "citation-end",
            "citation-generation", "search-results", "search-queries-generation":
            break
        default: return false
        }
        return true
    }

    /// Takes what Cohere's first version says of the tokens.
    mutating func takeCohereMeta(_ value: JSONValue) {
        if let told = value["meta"], told.isObject { usage.read(told) }
    }
}
