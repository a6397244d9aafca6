/// A call of a local model whose answer comes a word at a time, as Ollama or as the servers of OpenAI's API stream it.
struct GeneratedChat {
    private static let vocabulary = [
        "the", "model", "answers", "a", "question", "with", "words", "of", "some", "length", "which", "stream",
        "slowly",
        "to", "whoever", "asked", "for", "them",
    ]

    private var connection: GeneratedConnection
    private let isOllama: Bool
    private var words: Int

    /// Whether the answer has come to its end.
    var isOver: Bool { words < 0 }

    init(_ connection: GeneratedConnection, isOllama: Bool, words: Int, _ output: ComposedCapture) {
        self.connection = connection
        self.isOllama = isOllama
        self.words = words
        self.connection.open(output)
        self.connection.say(Array(request.utf8), fromClient: true, output)
        let type = isOllama ? "application/x-ndjson" : "text/event-stream; charset=utf-8"
        let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.connection.say(Array(head.utf8), fromClient: false, output)
    }

    /// The next word.
    mutating func goOn(_ output: ComposedCapture) {
        words -= 1
        let line = words < 0 ? end : part(Self.vocabulary[words % Self.vocabulary.count])
        var chunk = String(line.utf8.count, radix: 16) + "\r\n" + line + "\r\n"
        if words < 0 { chunk += "0\r\n\r\n" }
        connection.say(Array(chunk.utf8), fromClient: false, output)
        if words < 0 { connection.close(output) }
    }

    private var request: String {
        let prompt = (0..<20 + words).map { Self.vocabulary[$0 * 7 % Self.vocabulary.count] }.joined(separator: " ")
        let body =
            #"{"model":"llama3.2","stream":true,"messages":[{"role":"system","content":"Be brief."},"#
            + #"{"role":"user","content":"\#(prompt)"}]}"#
        let target = isOllama ? "/api/chat" : "/v1/chat/completions"
        return "POST \(target) HTTP/1.1\r\nHost: 192.168.1.10:\(isOllama ? 11_434 : 8_000)\r\n"
            + "User-Agent: benchmark/1.0\r\nAccept: */*\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
    }

    private func part(_ word: String) -> String {
        isOllama
            ? #"{"model":"llama3.2","created_at":"2025-06-15T15:06:40.123456789Z","# + "\"message\":"
                + #"{"role":"assistant","content":" \#(word)"},"done":false}"# + "\n"
            : #"data: {"id":"chatcmpl-7","object":"chat.completion.chunk","created":1750000000,"model":"llama3.2","#
                + #""choices":[{"index":0,"delta":{"content":" \#(word)"},"finish_reason":null}]}"# + "\n\n"
    }

    private var end: String {
        isOllama
            ? #"{"model":"llama3.2","created_at":"2025-06-15T15:06:41.123456789Z","message":{"role":"assistant","#
                + #""content":""},"done_reason":"stop","done":true,"total_duration":900000000,"prompt_eval_count":30,"#
                + #""eval_count":60,"eval_duration":700000000}"# + "\n"
            : "data: [DONE]\n\n"
    }
}
