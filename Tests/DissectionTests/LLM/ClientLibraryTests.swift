import Foundation
import Observation
import TestSupport
import Testing

@testable import Dissection

@Suite("Streams as the providers' own client libraries read them")
struct ClientLibraryTests {
    private struct Reading: Decodable, Equatable {
        var text: String
        var calls: [String]
        var finish: String?
        var output: Int64?
    }

    private func reading(_ fixture: LLMAnswerFixture) throws -> Reading {
        let call = try #require(fixture.call.read())
        let choice = try #require(call.choices.first)
        return Reading(
            text: choice.text, calls: choice.toolCalls.map { $0.name + $0.arguments }, finish: choice.finishReason,
            output: call.usage.outputTokens)
    }

    private func compare(_ fixtures: [LLMAnswerFixture], with script: String) throws {
        for fixture in fixtures where fixture.call.mediaType == "text/event-stream" {
            let told = try #require(PythonOracle.run(script, input: fixture.call.answer))
            #expect(
                try JSONDecoder().decode(Reading.self, from: Data(told.utf8)) == reading(fixture), "\(fixture.name)")
        }
    }

    @Test("OpenAI's library reads chat streams alike")
    func openAI() throws {
        guard PythonOracle.canImport("openai") else { return }
        try compare(
            LLMAnswerFixture.openAI.filter { $0.call.target.contains("chat") },
            with: """
                import json, sys
                from openai._streaming import SSEDecoder
                from openai._models import construct_type
                from openai.lib.streaming.chat import ChatCompletionStreamState
                from openai.types.chat import ChatCompletionChunk
                state = ChatCompletionStreamState()
                for event in SSEDecoder().iter_bytes([sys.stdin.buffer.read()]):
                    if event.data.startswith("[DONE]"): break
                    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"} | json.loads(event.data)
                    state.handle_chunk(construct_type(type_=ChatCompletionChunk, value=chunk))
                whole = state.current_completion_snapshot
                said = whole.choices[0].message
                calls = [c.function.name + c.function.arguments for c in said.tool_calls or []]
                print(json.dumps(dict(text=said.content or "", calls=calls, finish=whole.choices[0].finish_reason,
                                      output=whole.usage.completion_tokens if whole.usage else None)))
                """)
    }

    @Test("Anthropic's library reads message streams alike")
    func anthropic() throws {
        guard PythonOracle.canImport("anthropic") else { return }
        try compare(
            LLMAnswerFixture.anthropic,
            with: """
                import inspect, json, sys
                from anthropic._streaming import SSEDecoder
                from anthropic._models import construct_type
                from anthropic.types import RawMessageStreamEvent
                from anthropic.lib.streaming._messages import accumulate_event
                whole, more = None, {}
                if "json_bufs" in inspect.signature(accumulate_event).parameters: more = {"json_bufs": {}}
                for event in SSEDecoder().iter_bytes([sys.stdin.buffer.read()]):
                    if event.event == "ping": continue
                    value = construct_type(type_=RawMessageStreamEvent, value=json.loads(event.data))
                    whole = accumulate_event(event=value, current_snapshot=whole, **more)
                text = "".join(b.text for b in whole.content if b.type == "text")
                calls = [b.name + json.dumps(b.input, separators=(",", ":")) for b in whole.content if b.type == "tool_use"]
                print(json.dumps(dict(text=text, calls=calls, finish=whole.stop_reason, output=whole.usage.output_tokens)))
                """)
    }
}
