/// The paths that are known, the longer before the shorter where one ends like the other.
extension LLMRouteEntry {
    static let all = ollama + anthropic + cohere + others + llamaCpp + openAI

    private static let ollama = [
        LLMRouteEntry("POST", "api/generate", "ollama", .textCompletion, with: ["model"]),
        LLMRouteEntry("POST", "api/chat", "ollama", .chat, with: ["messages"], and: ["model"]),
        LLMRouteEntry("POST", "api/embed", "ollama", .embeddings, with: ["input"], and: ["model"]),
        LLMRouteEntry("POST", "api/embeddings", "ollama", .embeddings, with: ["prompt"], and: ["model"]),
        LLMRouteEntry("POST", "api/show", "ollama", .modelShow, with: ["model", "name"], .byAnswer),
        LLMRouteEntry("POST", "api/pull", "ollama", .modelPull, with: ["model", "name"], .byAnswer),
        LLMRouteEntry("POST", "api/push", "ollama", .modelPush, with: ["model", "name"], .byAnswer),
        LLMRouteEntry(
            "POST", "api/create", "ollama", .modelCreate, with: ["model", "name"],
            and: ["from", "files", "modelfile", "path", "adapters"]),
        LLMRouteEntry("POST", "api/copy", "ollama", .modelCopy, with: ["source"], and: ["destination"]),
        LLMRouteEntry("DELETE", "api/delete", "ollama", .modelDelete, with: ["model", "name"], .byAnswer),
        LLMRouteEntry("HEAD", "api/blobs/sha256:*", "ollama", .blobCheck),
        LLMRouteEntry("POST", "api/blobs/sha256:*", "ollama", .blobUpload),
        LLMRouteEntry("GET", "api/tags", "ollama", .modelList, .byAnswer),
        LLMRouteEntry("GET", "api/ps", "ollama", .modelRunning, .byAnswer),
    ]

    private static let anthropic = [
        LLMRouteEntry("POST", "v1/messages", "anthropic", .chat, with: ["messages"]),
        LLMRouteEntry("POST", "v1/messages/count_tokens", "anthropic", .tokenCount, with: ["messages"]),
        LLMRouteEntry("POST", "v1/complete", "anthropic", .textCompletion, with: ["max_tokens_to_sample"]),
    ]

    private static let cohere = [
        LLMRouteEntry("POST", "v1/chat", "cohere", .chat, with: ["message"], at: .whole),
        LLMRouteEntry("POST", "v2/chat", "cohere", .chat, with: ["messages"], at: .whole),
        LLMRouteEntry("POST", "v1/generate", "cohere", .textCompletion, with: ["prompt"], at: .whole),
        LLMRouteEntry("POST", "v1/summarize", "cohere", .textCompletion, with: ["text"], at: .whole),
        LLMRouteEntry("POST", "v1/embed", "cohere", .embeddings, with: ["texts", "inputs", "images"], at: .whole),
        LLMRouteEntry("POST", "v2/embed", "cohere", .embeddings, with: ["texts", "inputs", "images"]),
        LLMRouteEntry("POST", "v2/rerank", "cohere", .rerank, with: ["documents"]),
    ]

    private static let others = [
        LLMRouteEntry("POST", "api/v1/generate", "koboldcpp", .textCompletion, with: ["prompt"]),
        LLMRouteEntry("POST", "api/latest/generate", "koboldcpp", .textCompletion, with: ["prompt"]),
        LLMRouteEntry(
            "POST", "api/extra/generate/stream", "koboldcpp", .textCompletion, with: ["prompt"], isStream: true),
        LLMRouteEntry("POST", "api/extra/generate/check", "koboldcpp", .textCompletion),
        LLMRouteEntry("POST", "api/extra/tokencount", "koboldcpp", .tokenCount, with: ["prompt"]),
        LLMRouteEntry("POST", "sdapi/v1/txt2img", "stable-diffusion-webui", .imageGeneration, with: ["prompt"]),
        LLMRouteEntry("POST", "sdapi/v1/img2img", "stable-diffusion-webui", .imageEdit, with: ["init_images"]),
        LLMRouteEntry("POST", "api/v1/chat", "text-generation-webui", .chat, with: ["user_input"]),
        LLMRouteEntry("POST", "api/v1/chat", "lm_studio", .chat, with: ["input"]),
        LLMRouteEntry("POST", "v1/internal/logits", "text-generation-webui", .logits, with: ["prompt"]),
        LLMRouteEntry("POST", "v1/internal/encode", "text-generation-webui", .tokenize, with: ["text"]),
        LLMRouteEntry("POST", "v1/internal/decode", "text-generation-webui", .detokenize, with: ["tokens"]),
        LLMRouteEntry("POST", "v1/internal/model/load", "text-generation-webui", .modelLoad, with: ["model_name"]),
        LLMRouteEntry("POST", "generate_stream", "tgi", .textCompletion, with: ["inputs"], at: .whole, isStream: true),
        LLMRouteEntry(
            "POST", "generate", "tgi", .textCompletion, with: ["inputs", "prompt", "text", "input_ids"], at: .whole),
        LLMRouteEntry("POST", "invocations", "tgi", .textCompletion, with: ["inputs"], at: .whole),
        LLMRouteEntry("POST", "/", "tgi", .textCompletion, with: ["inputs"], at: .whole),
        LLMRouteEntry("POST", "embed", "tei", .embeddings, with: ["inputs"], at: .whole),
        LLMRouteEntry("POST", "v1/text/generation", "ibm.watsonx.ai", .textCompletion, with: ["input"]),
        LLMRouteEntry("POST", "v1/text/generation_stream", "ibm.watsonx.ai", .textCompletion, with: ["input"]),
        LLMRouteEntry("POST", "v1/text/chat", "ibm.watsonx.ai", .chat, with: ["messages"]),
        LLMRouteEntry("POST", "v1/text/chat_stream", "ibm.watsonx.ai", .chat, with: ["messages"]),
        LLMRouteEntry("GET", "info", "tgi", .serverInfo, at: .whole, .byAnswer),
        LLMRouteEntry("POST", "get_weights_by_name", "sglang", .weightsRead, at: .whole),
        LLMRouteEntry("POST", "init_weights_send_group_for_remote_instance", "sglang", .weightsRead, at: .whole),
    ]

