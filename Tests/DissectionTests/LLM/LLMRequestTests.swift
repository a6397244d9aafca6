import Observation
import Testing

@testable import Dissection

@Suite("Requests to model APIs")
struct LLMRequestTests {
    private func read(_ target: String, _ body: String) throws -> LLMCall {
        try #require(RecordedCall(target: target, question: body).read())
    }

    @Test("OpenAI's chat: roles, parts, tool calls and results, and every parameter")
    func openAI() throws {
        let call = try read(
            "/v1/chat/completions",
            #"""
            {"model":"gpt-4o","stream":true,"max_completion_tokens":64,"temperature":0.5,"top_p":0.9,"seed":7,"n":2,
             "logprobs":true,"top_logprobs":5,"logit_bias":{"50256":-100,"11":3},"store":true,
             "response_format":{"type":"json_schema","json_schema":{"name":"x"}},
             "tools":[{"type":"function","function":{"name":"get_weather"}},{"type":"function","function":{"name":"search"}}],
             "messages":[{"role":"system","content":"be brief"},
              {"role":"user","content":[{"type":"text","text":"what is this?"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAABBBBCCCC"}},
                {"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
                {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                "function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"rainy"}]}
            """#)
        #expect(call.requestModel == "gpt-4o")
        #expect(call.messages.map(\.role) == ["system", "user", "assistant", "tool"])
        #expect(call.messages.map(\.text) == ["be brief", "what is this?", "", "rainy"])
        #expect(call.messages[2].toolCalls == [LLMToolCall(name: "get_weather", arguments: #"{"city":"Paris"}"#)])
        #expect(
            call.messages[1].attachments == [
                LLMAttachment(kind: "image", mediaType: "image/png", byteCount: 9),
                LLMAttachment(kind: "image", mediaType: nil, byteCount: nil),
                LLMAttachment(kind: "audio", mediaType: "wav", byteCount: 3),
            ])
        let asked = call.parameters
        #expect(asked.isStreamed == true && asked.maxTokens == 64 && asked.temperature == 0.5 && asked.topP == 0.9)
        #expect(asked.seed == 7 && asked.choiceCount == 2 && asked.wantsProbabilities == true)
        #expect(asked.alternativeCount == 5 && asked.biasedTokenCount == 2 && asked.isStored == true)
        #expect(asked.responseFormat == "json_schema" && asked.toolNames == ["get_weather", "search"])
        #expect(!call.isRequestTruncated)
        #expect(call.request.body.isEmpty)
    }

    @Test("OpenAI's responses: a text, or items of several types")
    func responses() throws {
        let short = try read(
            "/v1/responses", #"{"model":"m","instructions":"be brief","input":"hello","max_output_tokens":9}"#)
        #expect(short.messages.map(\.role) == ["system", "user"])
        #expect(short.messages.map(\.text) == ["be brief", "hello"])
        #expect(short.parameters.maxTokens == 9)
        let long = try read(
            "/v1/responses",
            #"""
            {"model":"m","text":{"format":{"type":"json_object"}},"input":[
             {"role":"user","content":[{"type":"input_text","text":"look"},{"type":"input_image","image_url":"data:image/gif;base64,AAAA"}]},
             {"type":"function_call","name":"f","arguments":"{}","call_id":"1"},
             {"type":"function_call_output","call_id":"1","output":"done"}]}
            """#)
        #expect(long.messages.map(\.role) == ["user", "assistant", "tool"])
        #expect(long.messages.map(\.text) == ["look", "", "done"])
        #expect(long.messages[0].attachments == [LLMAttachment(kind: "image", mediaType: "image/gif", byteCount: 3)])
        #expect(long.messages[1].toolCalls.map(\.name) == ["f"])
        #expect(long.parameters.responseFormat == "json_object")
        #expect(long.inputCount == nil)
    }

    @Test("Anthropic's messages: the system prompt beside them, thinking, tools, documents")
    func anthropic() throws {
        let call = try read(
            "/v1/messages",
            #"""
            {"model":"claude","max_tokens":100,"system":[{"type":"text","text":"you are kind"}],
             "tools":[{"name":"lookup","input_schema":{}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"read it"},
               {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAAAAAA"}},
               {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AAAA"}}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"lookup","input":{"q":"x"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"found"}]}]}]}
            """#)
        #expect(call.messages.map(\.role) == ["system", "user", "assistant", "user"])
        #expect(call.messages.map(\.text) == ["you are kind", "read it", "", "found"])
        #expect(
            call.messages[1].attachments == [
                LLMAttachment(kind: "file", mediaType: "application/pdf", byteCount: 6),
                LLMAttachment(kind: "image", mediaType: "image/jpeg", byteCount: 3),
            ])
        #expect(call.messages[2].toolCalls == [LLMToolCall(name: "lookup", arguments: #"{"q":"x"}"#)])
        #expect(call.parameters.toolNames == ["lookup"])
    }

    @Test("Ollama: options, images, and a stream unless it is refused")
    func ollama() throws {
        let generate = try read(
            "/api/generate",
            #"{"model":"llava","prompt":"what?","system":"s","images":["AAAA"],"format":"json","options":{"num_predict":5,"temperature":1,"top_k":3}}"#
        )
        #expect(generate.messages.map(\.role) == ["system", "user"])
        #expect(generate.messages[1].attachments == [LLMAttachment(kind: "image", mediaType: nil, byteCount: 3)])
        #expect(generate.parameters.isStreamed == true)
        #expect(generate.parameters.maxTokens == 5 && generate.parameters.topK == 3)
        #expect(generate.parameters.responseFormat == "json")
        let chat = try read(
            "/api/chat",
            #"{"model":"m","stream":false,"messages":[{"role":"user","content":"x","images":["AAAA","AAAA"]}]}"#)
        #expect(chat.parameters.isStreamed == false)
        #expect(chat.messages[0].attachments.count == 2)
        #expect(try read("/api/pull", #"{"model":"llama3"}"#).transfer?.registry == "registry.ollama.ai")
        #expect(try read("/api/pull", #"{"model":"hf.co/a/b:Q4"}"#).transfer?.registry == "hf.co")
        let push = try read("/api/push", #"{"name":"http://10.0.0.9:5000/x/stolen"}"#)
        #expect(push.transfer?.registry == "10.0.0.9:5000")
        #expect(push.requestModel == "http://10.0.0.9:5000/x/stolen")
    }

    @Test("llama.cpp: prompts of every shape, and probabilities")
    func llamaCpp() throws {
        let call = try read(
            "/completion", #"{"prompt":["one","two"],"n_predict":3,"n_probs":4,"grammar":"root ::= \"a\""}"#)
        #expect(call.messages.map(\.text) == ["one", "two"])
        #expect(call.parameters.maxTokens == 3 && call.parameters.alternativeCount == 4)
        #expect(call.parameters.wantsProbabilities == true && call.parameters.responseFormat == "grammar")
        let tokens = try read("/completion", #"{"prompt":[1,2,3]}"#)
        #expect(tokens.messages.isEmpty)
        let infill = try read(
            "/infill",
            #"{"input_prefix":"def f(","input_suffix":"):","input_extra":[{"text":"import os","filename":"a"}]}"#)
        #expect(infill.messages.map(\.text) == ["def f(", "):", "import os"])
        let media = try read("/completion", #"{"prompt":{"prompt_string":"see <m>","multimodal_data":["AAAA"]}}"#)
        #expect(media.messages.map(\.text) == ["see <m>"])
        #expect(media.messages[0].attachments.count == 1)
    }

    @Test("Gemini: contents, system instruction, inline data, functions")
    func gemini() throws {
        let call = try read(
            "/v1beta/models/g:streamGenerateContent",
            #"""
            {"systemInstruction":{"parts":[{"text":"be kind"}]},
             "contents":[{"role":"user","parts":[{"text":"hi"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},
              {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"r":2}}}]}],
             "tools":[{"functionDeclarations":[{"name":"f"},{"name":"g"}]}],
             "generationConfig":{"maxOutputTokens":12,"topP":0.5,"candidateCount":2,"responseMimeType":"application/json"}}
            """#)
        #expect(call.messages.map(\.role) == ["system", "user", "model", "user"])
        #expect(call.messages.map(\.text) == ["be kind", "hi", "", #"{"r":2}"#])
        #expect(call.messages[1].attachments == [LLMAttachment(kind: "image", mediaType: "image/png", byteCount: 3)])
        #expect(call.messages[2].toolCalls == [LLMToolCall(name: "f", arguments: #"{"a":1}"#)])
        #expect(call.parameters.isStreamed == true && call.parameters.maxTokens == 12)
        #expect(call.parameters.toolNames == ["f", "g"] && call.parameters.responseFormat == "application/json")
    }

    @Test("Cohere, TGI, KoboldCpp, Bedrock, embeddings, reranking")
    func others() throws {
        let cohere = try read(
            "/v1/chat", #"{"message":"now","preamble":"p","chat_history":[{"role":"USER","message":"before"}]}"#)
        #expect(cohere.messages.map(\.role) == ["system", "user", "user"])
        #expect(cohere.messages.map(\.text) == ["p", "before", "now"])
        let tgi = try read(
            "/generate", #"{"inputs":"hello","parameters":{"max_new_tokens":20,"details":true,"top_n_tokens":2}}"#)
        #expect(tgi.messages.map(\.text) == ["hello"])
        #expect(tgi.parameters.maxTokens == 20 && tgi.parameters.alternativeCount == 2)
        let kobold = try read("/api/v1/generate", #"{"prompt":"once","memory":"m","max_length":80}"#)
        #expect(kobold.messages.map(\.text) == ["once", "m"] && kobold.parameters.maxTokens == 80)
        let bedrock = try read(
            "/model/amazon.nova/converse",
            #"{"system":[{"text":"s"}],"messages":[{"role":"user","content":[{"text":"hi"},{"image":{"format":"png","source":{"bytes":"AAAA"}}}]}],"inferenceConfig":{"maxTokens":3}}"#
        )
        #expect(bedrock.messages.map(\.text) == ["s", "hi"] && bedrock.parameters.maxTokens == 3)
        #expect(bedrock.messages[1].attachments == [LLMAttachment(kind: "image", mediaType: "png", byteCount: 3)])
        let embeddings = try read("/v1/embeddings", #"{"model":"m","input":["a","b","c"]}"#)
        #expect(embeddings.inputCount == 3 && embeddings.messages.map(\.text) == ["a", "b", "c"])
        #expect(try read("/v1/embeddings", #"{"input":"a"}"#).inputCount == 1)
        #expect(try read("/v1/embeddings", #"{"input":[1,2,3]}"#).inputCount == 1)
        #expect(try read("/v1/embeddings", #"{"input":[[1,2],[3]]}"#).inputCount == 2)
        let rerank = try read("/v2/rerank", #"{"query":"q","documents":["a",{"text":"b"}]}"#)
        #expect(rerank.messages.map(\.role) == ["query", "document", "document"] && rerank.inputCount == 2)
        let graph = try read("/prompt", #"{"prompt":{"6":{"class_type":"CLIPTextEncode","inputs":{"text":"a cat"}}}}"#)
        #expect(graph.messages.map(\.text) == ["a cat"])
    }

    @Test("forms with files: the model and the prompt that stand beside the file")
    func forms() throws {
        let parts = [
            ("file\"; filename=\"a.wav", "RIFF"), ("prompt", "names: Ada"), ("model", "whisper-1"), ("stream", "true"),
        ]
        let body = parts.map { "--x\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }.joined()
        var recorded = RecordedCall(target: "/v1/audio/transcriptions", question: body + "--x--\r\n")
        recorded.questionType = "multipart/form-data; boundary=x"
        recorded.answer = #"{"text":"hello Ada","usage":{"input_tokens":14,"output_tokens":5}}"#
        let call = try #require(recorded.read())
        #expect(call.operation == .audioTranscription && call.requestModel == "whisper-1")
        #expect(call.messages.map(\.text) == ["names: Ada"])
        #expect(call.parameters.isStreamed == true)
        #expect(call.text == "hello Ada" && call.usage.inputTokens == 14)
        for count in 0..<body.utf8.count {
            recorded.question = String(body.prefix(count))
            #expect(recorded.read()?.operation == .audioTranscription)
        }
    }

    @Test("a body that was cut off tells what had come")
    func truncated() throws {
        let body = #"{"model":"m","stream":true,"messages":[{"role":"user","content":"my secr"#
        let call = try #require(RecordedCall(question: body, isQuestionTruncated: true).read())
        #expect(call.requestModel == "m" && call.parameters.isStreamed == true)
        #expect(call.messages.map(\.text) == ["my secr"])
        #expect(call.isRequestTruncated)
    }

    @Test("of a long conversation the beginning and the end are kept, of long texts the beginning")
    func bounded() throws {
        let messages = (0..<500).map { #"{"role":"user","content":"m\#($0)"}"# }.joined(separator: ",")
        let many = try read("/v1/chat/completions", #"{"messages":[\#(messages)]}"#)
        #expect(many.messageCount == 500)
        #expect(many.messages.count == 64)
        #expect(many.messages.map(\.text).prefix(9) == ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m444"])
        #expect(many.messages.last?.text == "m499")
        #expect(many.isRequestTruncated)
        let long = String(repeating: "ä", count: 200_000)
        let text = try read("/v1/chat/completions", #"{"messages":[{"role":"user","content":"\#(long)"}]}"#)
        #expect(text.messages[0].text.utf8.count == 256 << 10)
        #expect(text.isRequestTruncated)
    }
}
