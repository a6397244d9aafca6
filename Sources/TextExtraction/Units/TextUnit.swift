/// One piece of text of a file, and where it sits.
package struct TextUnit: Hashable, Sendable {
    /// What became of a text in the file that holds it.
    package enum State: String, CaseIterable, Sendable {
        /// The program that wrote it would show it.
        case live
        /// It stands in a log that the program has not worked into the file yet, or not wiped since.
        case wal
        /// It was deleted, and is there all the same, in a record whose shape is known.
        case deleted
        /// It stands between the records, in room that nothing owns.
        case slack
    }

    /// The text in UTF-8; what was invalid in its own encoding is U+FFFD, or is left as it was where that is UTF-8.
    package var text: [UInt8]
    /// Where it sits: `messages.content rowid 7`, `$.messages[2].content`, `tEXt parameters`, `tokens 0..<56`.
    ///
    /// Inside a container the member's name stands first: `backup.zip > chat.json > $.title`.
    package var locator: String
    /// What became of it.
    package var state: State
    /// The same place for all records: `messages.content`, `messages[*].content`; empty where a format has no fields.
    package var field: String
    /// Who says it, as the file itself names the speaker: `user`, `assistant`; nothing where the file does not say.
    package var role: String?

    package init(
        _ text: [UInt8], at locator: String, state: State = .live, field: String = "", role: String? = nil
    ) {
        self.text = text
        self.locator = locator
        self.state = state
        self.field = field
        self.role = role
    }
}
