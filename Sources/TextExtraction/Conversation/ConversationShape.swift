/// Whether what is read of one file looks like talk with a language model, told by its shape and not by its words.
///
/// A file is a conversation when the person and the model both speak in it, in the places that messages have; when it
/// holds a list of messages that a model is to answer; when prompts and answers stand side by side in record after record;
/// or when an image carries the request that it was made from. A configuration with a `role`, a table of users and their
/// roles, a description of an interface and a translation are none.
package struct ConversationShape: Sendable {
    private var turns = SpokenTurnCount()
    private var pairs = PromptPairCount()
    private var requestCount = 0
    private var isDescription = false

    package init() {}

    /// Looks at one more piece of the file's text.
    package mutating func note(_ unit: TextUnit) {
        let field = FieldName(unit.field)
        if field.describes(unit) { isDescription = true }
        if field.isImageRequest(unit) { requestCount += 1 }
        if let speaker = unit.role.flatMap({ Speaker($0) }), unit.field.isEmpty || field.isSaid {
            turns.note(unit, speaker, field)
        } else {
            pairs.note(unit, field)
        }
    }

    /// Whether it is one.
    package var isConversation: Bool {
        guard !isDescription else { return false }
        return turns.isConversation || pairs.isConversation || requestCount > 0
    }

    /// How many times the person speaks.
    package var promptCount: Int { turns.promptCount + pairs.promptCount + requestCount }

    /// How many times the model answers.
    package var answerCount: Int { turns.answerCount + pairs.answerCount }
}

/// The parts of a field's name.
struct FieldName {
    /// What stands before the last name.
    let parent: Substring
    /// The last name, without marks of lists.
    let last: Substring
    private let whole: Substring

    init(_ field: String) {
        var rest = field[...]
        whole = rest
        while rest.hasSuffix("[*]") { rest = rest.dropLast(3) }
        let dot = rest.lastIndex(of: ".")
        last = dot.map { rest[rest.index(after: $0)...] } ?? rest
        parent = dot.map { rest[..<$0] } ?? ""
    }

    private static let saidNames: Set<Substring> = [
        "content", "text", "parts", "value", "mes", "message", "body", "data", "response", "output", "input", "display",
        "thinking", "reasoning", "reasoning_content", "arguments", "content_text", "prompt",
    ]

    /// Whether it is a place where messages keep what is said.
    var isSaid: Bool { Self.saidNames.contains(last) }

    /// Whether it is a place in a list of messages.
    var isInMessages: Bool {
        ["messages[*]", "conversations[*]", "conversation[*]", "contents[*]", "history[*]", "chat[*]"].contains {
            whole.contains($0)
        }
    }

    /// Whether it is a record among many.
    var isInList: Bool { parent.contains("[*]") || parent.hasSuffix("*") }

    /// Whether the text says that the file describes data instead of holding some.
    func describes(_ unit: TextUnit) -> Bool {
        guard parent.isEmpty else { return false }
        if last == "openapi" || last == "swagger" || last == "asyncapi" { return true }
        return last == "$schema" && String(decoding: unit.text.prefix(40), as: UTF8.self).contains("json-schema.org")
    }

    /// Whether the text is what an image was made from: AUTOMATIC1111's parameters, or a text node of ComfyUI's prompt.
    func isImageRequest(_ unit: TextUnit) -> Bool {
        if last == "parameters" || last == "UserComment" {
            return String(decoding: unit.text.suffix(2_000), as: UTF8.self).contains("Steps: ")
        }
        return whole.hasPrefix("prompt.") && parent.hasSuffix("inputs") && ["text", "prompt", "text_g"].contains(last)
    }
}
