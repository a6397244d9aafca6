import Observation
import Testing

@testable import Dissection

@Suite("Recognition of model APIs")
struct LLMRecognitionTests {
    struct Case: Sendable {
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

    static let chat = #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#

    static let known: [Case] = [
        Case("POST", "/v1/chat/completions", chat, "openai", .chat),
        Case("POST", "/chat/completions?x=1", chat, "openai", .chat),
        Case("POST", "/api/v0/chat/completions", chat, "openai", .chat),
        Case("POST", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", chat, "openai", .chat),
        Case("POST", "/openai/deployments/g/chat/completions", chat, "azure.ai.openai", .chat, host: "x.openai.azure.com"),
        Case("POST", "/v1/chat/completions", chat, "openai", .chat, host: "api.openai.com"),
        Case("POST", "/openai/v1/chat/completions", chat, "groq", .chat, host: "api.groq.com"),
        Case("POST", "/v1/chat/completions", chat, "mistral_ai", .chat, host: "api.mistral.ai:443"),
        Case("POST", "/api/v1/chat/completions", chat, "openrouter", .chat, host: "openrouter.ai"),
        Case("POST", "http://api.deepseek.com/chat/completions", chat, "deepseek", .chat, host: "proxy"),
        Case("POST", "/v1/completions", #"{"prompt":"x"}"#, "openai", .textCompletion),
        Case("POST", "/v1/responses", #"{"model":"m","input":"x"}"#, "openai", .chat),
        Case("POST", "/v1/embeddings", #"{"model":"m","input":["x"]}"#, "openai", .embeddings),
        Case("POST", "/v1/images/generations", #"{"prompt":"x"}"#, "openai", .imageGeneration),
        Case("POST", "/v1/audio/transcriptions", "", "openai", .audioTranscription),
        Case("POST", "/v1/messages", chat, "anthropic", .chat, host: "api.anthropic.com"),
        Case("POST", "/v1/messages/count_tokens", chat, "anthropic", .tokenCount),
        Case("POST", "/api/generate", #"{"model":"m","prompt":"x"}"#, "ollama", .textCompletion),
        Case("POST", "/api/generate", #"{"model":"m"}"#, "ollama", .modelLoad),
        Case("POST", "/api/generate", #"{"model":"m","keep_alive":0}"#, "ollama", .modelUnload),
        Case("POST", "/api/chat", chat, "ollama", .chat),
        Case("POST", "/ollama/api/chat", chat, "ollama", .chat),
        Case("POST", "/api/embed", #"{"model":"m","input":"x"}"#, "ollama", .embeddings),
        Case("POST", "/api/embeddings", #"{"model":"m","prompt":"x"}"#, "ollama", .embeddings),
        Case("POST", "/api/show", #"{"name":"m"}"#, "ollama", .modelShow),
        Case("POST", "/api/pull", #"{"model":"m"}"#, "ollama", .modelPull),
        Case("POST", "/api/push", #"{"model":"m"}"#, "ollama", .modelPush),
        Case("POST", "/api/create", #"{"model":"m","from":"n"}"#, "ollama", .modelCreate),
        Case("POST", "/api/copy", #"{"source":"m","destination":"n"}"#, "ollama", .modelCopy),
        Case("DELETE", "/api/delete", #"{"model":"m"}"#, "ollama", .modelDelete),
        Case("HEAD", "/api/blobs/sha256:29fd", "", "ollama", .blobCheck),
        Case("POST", "/api/blobs/sha256:29fd", "GGUF", "ollama", .blobUpload),
        Case("POST", "/completion", #"{"prompt":"x","n_predict":4}"#, "llama.cpp", .textCompletion),
        Case("POST", "/infill", #"{"input_prefix":"x","input_suffix":"y"}"#, "llama.cpp", .textCompletion),
        Case("POST", "/tokenize", #"{"content":"x"}"#, "llama.cpp", .tokenize),
        Case("POST", "/tokenize", #"{"prompt":"x"}"#, "vllm", .tokenize),
        Case("POST", "/detokenize", #"{"tokens":[1]}"#, "llama.cpp", .detokenize),
        Case("POST", "/apply-template", chat, "llama.cpp", .applyTemplate),
        Case("POST", "/embedding", #"{"content":"x"}"#, "llama.cpp", .embeddings),
        Case("POST", "/v1/rerank", #"{"query":"x","documents":["y"]}"#, "openai", .rerank),
        Case("POST", "/slots/0?action=save", #"{"filename":"a"}"#, "llama.cpp", .slotSave),
        Case("POST", "/slots/0?action=restore", #"{"filename":"a"}"#, "llama.cpp", .slotRestore),
        Case("POST", "/generate", #"{"inputs":"x"}"#, "tgi", .textCompletion),
        Case("POST", "/generate_stream", #"{"inputs":"x"}"#, "tgi", .textCompletion),
        Case("POST", "/", #"{"inputs":"x"}"#, "tgi", .textCompletion),
        Case("POST", "/generate", #"{"text":"x","sampling_params":{}}"#, "sglang", .textCompletion),
        Case("POST", "/generate", #"{"prompt":"x"}"#, "vllm", .textCompletion),
        Case("POST", "/api/v1/generate", #"{"prompt":"x","max_length":8}"#, "koboldcpp", .textCompletion),
        Case("POST", "/api/extra/generate/stream", #"{"prompt":"x"}"#, "koboldcpp", .textCompletion),
        Case("POST", "/api/v1/generate", #"{"prompt":"x","max_new_tokens":8}"#, "text-generation-webui", .textCompletion),
        Case("POST", "/v1/internal/logits", #"{"prompt":"x"}"#, "text-generation-webui", .logits),
        Case(
            "POST", "/v1beta/models/gemini-2.5-pro:generateContent", #"{"contents":[]}"#, "gcp.gemini", .generateContent,
            host: "generativelanguage.googleapis.com"),
        Case("POST", "/v1beta/models/g:streamGenerateContent?alt=sse", "{}", "gcp.gemini", .generateContent),
        Case(
            "POST", "/v1/projects/p/locations/l/publishers/google/models/g:generateContent", "{}", "gcp.vertex_ai",
            .generateContent, host: "europe-west4-aiplatform.googleapis.com"),
        Case("POST", "/v1/chat", #"{"message":"x"}"#, "cohere", .chat, host: "api.cohere.com"),
        Case("POST", "/v2/chat", chat, "cohere", .chat),
        Case(
            "POST", "/models/google/gemma-2-2b", #"{"inputs":"x"}"#, "huggingface", .textCompletion,
            host: "api-inference.huggingface.co"),
        Case(
            "POST", "/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke-with-response-stream", "{}", "aws.bedrock", .chat,
            host: "bedrock-runtime.us-east-1.amazonaws.com"),
        Case("POST", "/prompt", #"{"prompt":{"6":{"class_type":"CLIPTextEncode","inputs":{"text":"x"}}}}"#, "comfyui", .workflow),
    ]

    @Test("method, path and body tell the API and what is asked for", arguments: known)
    func known(_ known: Case) throws {
        let call = RecordedCall(method: known.method, target: known.target, host: known.host, question: known.body)
        let read = try #require(call.read())
        #expect(read.system == known.system)
        #expect(read.operation == known.operation)
        #expect(read.isCertain)
    }

    @Test(
        "requests that only look alike are no calls",
        arguments: [
            Case("POST", "/generate", #"{"report":"x"}"#, "", .chat),
            Case("POST", "/completion", #"{"rate":1}"#, "", .chat),
            Case("POST", "/completion", "prompt=x", "", .chat),
            Case("POST", "/api/v1/completion", #"{"prompt":"x"}"#, "", .chat),
            Case("POST", "/", #"{"event":"x"}"#, "", .chat),
            Case("GET", "/", "", "", .chat),
            Case("POST", "/api/chat", #"{"room":"x"}"#, "", .chat),
            Case("POST", "/api/show", "", "", .chat),
            Case("POST", "/v1/messages", #"{"to":"x","body":"y"}"#, "", .chat),
            Case("POST", "/responses", #"{"answers":[]}"#, "", .chat),
            Case("GET", "/v1/chat/completions", "", "", .chat),
            Case("POST", "/prompt", #"{"prompt":"x"}"#, "", .chat),
            Case("POST", "/model/123/invoke", "{}", "", .chat),
            Case("POST", "/v1/models/resnet:predict", #"{"x":[]}"#, "", .chat),
            Case("OPTIONS", "*", "", "", .chat),
        ])
    func alike(_ alike: Case) {
        #expect(RecordedCall(method: alike.method, target: alike.target, question: alike.body).read() == nil)
    }

    @Test("a path that others have, too, is certain only by the answer")
    func certainty() throws {
        let models = #"{"object":"list","data":[{"id":"a","object":"model"},{"id":"b"}]}"#
        let list = try #require(RecordedCall(method: "GET", target: "/v1/models", answer: models).read())
        #expect(list.isCertain)
        #expect(list.listedModels == ["a", "b"])
        #expect(list.listedModelCount == 2)
        let cars = #"{"models":{"bmw":[1,2]}}"#
        #expect(RecordedCall(method: "GET", target: "/models", answer: cars).read()?.isCertain == false)
        let slots = #"[{"id":0,"n_ctx":1024,"is_processing":false}]"#
        #expect(RecordedCall(method: "GET", target: "/slots", answer: slots).read()?.isCertain == true)
        #expect(RecordedCall(method: "GET", target: "/slots", answer: #"[{"id":0,"time":"9:00"}]"#).read()?.isCertain == false)
        let tags = #"{"models":[{"name":"llama3:8b","model":"llama3:8b","size":1}]}"#
        let list2 = try #require(RecordedCall(method: "GET", target: "/api/tags", answer: tags).read())
        #expect(list2.isCertain && list2.listedModels == ["llama3:8b"])
        let info = #"{"model_id":"m","version":"2.0"}"#
        #expect(RecordedCall(method: "GET", target: "/info", answer: info).read()?.isCertain == true)
        #expect(RecordedCall(method: "GET", target: "/info", answer: #"{"name":"x"}"#).read()?.isCertain == false)
        #expect(RecordedCall(method: "GET", target: "/api/version", answer: #"{"version":"0.9"}"#).read()?.isCertain == true)
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
        let show = RecordedCall(method: "GET", target: "/v1/models/org/name", answer: #"{"id":"org/name","object":"model"}"#)
        #expect(show.read()?.requestModel == "org/name")
        #expect(show.read()?.operation == .modelShow)
    }
}
