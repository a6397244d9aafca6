internal import Observation

/// What a request asks of a model's API, as its method, its path and its body's shape tell.
struct LLMRoute: Equatable {
    /// The API's family, or the provider whose host it is.
    let system: String
    /// What is asked for.
    let operation: LLMOperation
    /// The model, where the path names it.
    var model: String?
    /// Whether the answer comes in pieces when the request does not say.
    var isStreamedByDefault: Bool?
    /// Whether others use the same path, so that only the answer makes it certain.
    var isCertain = true

    /// Whether a request's method and path are worth a look at its body.
    static func isPossible(_ target: LLMRequestTarget) -> Bool {
        LLMRouteEntry.candidates(for: target).contains { $0.matches(target) } || isHosted(target)
    }

    /// Recognises a request; nothing when it is none to a model's API that is known.
    ///
    /// - Parameters:
    ///   - target: the parts of the request's target.
    ///   - body: what could be read of the body, when it is JSON.
    init?(_ target: LLMRequestTarget, body: JSONValue?) {
        let provider = LLMProvider.name(of: target.host)
        let entries = LLMRouteEntry.candidates(for: target)
        if let entry = entries.first(where: { $0.matches(target) && $0.isMet(by: body) }) {
            system = provider ?? Self.variant(of: entry.system, body)
            operation = entry.operation(target, body)
            isCertain = entry.isCertain(body) || provider != nil
            if Self.streams.contains(operation) { isStreamedByDefault = entry.isStream || entry.system == "ollama" }
            if target.segments.contains("deployments") {
                model = target.segment(after: "deployments")
            } else if entry.namesModelLast {
                model = target.segments(after: "models")
            }
            return
        }
        guard target.method == "POST", let route = LLMRoute(hosted: target, body, provider) else { return nil }
        self = route
    }

    init(system: String, operation: LLMOperation, model: String?, isStreamed: Bool?) {
        self.system = system
        self.operation = operation
        self.model = model
        isStreamedByDefault = isStreamed
    }

    /// What can be answered piece by piece.
    private static let streams: Set<LLMOperation> = [.chat, .textCompletion, .modelPull, .modelPush, .modelCreate]

    /// Which of the servers that share a path it is, as its own parameters tell.
    private static func variant(of system: String, _ body: JSONValue?) -> String {
        guard let body else { return system }
        switch system {
        case "koboldcpp": return body["max_new_tokens"] == nil ? system : "text-generation-webui"
        case "tgi":
            if body["sampling_params"] != nil || body["text"] != nil { return "sglang" }
            return body["prompt"] == nil ? system : "vllm"
        default: return system
        }
    }
}
