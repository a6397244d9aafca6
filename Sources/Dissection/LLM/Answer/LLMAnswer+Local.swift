internal import Observation

/// Ollama, llama.cpp, TGI, KoboldCpp, text-generation-webui, SGLang, and the whole answers of Cohere and Bedrock: objects that
/// have no type, whole or in pieces.
extension LLMAnswer {
    mutating func takePlain(_ value: JSONValue) {
        if value["done"] != nil || value["eval_count"] != nil { takeOllama(value) }
        if value["response"]?.string != nil { append(value["response"]?.string) }
        appendReasoning(value["thinking"]?.string)
        if let message = value["message"] ?? value["output"]?["message"], message.isObject { takeMessage(message) }
        takeLlamaCpp(value)
        takeTGI(value)
        takeResults(value)
        takeText(value)
        takeCohereMeta(value)
        if value["completion"]?.string != nil { append(value["completion"]?.string) }
        for reason in ["finish_reason", "stopReason", "stop_reason"] { end(value[reason]) }
    }

    private mutating func takeMessage(_ message: JSONValue) {
        append(message["content"]?.string)
        appendReasoning(message.first(["thinking", "tool_plan"])?.string)
        for part in (message["content"] ?? .null).elements {
            append(part["text"]?.string)
            appendReasoning(part["thinking"]?.string)
            if let call = part["toolUse"], let name = call["name"]?.name { addCall(name, call["input"]) }
        }
        for call in (message["tool_calls"] ?? .null).elements {
            let function = call["function"] ?? call
            if let name = function["name"]?.name { addCall(name, function["arguments"]) }
        }
    }

    private mutating func takeOllama(_ value: JSONValue) {
        usage.inputTokens = value["prompt_eval_count"]?.amount ?? usage.inputTokens
        usage.outputTokens = value["eval_count"]?.amount ?? usage.outputTokens
        func seconds(_ name: String) -> Double? { value[name]?.number.map { $0 / 1e9 } }
        serverTimings.load = seconds("load_duration") ?? serverTimings.load
        serverTimings.prompt = seconds("prompt_eval_duration") ?? serverTimings.prompt
        serverTimings.generation = seconds("eval_duration") ?? serverTimings.generation
        serverTimings.total = seconds("total_duration") ?? serverTimings.total
        if let tokens = usage.outputTokens, let time = seconds("eval_duration"), time > 0 {
            tokensPerSecond = Double(tokens) / time
        }
        guard value["done"]?.truth == true else { return }
        isEnded = true
        end(value["done_reason"])
    }

    /// llama.cpp's timings, which stand beside answers of every spelling.
    mutating func takeTimings(_ told: JSONValue) {
        serverTimings.prompt = told["prompt_ms"]?.number.map { $0 / 1e3 } ?? serverTimings.prompt
        serverTimings.generation = told["predicted_ms"]?.number.map { $0 / 1e3 } ?? serverTimings.generation
        tokensPerSecond = told["predicted_per_second"]?.number ?? tokensPerSecond
        usage.cachedTokens = usage.cachedTokens ?? told["cache_n"]?.amount
        usage.outputTokens = usage.outputTokens ?? told["predicted_n"]?.amount
    }

    private mutating func takeLlamaCpp(_ value: JSONValue) {
        let index = value["index"]?.wholeNumber ?? 0
        append(value["content"]?.string, to: index)
        usage.inputTokens = value["tokens_evaluated"]?.amount ?? usage.inputTokens
        usage.outputTokens = value["tokens_predicted"]?.amount ?? usage.outputTokens
        guard value["stop"]?.truth == true else { return }
        isEnded = true
        let olderReasons = ["stopped_eos": "eos", "stopped_limit": "limit", "stopped_word": "word"]
        let older = olderReasons.first { value[$0.key]?.truth == true }?.value
        end(value["stop_type"] ?? older.map(JSONValue.string), of: index)
    }

    private mutating func takeTGI(_ value: JSONValue) {
        if let token = value["token"] {
            // TGI's token is an object, KoboldCpp's a text.
            append(token.string ?? (token["special"]?.truth == true ? nil : token["text"]?.string))
        } else {
            append(value["generated_text"]?.string)
        }
        guard let details = value["details"], details.isObject else { return }
        usage.outputTokens = details["generated_tokens"]?.amount ?? usage.outputTokens
        if let prefill = details["prefill"]?.elements, !prefill.isEmpty { usage.inputTokens = Int64(prefill.count) }
        usage.inputTokens = details["input_length"]?.amount ?? usage.inputTokens
        end(details["finish_reason"])
    }

    private mutating func takeResults(_ value: JSONValue) {
        for (place, result) in (value["results"] ?? .null).elements.prefix(LLMLimits.choices).enumerated() {
            guard let text = result.first(["text", "generated_text"])?.string else { continue }
            append(text, to: Int64(place))
            usage.read(result)
            end(result.first(["finish_reason", "stop_reason"]), of: Int64(place))
        }
    }

    private mutating func takeText(_ value: JSONValue) {
        if let told = value["meta_info"], let text = value["text"]?.string {
            // SGLang repeats all of the text in each piece.
            replace(text)
            usage.read(told)
            return end(told["finish_reason"])
        }
        append(value["text"]?.string)
        for (place, text) in (value["text"] ?? .null).elements.prefix(LLMLimits.choices).enumerated() {
            if let text = text.string { replace(text, of: Int64(place)) }
        }
    }
}
