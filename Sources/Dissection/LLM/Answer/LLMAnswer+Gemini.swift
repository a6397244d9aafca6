internal import Observation

/// Gemini's generated content; a stream is made of pieces of the same shape.
extension LLMAnswer {
    mutating func takeGemini(_ value: JSONValue) {
        for (place, candidate) in (value["candidates"] ?? .null).elements.enumerated() {
            let index = candidate["index"]?.wholeNumber ?? Int64(place)
            for part in (candidate["content"]?["parts"] ?? .null).elements {
                if part["thought"]?.truth == true {
                    appendReasoning(part["text"]?.string, to: index)
                } else {
                    append(part["text"]?.string, to: index)
                }
                if let call = part["functionCall"], let name = call["name"]?.name {
                    addCall(name, call["args"], to: index)
                }
            }
            end(candidate["finishReason"], of: index)
        }
        if let reason = value["promptFeedback"]?["blockReason"] { end(reason) }
    }
}
