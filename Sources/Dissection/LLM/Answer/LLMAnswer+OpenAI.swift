internal import Observation

/// OpenAI's chat and text completions, whole or in pieces.
extension LLMAnswer {
    mutating func takeOpenAI(_ value: JSONValue) {
        let choices = value["choices"]?.elements ?? []
        for (place, choice) in choices.enumerated() {
            let index = choice["index"]?.wholeNumber ?? Int64(place)
            append(choice["text"]?.string, to: index)
            if let said = choice.first(["delta", "message"]) { takeSaid(said, index) }
            end(choice["finish_reason"], of: index)
        }
    }

    private mutating func takeSaid(_ said: JSONValue, _ index: Int64) {
        appendReasoning(said.first(["reasoning_content", "reasoning", "thinking"])?.string, to: index)
        append(said["content"]?.string, to: index)
        for part in (said["content"] ?? .null).elements { takePart(part, index) }
        append(said["refusal"]?.string, to: index)
        if let call = said["function_call"], call.isObject { takeCall(call, place: nil, index) }
        for call in (said["tool_calls"] ?? .null).elements {
            takeCall(call["function"] ?? call, place: call["index"]?.wholeNumber, index)
        }
    }

    private mutating func takePart(_ part: JSONValue, _ index: Int64) {
        guard part["type"]?.string == "thinking" else { return append(part["text"]?.string, to: index) }
        appendReasoning(part["thinking"]?.string, to: index)
        for thought in (part["thinking"] ?? .null).elements { appendReasoning(thought["text"]?.string, to: index) }
    }

    /// A piece with a name begins a call; one without goes on with the call of its place.
    private mutating func takeCall(_ call: JSONValue, place: Int64?, _ index: Int64) {
        if let name = call["name"]?.name {
            addCall(name, call["arguments"], to: index)
        } else {
            appendArguments(call["arguments"]?.string, call: place.map { Int(clamping: $0) }, to: index)
        }
    }
}
