internal import Observation

/// OpenAI's responses, whole or as typed events.
extension LLMAnswer {
    mutating func takeResponses(_ value: JSONValue, _ type: String) {
        let response = value["response"] ?? (value["output"] == nil ? .null : value)
        if response.isObject { takeCommon(response) }
        switch type {
        case "response.output_text.delta", "response.refusal.delta": append(value["delta"]?.string)
        case "response.reasoning_text.delta", "response.reasoning_summary_text.delta":
            appendReasoning(value["delta"]?.string)
        case "response.output_item.added":
            if let name = value["item"]?["name"]?.name { addCall(name, nil) }
        case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
            appendArguments(value["delta"]?.string)
        case "response.completed", "response.incomplete", "response.failed": takeEnd(response)
        default: break
        }
    }

    private mutating func takeEnd(_ response: JSONValue) {
        // The last event repeats what came in pieces.
        if textByteCount == 0 {
            for item in (response["output"] ?? .null).elements { takeItem(item) }
        }
        let details = response["incomplete_details"]?["reason"]
        end(details?.name == nil ? response["status"] : details)
        isEnded = true
    }

    private mutating func takeItem(_ item: JSONValue) {
        switch item["type"]?.string {
        case "function_call", "custom_tool_call":
            if let name = item["name"]?.name { addCall(name, item.first(["arguments", "input"])) }
        case "reasoning":
            for part in (item["summary"] ?? .null).elements + (item["content"] ?? .null).elements {
                appendReasoning(part["text"]?.string)
            }
        default:
            for part in (item["content"] ?? .null).elements { append(part.first(["text", "refusal"])?.string) }
        }
    }
}
