/// One message of a conversation, or the text of a completion's prompt.
package struct LLMMessage: Equatable, Sendable {
    /// Who speaks, as the API spells it: `system`, `developer`, `user`, `assistant`, `model`, `tool` …; a prompt without
    /// roles is the `user`'s.
    package let role: String
    /// The words of all of its text parts, joined by line ends.
    ///
    /// Cut where the call's texts reach their limit.
    package internal(set) var text = ""
    /// The functions that the assistant had asked for.
    package internal(set) var toolCalls: [LLMToolCall] = []
    /// The pictures, sounds and files that came with it; their content is not kept.
    package internal(set) var attachments: [LLMAttachment] = []

    init(role: String) {
        self.role = role
    }
}

/// One function that a model asks its client to run.
package struct LLMToolCall: Equatable, Sendable {
    /// The function's name.
    package internal(set) var name: String
    /// The arguments, most often as a JSON text.
    ///
    /// Cut where the call's texts reach their limit.
    package internal(set) var arguments: String
}

/// A part of a message that is no text.
package struct LLMAttachment: Equatable, Sendable {
    /// The part's kind: `image`, `audio`, `video`, `file`, or the API's own word for others.
    package let kind: String
    /// The media type, where it is told.
    package let mediaType: String?
    /// The number of bytes, as far as they came with the message; nothing for a part that is only pointed to.
    package let byteCount: Int?
}
