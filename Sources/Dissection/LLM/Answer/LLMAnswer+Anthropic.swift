internal import Observation

/// Anthropic's messages, whole or as typed events.
extension LLMAnswer {
    /// Takes a piece; tells whether it is one of these.
    mutating func takeAnthropic(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "message":
            for block in (value["content"] ?? .null).elements { takeBlock(block) }
            end(value["stop_reason"])
        case "message_start":
            guard let message = value["message"], message.isObject else { return true }
            takeCommon(message)
            for block in (message["content"] ?? .null).elements { takeBlock(block) }
        case "content_block_start": takeBlock(value["content_block"] ?? .null)
        case "content_block_delta":
            let delta = value["delta"] ?? .null
            append(delta["text"]?.string)
            appendReasoning(delta["thinking"]?.string)
            appendArguments(delta["partial_json"]?.string)
        case "message_delta": end(value["delta"]?["stop_reason"])
        case "message_stop": isEnded = true
        case "completion":
            append(value["completion"]?.string)
            end(value["stop_reason"])
        case "content_block_stop", "ping", "error": break
        default: return false
        }
        return true
    }

    private mutating func takeBlock(_ block: JSONValue) {
        append(block["text"]?.string)
        appendReasoning(block["thinking"]?.string)
        guard let name = block["name"]?.name else { return }
        // In pieces the arguments follow, and an empty object stands in their place.
        let input = block["input"].flatMap { $0.members.isEmpty ? nil : $0 }
        addCall(name, input)
    }
}
