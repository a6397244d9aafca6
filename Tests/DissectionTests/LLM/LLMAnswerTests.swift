import Observation
import TestSupport
import Testing

@testable import Dissection

@Suite("Answers of model APIs")
struct LLMAnswerTests {
    @Test("what the answer says is found in it", arguments: LLMAnswerFixture.all)
    func said(_ fixture: LLMAnswerFixture) throws {
        let call = try #require(fixture.call.read())
        let choice = try #require(call.choices.first)
        #expect(call.choices.count == 1)
        #expect(choice.text == fixture.text)
        #expect(choice.reasoning == fixture.reasoning)
        #expect(choice.toolCalls == fixture.toolCalls)
        #expect(choice.finishReason == fixture.finishReason)
        #expect(call.responseModel == fixture.model)
        #expect(call.usage.inputTokens == fixture.input)
        #expect(call.usage.outputTokens == fixture.output)
        #expect(call.usage.cachedTokens == fixture.cached)
        #expect(call.isAnswerWhole)
        #expect(call.failure == nil)
    }

    @Test("an answer cut anywhere gives the same call", arguments: LLMAnswerFixture.all)
    func cut(_ fixture: LLMAnswerFixture) throws {
        let whole = try #require(fixture.call.read()).untimed
        let bytes = Array(fixture.call.answer.utf8)
        let bad = (1..<bytes.count).first { fixture.call.read(cutAt: [$0])?.untimed != whole }
        #expect(bad == nil, "the first byte before which a cut changes the call")
        #expect(fixture.call.read(pieces: bytes.map { [$0] })?.untimed == whole)
    }

