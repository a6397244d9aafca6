import Observation
import Testing

@testable import Dissection

/// A request, and what it must be taken for.
struct RequestExample: Sendable {
    let method: String
    let target: String
    let body: String
    let system: String
    let operation: LLMOperation
    let host: String

    init(
        _ method: String, _ target: String, _ body: String, _ system: String, _ operation: LLMOperation,
        host: String = "127.0.0.1:9"
    ) {
        (self.method, self.target, self.body) = (method, target, body)
        (self.system, self.operation, self.host) = (system, operation, host)
    }
}

@Suite("Recognition of model APIs")
struct LLMRecognitionTests {
    static let chat = #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#

    static let known: [RequestExample] = [
        RequestExample("POST", "/v1/chat/completions", chat, "openai", .chat),
        RequestExample("POST", "/chat/completions?x=1", chat, "openai", .chat),
        RequestExample("POST", "/api/v0/chat/completions", chat, "openai", .chat),
        RequestExample(
            "POST", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", chat, "openai", .chat),
        RequestExample(
            "POST", "/openai/deployments/g/chat/completions", chat, "azure.ai.openai", .chat, host: "x.openai.azure.com"
        ),
        RequestExample("POST", "/v1/chat/completions", chat, "openai", .chat, host: "api.openai.com"),
        RequestExample("POST", "/openai/v1/chat/completions", chat, "groq", .chat, host: "api.groq.com"),
        RequestExample("POST", "/v1/chat/completions", chat, "mistral_ai", .chat, host: "api.mistral.ai:443"),
        RequestExample("POST", "/api/v1/chat/completions", chat, "openrouter", .chat, host: "openrouter.ai"),
        RequestExample("POST", "http://api.deepseek.com/chat/completions", chat, "deepseek", .chat, host: "proxy"),
        RequestExample("POST", "/v1/completions", #"{"prompt":"x"}"#, "openai", .textCompletion),
        RequestExample("POST", "/v1/responses", #"{"model":"m","input":"x"}"#, "openai", .chat),
        RequestExample("POST", "/v1/embeddings", #"{"model":"m","input":["x"]}"#, "openai", .embeddings),
        RequestExample("POST", "/v1/images/generations", #"{"prompt":"x"}"#, "openai", .imageGeneration),
        RequestExample("POST", "/v1/audio/transcriptions", "", "openai", .audioTranscription),
        RequestExample("POST", "/v1/messages", chat, "anthropic", .chat, host: "api.anthropic.com"),
        RequestExample("POST", "/v1/messages/count_tokens", chat, "anthropic", .tokenCount),
        RequestExample("POST", "/api/generate", #"{"model":"m","prompt":"x"}"#, "ollama", .textCompletion),
        RequestExample("POST", "/api/generate", #"{"model":"m"}"#, "ollama", .modelLoad),
        RequestExample("POST", "/api/generate", #"{"model":"m","keep_alive":0}"#, "ollama", .modelUnload),
        RequestExample("POST", "/api/chat", chat, "ollama", .chat),
        RequestExample("POST", "/ollama/api/chat", chat, "ollama", .chat),
        RequestExample("POST", "/api/embed", #"{"model":"m","input":"x"}"#, "ollama", .embeddings),
        RequestExample("POST", "/api/embeddings", #"{"model":"m","prompt":"x"}"#, "ollama", .embeddings),
        RequestExample("POST", "/api/show", #"{"model":"m"}"#, "ollama", .modelShow),
        RequestExample("POST", "/api/pull", #"{"model":"m"}"#, "ollama", .modelPull),
        RequestExample("POST", "/api/push", #"{"model":"m"}"#, "ollama", .modelPush),
        RequestExample("POST", "/api/create", #"{"model":"m","from":"n"}"#, "ollama", .modelCreate),
        RequestExample("POST", "/api/copy", #"{"source":"m","destination":"n"}"#, "ollama", .modelCopy),
        RequestExample("DELETE", "/api/delete", #"{"model":"m"}"#, "ollama", .modelDelete),
        RequestExample("HEAD", "/api/blobs/sha256:29fd", "", "ollama", .blobCheck),
        RequestExample("POST", "/api/blobs/sha256:29fd", "GGUF", "ollama", .blobUpload),
        RequestExample("POST", "/completion", #"{"prompt":"x","n_predict":4}"#, "llama.cpp", .textCompletion),
        RequestExample("POST", "/infill", #"{"input_prefix":"x","input_suffix":"y"}"#, "llama.cpp", .textCompletion),
        RequestExample("POST", "/tokenize", #"{"content":"x"}"#, "llama.cpp", .tokenize),
        RequestExample("POST", "/tokenize", #"{"prompt":"x"}"#, "vllm", .tokenize),
        RequestExample("POST", "/detokenize", #"{"tokens":[1]}"#, "llama.cpp", .detokenize),
        RequestExample("POST", "/apply-template", chat, "llama.cpp", .applyTemplate),
        RequestExample("POST", "/embedding", #"{"content":"x"}"#, "llama.cpp", .embeddings),
        RequestExample("POST", "/v1/threads/thread_1/messages", #"{"role":"user","content":"x"}"#, "openai", .chat),
        RequestExample(
            "POST", "/ml/v1/text/chat?version=2024", chat, "ibm.watsonx.ai", .chat, host: "us-south.ml.cloud.ibm.com"),
        RequestExample("POST", "/v1/rerank", #"{"query":"x","documents":["y"]}"#, "openai", .rerank),
        RequestExample("POST", "/slots/0?action=save", #"{"filename":"a"}"#, "llama.cpp", .slotSave),
        RequestExample("POST", "/slots/0?action=restore", #"{"filename":"a"}"#, "llama.cpp", .slotRestore),
        RequestExample("POST", "/generate", #"{"inputs":"x"}"#, "tgi", .textCompletion),
        RequestExample("POST", "/generate_stream", #"{"inputs":"x"}"#, "tgi", .textCompletion),
        RequestExample("POST", "/", #"{"inputs":"x"}"#, "tgi", .textCompletion),
        RequestExample("POST", "/generate", #"{"text":"x","sampling_params":{}}"#, "sglang", .textCompletion),
        RequestExample("POST", "/generate", #"{"prompt":"x"}"#, "vllm", .textCompletion),
        RequestExample("POST", "/api/v1/generate", #"{"prompt":"x","max_length":8}"#, "koboldcpp", .textCompletion),
        RequestExample("POST", "/api/extra/generate/stream", #"{"prompt":"x"}"#, "koboldcpp", .textCompletion),
        RequestExample(
            "POST", "/api/v1/generate", #"{"prompt":"x","max_new_tokens":8}"#, "text-generation-webui", .textCompletion),
        RequestExample("POST", "/v1/internal/logits", #"{"prompt":"x"}"#, "text-generation-webui", .logits),
        RequestExample(
            "POST", "/v1beta/models/gemini-2.5-pro:generateContent", #"{"contents":[]}"#, "gcp.gemini",
            .generateContent,
            host: "generativelanguage.googleapis.com"),
        RequestExample("POST", "/v1beta/models/g:streamGenerateContent?alt=sse", "{}", "gcp.gemini", .generateContent),
        RequestExample(
            "POST", "/v1/projects/p/locations/l/publishers/google/models/g:generateContent", "{}", "gcp.vertex_ai",
            .generateContent, host: "europe-west4-aiplatform.googleapis.com"),
        RequestExample("POST", "/v1/chat", #"{"message":"x"}"#, "cohere", .chat, host: "api.cohere.com"),
        RequestExample("POST", "/v2/chat", chat, "cohere", .chat),
        RequestExample(
            "POST", "/models/google/gemma-2-2b", #"{"inputs":"x"}"#, "huggingface", .textCompletion,
            host: "api-inference.huggingface.co"),
        RequestExample(
            "POST", "/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke-with-response-stream", "{}", "aws.bedrock",
            .chat,
            host: "bedrock-runtime.us-east-1.amazonaws.com"),
        RequestExample(
            "POST", "/prompt", #"{"prompt":{"6":{"class_type":"CLIPTextEncode","inputs":{"text":"x"}}}}"#, "comfyui",
            .workflow),
    ]

    @Test("method, path and body tell the API and what is asked for", arguments: known)
    func recognised(_ known: RequestExample) throws {
        let call = RecordedCall(method: known.method, target: known.target, host: known.host, question: known.body)
        let read = try #require(call.read())
        #expect(read.system == known.system)
        #expect(read.operation == known.operation)
        #expect(read.isCertain)
    }

    @Test(
        "requests that only look alike are no calls",
        arguments: [
            RequestExample("POST", "/generate", #"{"report":"x"}"#, "", .chat),
            RequestExample("POST", "/completion", #"{"rate":1}"#, "", .chat),
            RequestExample("POST", "/completion", "prompt=x", "", .chat),
            RequestExample("POST", "/api/v1/completion", #"{"prompt":"x"}"#, "", .chat),
            RequestExample("POST", "/", #"{"event":"x"}"#, "", .chat),
            RequestExample("GET", "/", "", "", .chat),
            RequestExample("POST", "/api/chat", #"{"room":"x"}"#, "", .chat),
            RequestExample("POST", "/api/show", "", "", .chat),
            RequestExample("POST", "/api/chat", #"{"id":"1","messages":[]}"#, "", .chat),
            RequestExample("POST", "/api/create", #"{"name":"x"}"#, "", .chat),
            RequestExample("POST", "/api/v1/chat", #"{"message":"x"}"#, "", .chat),
            RequestExample("POST", "/v1/messages", #"{"to":"x","body":"y"}"#, "", .chat),
            RequestExample("POST", "/responses", #"{"answers":[]}"#, "", .chat),
            RequestExample("GET", "/v1/chat/completions", "", "", .chat),
            RequestExample("POST", "/prompt", #"{"prompt":"x"}"#, "", .chat),
            RequestExample("POST", "/model/123/invoke", "{}", "", .chat),
            RequestExample("POST", "/v1/models/resnet:predict", #"{"x":[]}"#, "", .chat),
            RequestExample("OPTIONS", "*", "", "", .chat),
        ])
    func alike(_ alike: RequestExample) {
        #expect(RecordedCall(method: alike.method, target: alike.target, question: alike.body).read() == nil)
    }

    @Test("a path that others have, too, is certain only by the answer")
    func certainty() throws {
        let models = #"{"object":"list","data":[{"id":"a","object":"model"},{"id":"b","object":"model"}]}"#
        let list = try #require(RecordedCall(method: "GET", target: "/v1/models", answer: models).read())
        #expect(list.isCertain)
        #expect(list.listedModels == ["a", "b"])
        #expect(list.listedModelCount == 2)
        let cars = #"{"models":{"bmw":[1,2]}}"#
        #expect(RecordedCall(method: "GET", target: "/models", answer: cars).read()?.isCertain == false)
        let slots = #"[{"id":0,"n_ctx":1024,"is_processing":false}]"#
        #expect(RecordedCall(method: "GET", target: "/slots", answer: slots).read()?.isCertain == true)
        #expect(
            RecordedCall(method: "GET", target: "/slots", answer: #"[{"id":0,"time":"9:00"}]"#).read()?.isCertain
                == false)
        let tags = #"{"models":[{"name":"llama3:8b","model":"llama3:8b","size":1}]}"#
        let list2 = try #require(RecordedCall(method: "GET", target: "/api/tags", answer: tags).read())
        #expect(list2.isCertain && list2.listedModels == ["llama3:8b"])
        let info = #"{"model_id":"m","version":"2.0"}"#
        #expect(RecordedCall(method: "GET", target: "/info", answer: info).read()?.isCertain == true)
        #expect(RecordedCall(method: "GET", target: "/info", answer: #"{"name":"x"}"#).read()?.isCertain == false)
        let pull = #"{"name":"m"}"#
        #expect(RecordedCall(target: "/api/pull", question: pull, answer: #"{"ok":true}"#).read()?.isCertain == false)
        #expect(RecordedCall(target: "/api/pull", question: pull, answer: #"{"status":"x"}"#).read()?.isCertain == true)
        #expect(RecordedCall(target: "/api/show", question: pull, answer: #"{"details":{}}"#).read()?.isCertain == true)
        #expect(RecordedCall(method: "GET", target: "/api/tags", answer: #"{"models":[]}"#).read()?.isCertain == true)
    }

    @Test("the model is read from the path where it stands there")
    func modelInPath() {
        func model(_ target: String, _ host: String, _ body: String) -> String? {
            RecordedCall(target: target, host: host, question: body).read()?.requestModel
        }
        #expect(model("/openai/deployments/my%20gpt/embeddings", "x", #"{"input":"x"}"#) == "my gpt")
        #expect(model("/v1beta/models/gemini-2.5-flash:generateContent", "x", "{}") == "gemini-2.5-flash")
        #expect(
            model("/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse", "x", "{}")
                == "anthropic.claude-3-haiku-20240307-v1:0")
        #expect(model("/hf-inference/models/a/b", "router.huggingface.co", #"{"inputs":"x"}"#) == "a/b")
        let show = RecordedCall(
            method: "GET", target: "/v1/models/org/name", answer: #"{"id":"org/name","object":"model"}"#)
        #expect(show.read()?.requestModel == "org/name")
        #expect(show.read()?.operation == .modelShow)
    }
}
