internal import Observation

/// APIs whose paths name the model in their middle.
extension LLMRoute {
    /// Whether a path looks like one of these.
    static func isHosted(_ target: LLMRequestTarget) -> Bool {
        guard target.method == "POST", let last = target.segments.last else { return false }
        return last.contains(":") || last == "prompt" || target.segments.first == "model"
            || target.segments.contains("models")
    }

    init?(hosted target: LLMRequestTarget, _ body: JSONValue?, _ provider: String?) {
        guard
            let route = Self.google(target, body, provider) ?? Self.bedrock(target, provider)
                ?? Self.huggingFace(target, body, provider) ?? Self.workflow(target, body)
        else {
            return nil
        }
        self = route
    }

    /// Gemini and Vertex AI: `…/models/NAME:METHOD`.
    private static func google(_ target: LLMRequestTarget, _ body: JSONValue?, _ provider: String?) -> LLMRoute? {
        guard let last = target.segments.last, let colon = last.lastIndex(of: ":"),
            let place = target.segments.dropLast().last, ["models", "tunedModels", "endpoints"].contains(place)
        else { return nil }
        let model = LLMRequestTarget.unescaped(last[..<colon]).boundedName
        let operation: LLMOperation
        var isStreamed: Bool? = false
        switch last[last.index(after: colon)...] {
        case "generateContent": operation = .generateContent
        case "streamGenerateContent":
            operation = .generateContent
            isStreamed = true
        case "embedContent", "batchEmbedContents": operation = .embeddings
        case "countTokens": operation = .tokenCount
        case "predict" where body?["instances"] != nil: operation = .generateContent
        case "rawPredict" where body?["messages"] != nil: operation = .chat
        case "streamRawPredict" where body?["messages"] != nil:
            operation = .chat
            isStreamed = true
        default: return nil
        }
        return LLMRoute(system: provider ?? "gcp.gemini", operation: operation, model: model, isStreamed: isStreamed)
    }

    /// Bedrock's runtime: `/model/ID/invoke`, `/model/ID/converse`.
    private static func bedrock(_ target: LLMRequestTarget, _ provider: String?) -> LLMRoute? {
        guard target.segments.count == 3, target.segments.first == "model", let verb = target.segments.last else {
            return nil
        }
        let isStreamed = verb.hasSuffix("-stream") || verb.hasSuffix("-response-stream")
        let isKnown = ["invoke", "invoke-with-response-stream", "converse", "converse-stream"].contains(verb)
        // Without the provider's host the model's name must at least look like one of Bedrock's.
        guard isKnown, let model = target.segment(after: "model"), provider != nil || model.contains(".") else {
            return nil
        }
        return LLMRoute(system: provider ?? "aws.bedrock", operation: .chat, model: model, isStreamed: isStreamed)
    }

    /// Hugging Face's inference: `/models/OWNER/NAME` with `inputs`.
    private static func huggingFace(_ target: LLMRequestTarget, _ body: JSONValue?, _ provider: String?) -> LLMRoute? {
        guard provider == "huggingface", let place = target.segments.firstIndex(of: "models"),
            body?["inputs"] != nil
        else { return nil }
        let name = target.segments[(place + 1)...].prefix(2).map(LLMRequestTarget.unescaped).joined(separator: "/")
        let isEmbedding = target.segments.last == "feature-extraction"
        return LLMRoute(
            system: "huggingface", operation: isEmbedding ? .embeddings : .textCompletion,
            model: name.isEmpty ? nil : name.boundedName, isStreamed: nil)
    }

    /// ComfyUI: `/prompt` with a graph of nodes.
    private static func workflow(_ target: LLMRequestTarget, _ body: JSONValue?) -> LLMRoute? {
        guard target.segments == ["prompt"] || target.segments == ["api", "prompt"],
            let nodes = body?["prompt"]?.members, nodes.contains(where: { $0.value["class_type"]?.string != nil })
        else { return nil }
        return LLMRoute(system: "comfyui", operation: .workflow, model: nil, isStreamed: false)
    }
}