    private static let llamaCpp = [
        LLMRouteEntry("POST", "completion", "llama.cpp", .textCompletion, with: ["prompt"], at: .whole),
        LLMRouteEntry("POST", "completions", "llama.cpp", .textCompletion, with: ["n_predict"], at: .whole),
        LLMRouteEntry("POST", "infill", "llama.cpp", .textCompletion, with: ["input_prefix", "input_suffix"]),
        LLMRouteEntry("POST", "tokenize", "llama.cpp", .tokenize, with: ["content"], at: .whole),
        LLMRouteEntry("POST", "tokenize", "vllm", .tokenize, with: ["prompt", "messages"], at: .whole),
        LLMRouteEntry("POST", "detokenize", "llama.cpp", .detokenize, with: ["tokens"], at: .whole),
        LLMRouteEntry("POST", "apply-template", "llama.cpp", .applyTemplate, with: ["messages"], at: .whole),
        LLMRouteEntry("POST", "embedding", "llama.cpp", .embeddings, with: ["content", "input"], at: .whole),
        LLMRouteEntry("POST", "slots/*", "llama.cpp", .slotSave, with: ["filename"], at: .whole),
        LLMRouteEntry("POST", "slots/*", "llama.cpp", .slotSave, at: .whole, .byAnswer),
        LLMRouteEntry("GET", "slots", "llama.cpp", .slotList, at: .whole, .byAnswer),
        LLMRouteEntry("GET", "props", "llama.cpp", .serverProperties, at: .whole, .byAnswer),
        LLMRouteEntry("POST", "props", "llama.cpp", .serverPropertiesChange, at: .whole, .byAnswer),
    ]

    private static let openAI = [
        LLMRouteEntry("POST", "chat/completions", "openai", .chat),
        LLMRouteEntry("POST", "fim/completions", "openai", .textCompletion, with: ["prompt"]),
        LLMRouteEntry("POST", "completions", "openai", .textCompletion, with: ["prompt"]),
        LLMRouteEntry("POST", "v1/responses", "openai", .chat, with: ["input", "previous_response_id", "prompt"]),
        LLMRouteEntry("POST", "responses", "openai", .chat, with: ["input"]),
        LLMRouteEntry("POST", "v1/threads/*/messages", "openai", .chat, with: ["content"]),
        LLMRouteEntry("POST", "v1/embeddings", "openai", .embeddings, with: ["input", "messages"]),
        LLMRouteEntry("POST", "embeddings", "openai", .embeddings, with: ["input"]),
        LLMRouteEntry("POST", "v1/pooling", "vllm", .embeddings, with: ["input", "messages"]),
        LLMRouteEntry("POST", "pooling", "vllm", .embeddings, with: ["input", "messages"], at: .whole),
        LLMRouteEntry("POST", "rerank", "openai", .rerank, with: ["documents", "texts"]),
        LLMRouteEntry("POST", "reranking", "openai", .rerank, with: ["documents", "texts"]),
        LLMRouteEntry("POST", "v1/moderations", "openai", .moderation, with: ["input"]),
        LLMRouteEntry("POST", "images/generations", "openai", .imageGeneration, with: ["prompt"]),
        LLMRouteEntry("POST", "images/edits", "openai", .imageEdit),
        LLMRouteEntry("POST", "images/variations", "openai", .imageEdit),
        LLMRouteEntry("POST", "audio/transcriptions", "openai", .audioTranscription),
        LLMRouteEntry("POST", "audio/translations", "openai", .audioTranscription),
        LLMRouteEntry("POST", "audio/speech", "openai", .audioSpeech, with: ["input"]),
        LLMRouteEntry("POST", "v1/load_lora_adapter", "vllm", .modelLoad, with: ["lora_name"]),
        LLMRouteEntry("POST", "v1/unload_lora_adapter", "vllm", .modelUnload, with: ["lora_name"]),
        LLMRouteEntry("GET", "v1/models", "openai", .modelList, .byAnswer),
        LLMRouteEntry("GET", "api/v0/models", "lm_studio", .modelList, .byAnswer),
        LLMRouteEntry("GET", "v1/models/*", "openai", .modelShow, .byAnswer),
        LLMRouteEntry("GET", "v1/models/*/*", "openai", .modelShow, .byAnswer),
        LLMRouteEntry("GET", "models", "openai", .modelList, .byAnswer),
    ]
}
