internal import Observation

extension LLMUsage {
    /// Takes the numbers that an object tells; those that it does not tell stay.
    mutating func read(_ told: JSONValue) {
        // Cohere tells what was counted beside what is billed.
        if let counted = told.first(["tokens", "billed_units"]), counted.isObject { read(counted) }
        inputTokens =
            told.first(["prompt_tokens", "input_tokens", "promptTokenCount", "inputTokens", "input_token_count"])?
            .amount
            ?? inputTokens
        outputTokens =
            told.first([
                "completion_tokens", "output_tokens", "candidatesTokenCount", "outputTokens", "generated_token_count",
            ])?.amount
            ?? outputTokens
        let inputDetails = told.first(["prompt_tokens_details", "input_tokens_details"])
        cachedTokens =
            inputDetails?["cached_tokens"]?.amount
            ?? told.first([
                "cache_read_input_tokens", "cachedContentTokenCount", "cacheReadInputTokens", "prompt_cache_hit_tokens",
                "cached_tokens",
            ])?.amount ?? cachedTokens
        let outputDetails = told.first(["completion_tokens_details", "output_tokens_details"])
        reasoningTokens =
            (outputDetails?["reasoning_tokens"] ?? told["thoughtsTokenCount"])?.amount ?? reasoningTokens
    }
}
