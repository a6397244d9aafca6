/// Which side of a conversation somebody is on, whatever a file calls them.
///
/// The words are those of the formats that were looked at: OpenAI's and Ollama's `user`/`assistant`/`system`/`developer`/
/// `tool`, ShareGPT's `human`/`gpt`, Gemini's `model`, LangChain's `ai`, Open Assistant's `prompter`, Cline's `say`/`ask`.
package enum Speaker: Hashable, Sendable {
    /// The person who asks.
    case user
    /// The model that answers.
    case assistant
    /// Instructions that stand before the conversation.
    case system
    /// What a tool gave back.
    case tool

    /// The side that a file's own word means; nothing for other words.
    package init?(_ word: String) {
        guard word.utf8.count <= 24, let speaker = Self.words[word.lowercased()] else { return nil }
        self = speaker
    }

    private static let words: [String: Speaker] = {
        var words: [String: Speaker] = [:]
        for word in ["user", "human", "you", "me", "prompter", "prompt", "user_feedback", "humanmessage"] {
            words[word] = .user
        }
        for word in [
            "assistant", "ai", "bot", "gpt", "chatgpt", "claude", "gemini", "model", "llm", "copilot", "agent",
            "chatbot",
            "response", "say", "ask", "aimessage",
        ] {
            words[word] = .assistant
        }
        for word in ["system", "developer", "systemmessage"] { words[word] = .system }
        for word in ["tool", "function", "tool_result", "observation", "toolmessage"] { words[word] = .tool }
        return words
    }()
}
