/// Who speaks in a JSON object, and how plainly it says so.
struct JSONSpeaker {
    /// The object's own word.
    let word: String
    /// The surer of two names for the same object counts.
    let certainty: Int
    /// Whether no surer name is to be expected behind it.
    var isSure: Bool { certainty > 2 }

    private static let wordByteLimit = 64

    /// Takes the string that an object has under a name for its speaker; nothing where it means something else.
    init?(name: String, value: [UInt8]) {
        guard let certainty = Self.names[name], !value.isEmpty, value.count <= Self.wordByteLimit,
            !value.contains(where: { $0 < 0x20 })
        else { return nil }
        let word = String(decoding: value, as: UTF8.self)
        // `type` and `name` mean many things; they count where they say one of the words for a speaker.
        guard certainty > 1 || Speaker(word) != nil else { return nil }
        self.word = word
        // What a tool gave back lies in a user's message, but a user did not write it.
        self.certainty = Speaker(word) == .tool && word != "function" ? 5 : certainty
    }

    /// Takes the truth value of SillyTavern's `is_user`.
    init?(name: String, value: Bool) {
        guard name == "is_user" else { return nil }
        word = value ? "user" : "assistant"
        certainty = 4
    }

    private static let names = [
        "role": 5, "author": 3, "sender": 3, "from": 2, "speaker": 3, "type": 1, "say": 1, "name": 1,
    ]

    /// Whether what stands under a name is said by whom the object around it names.
    static func isSaid(under name: String) -> Bool { saidNames.contains(name) }

    private static let saidNames: Set<String> = [
        "content", "contents", "text", "parts", "value", "mes", "message", "body", "data", "response", "output",
        "input",
        "reasoning", "reasoning_content", "thinking", "display", "swipes", "tool_calls", "function", "arguments",
        "delta",
        "kwargs", "result", "prompt", "question", "answer", "summary",
    ]
}