    @Test("an answer that ends early tells what had come, and that it is not whole", arguments: LLMAnswerFixture.all)
    func early(_ fixture: LLMAnswerFixture) throws {
        let bytes = Array(fixture.call.answer.utf8)
        for count in stride(from: 0, to: bytes.count / 2, by: 7) {
            let call = try #require(fixture.call.read(pieces: [Array(bytes[..<count])]))
            if count > 0 { #expect(!call.isAnswerWhole) }
            #expect(fixture.text.hasPrefix(call.text))
        }
    }

    @Test("random and damaged answers never trap")
    func random() {
        var generator = SeededGenerator(seed: 11)
        for fixture in LLMAnswerFixture.all {
            for _ in 0..<40 {
                var bytes = Array(fixture.call.answer.utf8)
                for _ in 0..<3 {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
                _ = fixture.call.read(pieces: [bytes])
                _ = fixture.call.read(pieces: [generator.bytes(100)])
                var question = fixture.call
                question.question = String(decoding: generator.bytes(80, of: #"{}[]":,model0messages "#), as: UTF8.self)
                _ = question.read()
            }
        }
    }

    @Test("times: the first piece with text, the last byte, and the rate between the pieces")
    func times() throws {
        let stream = RecordedCall(
            question: #"{"messages":[]}"#, mediaType: "text/event-stream")
        let pieces = [
            #"{"choices":[{"index":0,"delta":{"role":"assistant"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"b"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"c"},"finish_reason":"stop"}],"usage":{"completion_tokens":3}}"#,
            "[DONE]",
        ].map { Array("data: \($0)\n\n".utf8) }
        let call = try #require(stream.read(pieces: pieces))
        #expect(call.timing.firstToken == 1.2)
        #expect(call.timing.duration == 1.5)
        #expect(call.timing.pieceCount == 3)
        #expect(abs((call.timing.tokensPerSecond ?? 0) - 10) < 1e-6)
        let whole = try #require(LLMAnswerFixture.openAI[0].call.read())
        #expect(whole.timing.firstToken == nil)
        #expect(whole.timing.tokensPerSecond == nil)
        #expect(whole.timing.duration == 1.1)
    }

    @Test("what the server says of its own times is kept")
    func serverTimes() throws {
        let ollama = try #require(LLMAnswerFixture.ollama[0].call.read())
        #expect(ollama.serverTimings.total == 5.191566416)
        #expect(ollama.serverTimings.generation == 4.799921)
        #expect(ollama.timing.tokensPerSecond == 298 / 4.799921)
        let llama = try #require(LLMAnswerFixture.llamaCpp[0].call.read())
        #expect(llama.serverTimings.prompt == 0.004)
        #expect(llama.timing.tokensPerSecond == 1000)
    }

    @Test("several answers are kept apart")
    func choices() throws {
        var call = RecordedCall(question: #"{"messages":[],"n":2}"#, mediaType: "text/event-stream")
        call.answer = RecordedCall.events([
            #"{"choices":[{"index":1,"delta":{"content":"B"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"A"}}]}"#,
            #"{"choices":[{"index":1,"delta":{"content":"b"},"finish_reason":"stop"}]}"#,
            #"{"choices":[{"index":99,"delta":{"content":"x"}}]}"#,
            #"{"choices":[{"index":-1,"delta":{"content":"x"}}]}"#,
        ])
        let read = try #require(call.read())
        #expect(read.choices.map(\.text) == ["A", "Bb"])
        #expect(!read.isAnswerWhole)
    }

    @Test(
        "errors are told by kind and message",
        arguments: [
            (
                #"{"error":{"message":"no such model","type":"invalid_request_error","code":404}}"#,
                "invalid_request_error"
            ),
            (#"{"type":"error","error":{"type":"overloaded_error","message":"no such model"}}"#, "overloaded_error"),
            (#"{"error":{"code":400,"message":"no such model","status":"INVALID_ARGUMENT"}}"#, "INVALID_ARGUMENT"),
            (#"{"error":"no such model","error_type":"validation"}"#, "validation"),
            (#"{"error":"no such model"}"#, nil),
        ] as [(String, String?)])
    func errors(_ answer: String, _ type: String?) throws {
        for mediaType in ["application/json", "text/event-stream"] {
            let isStream = mediaType.hasPrefix("text")
            let call = RecordedCall(
                question: #"{"messages":[]}"#, status: 400, mediaType: mediaType,
                answer: isStream ? RecordedCall.events([answer]) : answer)
            let read = try #require(call.read())
            #expect(read.response?.statusCode == 400)
            #expect(read.failure == LLMFailure(type: type, message: "no such model"))
        }
    }

    @Test("a model on its way: registry, pieces and their sizes, state")
    func transfer() throws {
        let call = RecordedCall(
            target: "/api/push", question: #"{"model":"evil.example:5000/x/y"}"#, mediaType: "application/x-ndjson",
            answer: #"""
                {"status":"retrieving manifest"}
                {"status":"starting upload","digest":"sha256:aa","total":1000}
                {"status":"starting upload","digest":"sha256:aa","total":1000,"completed":500}
                {"status":"starting upload","digest":"sha256:bb","total":24}
                {"status":"pushing manifest"}
                {"status":"success"}
                """#)
        let read = try #require(call.read())
        #expect(read.transfer?.registry == "evil.example:5000")
        #expect(read.transfer?.digests == ["sha256:aa", "sha256:bb"])
        #expect(read.transfer?.totalBytes == 1_024)
        #expect(read.transfer?.status == "success")
        #expect(read.isAnswerWhole)
    }

    @Test(
        "the length of vectors is found in every shape",
        arguments: [
            #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2,3e-5]}],"model":"m"}"#,
            #"{"model":"m","embeddings":[[0.1,2,3],[4,5,6]]}"#, #"{"embedding":[1,2,3]}"#, #"[[1,2,3]]"#,
            #"[{"index":0,"embedding":[[1,2,3]]}]"#, #"{"embeddings":{"float":[[1,2,3]]}}"#,
            #"{"embedding":{"values":[1,2,3]}}"#,
            #"{"data":[{"embedding":"AACAPwAAAEAAAEBA"}]}"#, #"{"embeddings":[[1,2,3],[4"#,
        ])
    func vectors(_ answer: String) throws {
        let call = RecordedCall(target: "/v1/embeddings", question: #"{"input":["a","b"]}"#, answer: answer)
        #expect(try #require(call.read()).embeddingDimensions == 3)
    }

    @Test(
        "tokens that are only counted are told",
        arguments: [
            ("/v1/messages/count_tokens", #"{"messages":[]}"#, #"{"input_tokens":12}"#),
            ("/v1beta/models/g:countTokens", #"{"contents":[]}"#, #"{"totalTokens":12}"#),
            ("/api/extra/tokencount", #"{"prompt":"x"}"#, #"{"value":12,"ids":[1,2]}"#),
        ])
    func counted(_ target: String, _ question: String, _ answer: String) throws {
        let call = RecordedCall(target: target, question: question, answer: answer)
        #expect(try #require(call.read()).usage.inputTokens == 12)
    }

    @Test("an answer that cannot be read, or never came, is not whole")
    func unreadable() throws {
        let call = RecordedCall(question: #"{"messages":[]}"#, answer: #"{"choices":[]}"#)
        let coded = try #require(LLMCallReader(call.request, at: Timestamp(seconds: 0)))
        var head = call.response
        head.contentCodings = ["secret"]
        coded.response(head, at: Timestamp(seconds: 1))
        #expect(!coded.finish(at: Timestamp(seconds: 2)).isAnswerWhole)
        let missing = try #require(LLMCallReader(call.request, at: Timestamp(seconds: 0)))
        #expect(!missing.finish(at: Timestamp(seconds: 2)).isAnswerWhole)
        let cut = try #require(LLMCallReader(call.request, at: Timestamp(seconds: 0)))
        cut.response(call.response, at: Timestamp(seconds: 1))
        cut.cutOff()
        #expect(!cut.finish(at: Timestamp(seconds: 2)).isAnswerWhole)
    }

    @Test("an answer beyond the limits is cut, and says so")
    func bounded() throws {
        let piece = #"{"choices":[{"index":0,"delta":{"content":"\#(String(repeating: "x", count: 1_000))"}}]}"#
        var call = RecordedCall(question: #"{"messages":[]}"#, mediaType: "text/event-stream")
        call.answer = RecordedCall.events(Array(repeating: piece, count: 400))
        let stream = try #require(call.read())
        #expect(stream.text.utf8.count == 256 << 10)
        #expect(!stream.isAnswerWhole)
        call.mediaType = "application/json"
        call.answer =
            #"{"choices":[{"message":{"content":"hello"}}],"filler":"\#(String(repeating: "x", count: 2 << 20))"}"#
        let whole = try #require(call.read())
        #expect(whole.text == "hello")
        #expect(!whole.isAnswerWhole)
    }

    @Test("what is kept never grows beyond the limits")
    func memory() throws {
        for mediaType in ["text/event-stream", "application/json", "application/x-ndjson"] {
            let call = RecordedCall(question: #"{"messages":[]}"#, mediaType: mediaType)
            let reader = try #require(LLMCallReader(call.request, at: Timestamp(seconds: 0)))
            reader.response(call.response, at: Timestamp(seconds: 0))
            let junk = Array(#"{"a":"\#(String(repeating: "y", count: 60_000))"#.utf8)
            for _ in 0..<100 {
                reader.read(junk.span, at: Timestamp(seconds: 1))
                #expect(reader.bufferedByteCount <= 3 << 20)
            }
            #expect(!reader.finish(at: Timestamp(seconds: 2)).isAnswerWhole)
        }
    }

    @Test("streams are known by their bytes where nothing or the wrong thing is announced")
    func unannounced() throws {
        for fixture in LLMAnswerFixture.all {
            var call = fixture.call
            call.mediaType = nil
            #expect(call.read()?.text == fixture.text)
        }
    }
}
