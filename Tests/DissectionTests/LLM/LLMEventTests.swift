import Observation
import Testing

@testable import Dissection

@Suite("Events of model calls")
struct LLMEventTests {
    /// A conversation of two exchanges on one connection, as the events that it gives.
    private static func events(_ exchanges: [RecordedCall], pieceSize: Int = 100) -> [Event] {
        let bench = Bench()
        let connection = Connection(bench, ports: (40_000, 11_434))
        for call in exchanges {
            let question = Array(call.question.utf8)
            connection.send(
                "\(call.method) \(call.target) HTTP/1.1\r\nHost: \(call.host)\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(question.count)\r\n\r\n")
            connection.send(question)
            connection.server(
                [.ack],
                Array(
                    "HTTP/1.1 \(call.status) OK\r\nContent-Type: \(call.mediaType ?? "")\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .utf8))
            let answer = Array(call.answer.utf8)
            for start in stride(from: 0, to: answer.count, by: pieceSize) {
                let piece = answer[start..<min(answer.count, start + pieceSize)]
                connection.server(
                    [.ack], Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
            }
            connection.server([.ack], Array("0\r\n\r\n".utf8))
        }
        bench.finish()
        return bench.events.filter { $0.category == .llmRequest }
    }

    @Test("a streamed chat gives one event with the question, the answer, the tokens and the times")
    func chat() throws {
        let chat =
            #"{"model":"llama3.2","messages":[{"role":"system","content":"be kind"},{"role":"user","content":"why is the sky blue?"}],"options":{"temperature":0}}"#
        var call = LLMAnswerFixture.ollama[0].call
        call.question = chat
        let events = Self.events([call])
        let event = try #require(events.first)
        #expect(events.count == 1)
        #expect(event[.genAISystem] == "ollama")
        #expect(event[.genAIOperationName] == "chat")
        #expect(event[.genAIRequestModel] == "llama3.2")
        #expect(event[.genAIResponseModel] == "llama3.2")
        #expect(event[.genAIRequestStream] == true)
        #expect(event[.genAIRequestTemperature] == .real(0))
        #expect(event[.genAIPrompt] == .list(["be kind", "why is the sky blue?"]))
        #expect(event[.genAIPromptRoles] == .list(["system", "user"]))
        #expect(event[.genAIPromptMessageCount] == 2)
        #expect(event[.genAICompletion] == .list(["The sky is blue"]))
        #expect(event[.genAICompletionToolCalls] == .list([#"f {"a":1}"#]))
        #expect(event[.genAICompletionWhole] == true)
        #expect(event[.genAIFinishReasons] == .list(["stop"]))
        #expect(event[.genAIUsageInputTokens] == 26)
        #expect(event[.genAIUsageOutputTokens] == 298)
        #expect(event[.genAITimeToFirstToken] != nil)
        #expect(event[.urlPath] == "/api/chat")
        #expect(event[.httpStatusCode] == 200)
        #expect(event[.httpBody] == nil)
        #expect(event[.destinationPort] == 11_434)
        #expect(event[.contentVisibility] == "clear")
    }

    @Test("two calls on one connection give two events")
    func two() {
        let events = Self.events([LLMAnswerFixture.openAI[1].call, LLMAnswerFixture.openAI[0].call])
        #expect(events.map { $0[.genAICompletion] } == [.list(["Grüß 😀"]), .list(["Hello!"])])
    }

    @Test("a request that only the answer could make certain gives no event when it does not")
    func uncertain() {
        let list = RecordedCall(method: "GET", target: "/models", answer: #"{"cars":[]}"#)
        #expect(Self.events([list]).isEmpty)
        let models = RecordedCall(
            method: "GET", target: "/v1/models", answer: #"{"object":"list","data":[{"id":"m","object":"model"}]}"#)
        #expect(Self.events([models]).map { $0[.genAIListedModels] } == [.list(["m"])])
    }

    @Test("an answer of which a part is missing goes on with its next line, and is not whole")
    func gap() throws {
        let fixture = LLMAnswerFixture.openAI[1]
        let answer = Array(fixture.call.answer.utf8)
        let reader = try #require(LLMCallReader(fixture.call.request, at: Timestamp(seconds: 0)))
        reader.response(fixture.call.response, at: Timestamp(seconds: 1))
        let second = try #require(fixture.call.answer.firstRange(of: "hm"))
        let start = fixture.call.answer.utf8.distance(from: fixture.call.answer.startIndex, to: second.lowerBound)
        reader.read(Array(answer[..<(start + 1)]).span, at: Timestamp(seconds: 2))
        reader.loseBytes()
        reader.read(Array(answer[(start + 10)...]).span, at: Timestamp(seconds: 3))
        let call = reader.finish(at: Timestamp(seconds: 4))
        #expect(call.choices.first?.reasoning == "h")
        #expect(call.text == "Grüß 😀")
        #expect(!call.isAnswerWhole)
    }

    @Test("the user's words are masked in a report, and the model's name is not")
    func redaction() throws {
        let event = try #require(Self.events([LLMAnswerFixture.openAI[0].call]).first)
        let shown = Redaction().redacted(event)
        #expect(shown[.genAIRequestModel] == "m")
        #expect(shown[.genAICompletion] != event[.genAICompletion])
        #expect(shown[.genAIPrompt] != event[.genAIPrompt])
    }
}
