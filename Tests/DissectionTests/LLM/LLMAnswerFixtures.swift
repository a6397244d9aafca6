import Testing

@testable import Dissection

/// Answers as the published references of the APIs show them, each with what a reader must find in it.
struct LLMAnswerFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let call: RecordedCall
    var text = ""
    var reasoning = ""
    var toolCalls: [LLMToolCall] = []
    var finishReason: String?
    var model: String?
    var input: Int64?
    var output: Int64?
    var cached: Int64?

    var testDescription: String { name }

    private static let chat = #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#
    private static let events = "text/event-stream"
    private static let lines = "application/x-ndjson"

    static let all = openAI + responses + anthropic + ollama + llamaCpp + others + hosted

    static let openAI = [
        LLMAnswerFixture(
            name: "OpenAI chat",
            call: RecordedCall(
                question: chat,
                answer: #"""
                    {"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o-2024","choices":[{"index":0,"message":
                    {"role":"assistant","content":"Hello!","reasoning_content":"greet"},"logprobs":null,"finish_reason":"stop"}],
                    "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,"prompt_tokens_details":{"cached_tokens":4}}}
                    """#),
            text: "Hello!", reasoning: "greet", finishReason: "stop", model: "gpt-4o-2024", input: 19, output: 10,
            cached: 4),
        LLMAnswerFixture(
            name: "OpenAI chat stream",
            call: RecordedCall(
                question: chat, mediaType: events,
                answer: RecordedCall.events([
                    #"{"id":"c","model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
                    #"{"id":"c","model":"gpt","choices":[{"index":0,"delta":{"reasoning_content":"hm"},"finish_reason":null}]}"#,
                    #"{"id":"c","model":"gpt","choices":[{"index":0,"delta":{"content":"Grüß "},"finish_reason":null}]}"#,
                    #"{"id":"c","model":"gpt","choices":[{"index":0,"delta":{"content":"\ud83d\ude00"},"finish_reason":null}]}"#,
                    #"{"id":"c","model":"gpt","choices":[{"index":0,"delta":{},"finish_reason":"length"}]}"#,
                    #"{"id":"c","model":"gpt","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":3}}"#,
                ])),
            text: "Grüß 😀", reasoning: "hm", finishReason: "length", model: "gpt", input: 5, output: 3),
        LLMAnswerFixture(
            name: "OpenAI tool call stream",
            call: RecordedCall(
                question: chat, mediaType: events,
                answer: RecordedCall.events([
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}"#,
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]}}]}"#,
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":""}}]}}]}"#,
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}"#,
                    #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
                ])),
            toolCalls: [LLMToolCall(name: "f", arguments: #"{"x":1}"#), LLMToolCall(name: "g", arguments: "")],
            finishReason: "tool_calls"),
        LLMAnswerFixture(
            name: "OpenAI text completion stream",
            call: RecordedCall(
                target: "/v1/completions", question: #"{"prompt":"a"}"#, mediaType: events,
                answer: RecordedCall.events([
                    #"{"model":"t","choices":[{"text":"b","index":0,"finish_reason":null}]}"#,
                    #"{"model":"t","choices":[{"text":"c","index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
                ])),
            text: "bc", finishReason: "stop", model: "t", input: 1, output: 2),
    ]

    static let responses = [
        LLMAnswerFixture(
            name: "OpenAI responses",
            call: RecordedCall(
                target: "/v1/responses", question: #"{"input":"x"}"#,
                answer: #"""
                    {"id":"resp_1","object":"response","status":"completed","model":"gpt-5","output":[
                    {"type":"reasoning","summary":[{"type":"summary_text","text":"think"}]},
                    {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Answer","annotations":[]}]},
                    {"type":"function_call","name":"f","arguments":"{}"}],
                    "usage":{"input_tokens":36,"input_tokens_details":{"cached_tokens":2},"output_tokens":87,
                    "output_tokens_details":{"reasoning_tokens":5}}}
                    """#),
            text: "Answer", reasoning: "think", toolCalls: [LLMToolCall(name: "f", arguments: "{}")],
            finishReason: "completed",
            model: "gpt-5", input: 36, output: 87, cached: 2),
        LLMAnswerFixture(
            name: "OpenAI responses stream",
            call: RecordedCall(
                target: "/v1/responses", question: #"{"input":"x"}"#, mediaType: events,
                answer: RecordedCall.events(
                    [
                        #"{"type":"response.created","response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-5"}}"#,
                        #"{"type":"response.output_item.added","output_index":0,"item":{"type":"message","role":"assistant","content":[]}}"#,
                        #"{"type":"response.output_text.delta","delta":"An"}"#,
                        #"{"type":"response.output_text.delta","delta":"swer"}"#,
                        #"{"type":"response.output_text.done","text":"Answer"}"#,
                        #"{"type":"response.output_item.added","item":{"type":"function_call","name":"f","arguments":""}}"#,
                        #"{"type":"response.function_call_arguments.delta","delta":"{}"}"#,
                        #"{"type":"response.incomplete","response":{"id":"resp_1","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"Answer"}]}],"usage":{"input_tokens":3,"output_tokens":2}}}"#,
                    ], named: true, end: nil)),
            text: "Answer", toolCalls: [LLMToolCall(name: "f", arguments: "{}")], finishReason: "max_output_tokens",
            model: "gpt-5", input: 3, output: 2),
    ]

    static let anthropic = [
        LLMAnswerFixture(
            name: "Anthropic message",
            call: RecordedCall(
                target: "/v1/messages", question: chat,
                answer: #"""
                    {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[
                    {"type":"thinking","thinking":"well","signature":"x"},{"type":"text","text":"Hi"},
                    {"type":"tool_use","id":"t","name":"f","input":{"a":1}}],"stop_reason":"tool_use",
                    "usage":{"input_tokens":10,"cache_read_input_tokens":7,"output_tokens":3}}
                    """#),
            text: "Hi", reasoning: "well", toolCalls: [LLMToolCall(name: "f", arguments: #"{"a":1}"#)],
            finishReason: "tool_use", model: "claude", input: 10, output: 3, cached: 7),
        LLMAnswerFixture(
            name: "Anthropic stream",
            call: RecordedCall(
                target: "/v1/messages", question: chat, mediaType: events,
                answer: RecordedCall.events(
                    [
                        #"{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude","stop_reason":null,"usage":{"input_tokens":25,"cache_read_input_tokens":4,"output_tokens":1}}}"#,
                        #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
                        #"{"type":"ping"}"#,
                        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}"#,
                        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}"#,
                        #"{"type":"content_block_stop","index":0}"#,
                        #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}"#,
                        #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\""}}"#,
                        #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":":1}"}}"#,
                        #"{"type":"content_block_stop","index":1}"#,
                        #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":15}}"#,
                        #"{"type":"message_stop"}"#,
                    ], named: true, end: nil)),
            text: "Hello", toolCalls: [LLMToolCall(name: "f", arguments: #"{"a":1}"#)], finishReason: "tool_use",
            model: "claude", input: 25, output: 15, cached: 4),
    ]

    static let ollama = [
        LLMAnswerFixture(
            name: "Ollama chat stream",
            call: RecordedCall(
                target: "/api/chat", question: chat, mediaType: lines,
                answer: #"""
                    {"model":"llama3.2","created_at":"2023","message":{"role":"assistant","content":"","thinking":"so"},"done":false}
                    {"model":"llama3.2","created_at":"2023","message":{"role":"assistant","content":"The sky"},"done":false}
                    {"model":"llama3.2","created_at":"2023","message":{"role":"assistant","content":" is blue"},"done":false}
                    {"model":"llama3.2","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":false}
                    {"model":"llama3.2","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"total_duration":5191566416,"load_duration":2154458,"prompt_eval_count":26,"prompt_eval_duration":383809000,"eval_count":298,"eval_duration":4799921000}

                    """#),
            text: "The sky is blue", reasoning: "so", toolCalls: [LLMToolCall(name: "f", arguments: #"{"a":1}"#)],
            finishReason: "stop", model: "llama3.2", input: 26, output: 298),
        LLMAnswerFixture(
            name: "Ollama generate",
            call: RecordedCall(
                target: "/api/generate", question: #"{"model":"m","prompt":"x","stream":false}"#,
                answer:
                    #"{"model":"m","response":"Because.","done":true,"context":[1,2],"prompt_eval_count":2,"eval_count":3,"eval_duration":1500000000}"#
            ),
            text: "Because.", model: "m", input: 2, output: 3),
    ]

    static let llamaCpp = [
        LLMAnswerFixture(
            name: "llama.cpp completion stream",
            call: RecordedCall(
                target: "/completion", question: #"{"prompt":"x","stream":true}"#, mediaType: events,
                answer: RecordedCall.events(
                    [
                        #"{"index":0,"content":"one","tokens":[1],"stop":false,"id_slot":-1,"tokens_predicted":1,"tokens_evaluated":7}"#,
                        #"{"index":0,"content":" two","tokens":[2],"stop":false,"id_slot":-1,"tokens_predicted":2,"tokens_evaluated":7}"#,
                        #"{"index":0,"content":"","tokens":[],"id_slot":0,"stop":true,"model":"tiny.gguf","tokens_predicted":2,"tokens_evaluated":7,"prompt":"x","truncated":false,"stop_type":"limit","tokens_cached":9,"timings":{"cache_n":6,"prompt_n":1,"prompt_ms":4.0,"predicted_n":2,"predicted_ms":2.0,"predicted_per_second":1000.0}}"#,
                    ], end: nil)),
            text: "one two", finishReason: "limit", model: "tiny.gguf", input: 7, output: 2, cached: 6)
    ]

    static let others = [
        LLMAnswerFixture(
            name: "TGI stream",
            call: RecordedCall(
                target: "/generate_stream", question: #"{"inputs":"x"}"#, mediaType: events,
                answer: RecordedCall.events(
                    [
                        #"{"index":1,"token":{"id":1,"text":"De","logprob":-0.1,"special":false},"generated_text":null,"details":null}"#,
                        #"{"index":2,"token":{"id":2,"text":"ep","logprob":-0.1,"special":false},"generated_text":null,"details":null}"#,
                        #"{"index":3,"token":{"id":3,"text":"</s>","logprob":-0.1,"special":true},"generated_text":"Deep","details":{"finish_reason":"eos_token","generated_tokens":3,"input_length":4}}"#,
                    ], end: nil)),
            text: "Deep", finishReason: "eos_token", input: 4, output: 3),
        LLMAnswerFixture(
            name: "TGI list",
            call: RecordedCall(
                target: "/", question: #"{"inputs":"x"}"#,
                answer:
                    #"[{"generated_text":"Deep","details":{"finish_reason":"length","generated_tokens":2,"prefill":[{},{},{}]}}]"#
            ),
            text: "Deep", finishReason: "length", input: 3, output: 2),
        LLMAnswerFixture(
            name: "KoboldCpp",
            call: RecordedCall(
                target: "/api/v1/generate", question: #"{"prompt":"x"}"#,
                answer:
                    #"{"results":[{"text":" upon a time","finish_reason":"length","prompt_tokens":3,"completion_tokens":4}]}"#
            ),
            text: " upon a time", finishReason: "length", input: 3, output: 4),
        LLMAnswerFixture(
            name: "KoboldCpp stream",
            call: RecordedCall(
                target: "/api/extra/generate/stream", question: #"{"prompt":"x"}"#, mediaType: events,
                answer: "event: message\ndata: {\"token\": \" upon\", \"finish_reason\": null}\n\n"
                    + "event: message\ndata: {\"token\": \" a\", \"finish_reason\": \"stop\"}\n\n"),
            text: " upon a", finishReason: "stop"),
        LLMAnswerFixture(
            name: "SGLang stream, which repeats the text",
            call: RecordedCall(
                target: "/generate", question: #"{"text":"x","sampling_params":{},"stream":true}"#, mediaType: events,
                answer: RecordedCall.events([
                    #"{"text":"one","meta_info":{"prompt_tokens":2,"completion_tokens":1,"finish_reason":null}}"#,
                    #"{"text":"one two","meta_info":{"prompt_tokens":2,"completion_tokens":2,"finish_reason":{"type":"length"}}}"#,
                ])),
            text: "one two", finishReason: "length", input: 2, output: 2),
    ]

    static let hosted = [
        LLMAnswerFixture(
            name: "Gemini array stream",
            call: RecordedCall(
                target: "/v1beta/models/g:streamGenerateContent", question: #"{"contents":[]}"#,
                answer: #"""
                    [{"candidates":[{"content":{"parts":[{"text":"mull","thought":true},{"text":"Hel"}],"role":"model"},"index":0}],"modelVersion":"gemini-2.5"}
                    ,
                    {"candidates":[{"content":{"parts":[{"text":"lo"},{"functionCall":{"name":"f","args":{}}}],"role":"model"},"finishReason":"STOP","index":0}],
                    "usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":9,"cachedContentTokenCount":1}}]
                    """#),
            text: "Hello", reasoning: "mull", toolCalls: [LLMToolCall(name: "f", arguments: "{}")],
            finishReason: "STOP",
            model: "gemini-2.5", input: 4, output: 9, cached: 1),
        LLMAnswerFixture(
            name: "Gemini event stream",
            call: RecordedCall(
                target: "/v1beta/models/g:streamGenerateContent?alt=sse", question: "{}", mediaType: events,
                answer: RecordedCall.events(
                    [
                        #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"index":0}]}"#,
                        #"{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"MAX_TOKENS","index":0}]}"#,
                    ], end: nil)),
            text: "ab", finishReason: "MAX_TOKENS"),
        LLMAnswerFixture(
            name: "Cohere stream, second version",
            call: RecordedCall(
                target: "/v2/chat", question: chat, mediaType: events,
                answer: RecordedCall.events(
                    [
                        #"{"id":"29f1","type":"message-start","delta":{"message":{"role":"assistant","content":[]}}}"#,
                        #"{"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}"#,
                        #"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"LLM"}}}}"#,
                        #"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"s"}}}}"#,
                        #"{"type":"content-end","index":0}"#,
                        #"{"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"q","type":"function","function":{"name":"f","arguments":""}}}}}"#,
                        #"{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{}"}}}}}"#,
                        #"{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":5.0,"output_tokens":9.0},"tokens":{"input_tokens":71.0,"output_tokens":9.0}}}}"#,
                    ], named: true, end: nil)),
            text: "LLMs", toolCalls: [LLMToolCall(name: "f", arguments: "{}")], finishReason: "COMPLETE", input: 71,
            output: 9),
        LLMAnswerFixture(
            name: "Cohere stream, first version",
            call: RecordedCall(
                target: "/v1/chat", question: #"{"message":"x","stream":true}"#, mediaType: "application/stream+json",
                answer: #"""
                    {"is_finished":false,"event_type":"stream-start","generation_id":"g"}
                    {"is_finished":false,"event_type":"text-generation","text":"He"}
                    {"is_finished":false,"event_type":"text-generation","text":"y"}
                    {"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE","response":{"text":"Hey","meta":{"tokens":{"input_tokens":3,"output_tokens":2}}}}
                    """#),
            text: "Hey", finishReason: "COMPLETE", input: 3, output: 2),
        LLMAnswerFixture(
            name: "Cohere chat, second version",
            call: RecordedCall(
                target: "/v2/chat", question: chat,
                answer:
                    #"{"id":"c","finish_reason":"COMPLETE","message":{"role":"assistant","content":[{"type":"text","text":"Hey"}]},"usage":{"tokens":{"input_tokens":3,"output_tokens":2}}}"#
            ),
            text: "Hey", finishReason: "COMPLETE", input: 3, output: 2),
        LLMAnswerFixture(
            name: "Bedrock converse",
            call: RecordedCall(
                target: "/model/amazon.nova/converse", question: chat,
                answer:
                    #"{"output":{"message":{"role":"assistant","content":[{"text":"Hey"}]}},"stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5}}"#
            ),
            text: "Hey", finishReason: "end_turn", input: 3, output: 2),
    ]
}
