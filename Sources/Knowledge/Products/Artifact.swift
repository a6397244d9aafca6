/// One thing that a product leaves on disk.
package struct Artifact: Sendable {
    /// `product.place`, unique in the catalogue.
    package let id: String
    /// What it is.
    package let title: String
    /// Globs with the placeholders of ``PathTemplate``.
    package let paths: [PathTemplate]
    /// The container format.
    package let format: Format
    /// What it holds, such as `prompt`, `completion`, `token_ids` or `api_key`.
    package var holds: [String] = []
    /// Where in a text, JSON or JSON Lines file the user's words sit.
    package var content: [ContentLocator] = []
    /// Whether it is written when nothing is set: `on`, `off`, `conditional`, `unknown`.
    package var standard = "unknown"
    /// How long it is kept, and what deleting a chat really removes.
    package var retention: String?
    /// How to stop it being written.
    package var disable: String?
    /// How to remove it.
    package var purge: String?

    package init(id: String, title: String, paths: [PathTemplate], format: Format) {
        self.id = id
        self.title = title
        self.paths = paths
        self.format = format
    }

    /// The container formats of the catalogue.
    ///
    /// Those that are not read yet are counted as such.
    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
        case jsonLines = "jsonl"
        case sqlite
        case levelDB = "leveldb"
        case png
        case yaml
        case toml
        case binary
        case llamaState = "llama-state"
        case directory
        case mixed
    }
}

/// Where in a file the user's words sit.
package struct ContentLocator: Sendable {
    /// What a piece of text is.
    package enum Meaning: String, CaseIterable, Sendable {
        case prompt
        case answer
        case systemPrompt = "system-prompt"
        case toolOutput = "tool-output"
        case tokenCount = "token-count"
        /// Decided by the record's role: `user` and `human` say prompts, `assistant`, `model`, `ai` and `bot` answers.
        case byRole = "by-role"
    }

    /// The way from the document, or from each line of a JSON Lines file, to the records: `messages[*]`, or nothing.
    package let records: String
    /// The way from a record to its text: `content`, `content[*].text.value`.
    package let text: String
    /// What the text is.
    package let meaning: Meaning
    /// The way from a record to its role, for ``Meaning/byRole``.
    package var role = "role"

    package init(records: String, text: String, meaning: Meaning) {
        self.records = records
        self.text = text
        self.meaning = meaning
    }
}
