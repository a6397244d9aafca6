/// Who answers at a well-known host.
enum LLMProvider {
    /// The provider's name, as OpenTelemetry's `gen_ai.provider.name` spells it where it has one.
    ///
    /// The host is one in lower case and without a port.
    static func name(of host: String) -> String? {
        var rest = Substring(host)
        while rest.contains(".") {
            if let name = names[String(rest)] { return name }
            guard let dot = rest.firstIndex(of: ".") else { return nil }
            rest = rest[rest.index(after: dot)...]
        }
        return cloudName(of: host)
    }

    /// Hosts whose name has the region or the customer in its middle.
    private static func cloudName(of host: String) -> String? {
        let isRegional = host.hasPrefix("bedrock-runtime") || host.hasPrefix("bedrock-agent-runtime")
        if isRegional, host.hasSuffix(".amazonaws.com") { return "aws.bedrock" }
        if host.hasSuffix("-aiplatform.googleapis.com") { return "gcp.vertex_ai" }
        return nil
    }

    /// Hosts, each with those below it.
    private static let names = [
        "api.openai.com": "openai",
        "openai.azure.com": "azure.ai.openai",
        "cognitiveservices.azure.com": "azure.ai.openai",
        "services.ai.azure.com": "azure.ai.inference",
        "inference.ai.azure.com": "azure.ai.inference",
        "models.github.ai": "azure.ai.inference",
        "api.anthropic.com": "anthropic",
        "generativelanguage.googleapis.com": "gcp.gemini",
        "aiplatform.googleapis.com": "gcp.vertex_ai",
        "api.cohere.com": "cohere",
        "api.cohere.ai": "cohere",
        "api.mistral.ai": "mistral_ai",
        "codestral.mistral.ai": "mistral_ai",
        "api.groq.com": "groq",
        "api.deepseek.com": "deepseek",
        "api.x.ai": "x_ai",
        "api.perplexity.ai": "perplexity",
        "ml.cloud.ibm.com": "ibm.watsonx.ai",
        "openrouter.ai": "openrouter",
        "api.together.xyz": "together_ai",
        "api.together.ai": "together_ai",
        "api.fireworks.ai": "fireworks_ai",
        "api.deepinfra.com": "deepinfra",
        "api.cerebras.ai": "cerebras",
        "api.sambanova.ai": "sambanova",
        "api.moonshot.ai": "moonshot_ai",
        "api.moonshot.cn": "moonshot_ai",
        "api.minimax.io": "minimax",
        "open.bigmodel.cn": "zhipu_ai",
        "api.z.ai": "zhipu_ai",
        "dashscope.aliyuncs.com": "alibaba_cloud",
        "dashscope-intl.aliyuncs.com": "alibaba_cloud",
        "integrate.api.nvidia.com": "nvidia",
        "api.ai21.com": "ai21",
        "api.voyageai.com": "voyage_ai",
        "api.jina.ai": "jina_ai",
        "api.replicate.com": "replicate",
        "api-inference.huggingface.co": "huggingface",
        "router.huggingface.co": "huggingface",
        "endpoints.huggingface.cloud": "huggingface",
        "api.githubcopilot.com": "github_copilot",
        "ollama.com": "ollama",
    ]
}
