/// Where in a file the user's words sit, and what they are.
///
/// A field is the same place for all records of a file: `messages[*].content` in JSON, in JSON Lines and in YAML,
/// `message.content` for a column of a table, with the way behind it where the column holds JSON
/// (`chat.chat.messages[*].content`), `tEXt.parameters` for a keyword of an image, a key of a LevelDB, a role's heading
/// in Markdown, and nothing where a format has no fields: then every line is one.
package struct ContentLocator: Sendable {
    /// What a piece of text is.
    package enum Meaning: String, CaseIterable, Sendable {
        case prompt
        case answer
        case systemPrompt = "system-prompt"
        case toolOutput = "tool-output"
        /// A title that was made from a prompt.
        case title
        case fileContent = "file-content"
        /// Decided by who says it; see ``RoleSource``.
        case byRole = "by-role"
        /// A number of tokens, or a list of them.
        case tokenCount = "token-count"
        case secret
        /// A name, an address, a folder: what tells who or where somebody is.
        case personal
    }

    /// The fields that hold it.
    package let field: FieldPattern
    /// What it is.
    package let meaning: Meaning
    /// Who says it, for ``Meaning/byRole``.
    package var role: RoleSource

    package init(field: String, meaning: Meaning) {
        self.field = FieldPattern(field)
        self.meaning = meaning
        role = RoleSource(field: self.field.sibling("role"))
    }

    /// The part of the field that stands for one message, which may have several pieces of text.
    ///
    /// With a role it is the record that holds both the text and the role; else all up to the last list.
    package var record: FieldPattern {
        meaning == .byRole ? field.common(with: role.field) : field.lastList
    }
}

/// The field that says who speaks, and the words it says it with.
package struct RoleSource: Sendable {
    /// The field; the one called `role` beside the text when the catalogue names no other.
    package var field: FieldPattern
    /// The words for the user, lower case.
    package var user: Set<String> = ["user", "human"]
    /// The words for the model, lower case.
    package var assistant: Set<String> = ["assistant", "model", "ai", "bot"]

    private static let system: Set<String> = ["system", "developer"]
    private static let tools: Set<String> = ["tool", "function"]

    package init(field: FieldPattern) {
        self.field = field
    }

    /// What somebody's words are; nothing for a speaker that is not known.
    package func meaning(of speaker: String) -> ContentLocator.Meaning? {
        let speaker = speaker.lowercased()
        if user.contains(speaker) { return .prompt }
        if assistant.contains(speaker) { return .answer }
        if Self.system.contains(speaker) { return .systemPrompt }
        return Self.tools.contains(speaker) ? .toolOutput : nil
    }
}
