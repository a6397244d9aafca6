internal import Observation

extension LLMParameters {
    /// Reads the parameters of a body, whichever API's spelling they have.
    ///
    /// - Parameter body: the body of the request.
    init(_ body: JSONValue) {
        // Ollama, TGI, Gemini and Bedrock put them into an object of their own.
        let nested = [
            "options", "parameters", "generationConfig", "generation_config", "inferenceConfig", "sampling_params",
        ]
        let places = [body] + nested.compactMap { body[$0] }.filter(\.isObject)
        func find(_ names: String...) -> JSONValue? {
            for place in places {
                if let value = place.first(names) { return value }
            }
            return nil
        }
        isStreamed = find("stream")?.truth
        maxTokens =
            find(
                "max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens", "num_predict",
                "n_predict", "max_new_tokens", "max_length", "maxTokens", "max_tokens_to_sample")?.wholeNumber
        temperature = find("temperature")?.number
        topP = find("top_p", "topP", "p")?.number
        topK = find("top_k", "topK", "k")?.wholeNumber
        seed = find("seed", "random_seed", "sampler_seed")?.wholeNumber
        choiceCount = find("n", "candidateCount", "num_generations", "best_of")?.wholeNumber
        echoesPrompt = find("echo", "return_full_text")?.truth
        isStored = find("store")?.truth
        biasedTokenCount = find("logit_bias").map { max($0.elements.count, $0.members.count) }
        readProbabilities(find)
        responseFormat = Self.format(find)
        for tool in (find("tools", "functions") ?? .null).elements { addNames(of: tool) }
        for tool in (body["toolConfig"]?["tools"] ?? .null).elements { addNames(of: tool["toolSpec"] ?? tool) }
    }

    private mutating func readProbabilities(_ find: (String...) -> JSONValue?) {
        let asked = find("logprobs", "responseLogprobs", "return_logprob", "decoder_input_details")
        let count = find("top_logprobs", "n_probs", "logprobs", "top_n_tokens", "top_logprobs_num", "prompt_logprobs")
        alternativeCount = count?.wholeNumber ?? find("n_probs", "prompt_logprobs")?.wholeNumber
        if let truth = asked?.truth {
            wantsProbabilities = truth
        } else if let alternativeCount {
            wantsProbabilities = alternativeCount > 0
        }
    }

    private static func format(_ find: (String...) -> JSONValue?) -> String? {
        if let format = find("response_format") { return format["type"]?.name ?? format.name }
        if let format = find("text")?["format"]?["type"]?.name { return format }
        if let format = find("format") { return format.isObject ? "json_schema" : format.name }
        if find("json_schema", "guided_json", "responseSchema") != nil { return "json_schema" }
        if let grammar = find("grammar") { return grammar.string == "" ? nil : "grammar" }
        return find("responseMimeType")?.name
    }

    private mutating func addNames(of tool: JSONValue) {
        let declared = tool.first(["functionDeclarations", "function_declarations"])?.elements ?? []
        for declaration in declared { addName(declaration["name"]) }
        addName(tool["function"]?["name"] ?? tool["name"] ?? (declared.isEmpty ? tool["type"] : nil))
    }

    private mutating func addName(_ value: JSONValue?) {
        guard toolNames.count < LLMLimits.listed, let name = value?.name else { return }
        toolNames.append(name)
    }
}
