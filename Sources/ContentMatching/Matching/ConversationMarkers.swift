/// Signs that a text holds a conversation with a model, counted while it is searched for secrets.
///
/// They say only that it is worth a closer look: the keys of chat records in JSON, and the marks that chat templates and
/// transcripts put between speakers.
package struct ConversationMarkers: Hashable, Sendable {
    /// One sign.
    package enum Marker: Int, CaseIterable, Sendable {
        /// `"role"` as a key.
        case role
        /// `"content"` as a key.
        case content
        /// `"messages"` as a key.
        case messages
        /// `"prompt"` as a key.
        case prompt
        /// `"completion"` or `"response"` as a key.
        case answer
        /// `"conversation"` or `"conversations"` as a key, as sets of training data name them.
        case conversation
        /// What begins or ends a turn in the chat templates of ChatML, Llama 2, 3 and 4, Gemma, Phi and Zephyr.
        case template
        /// `### Human`, `### Instruction`, `## User` and their like at the beginning of a turn in transcripts.
        case transcript
        /// `\n\nHuman: `, also with the line feeds escaped.
        case humanTurn

        /// The texts that are this sign, as they stand in files.
        var literals: [String] {
            switch self {
            case .role: [#""role""#, #"\"role\""#]
            case .content: [#""content""#, #"\"content\""#]
            case .messages: [#""messages""#, #"\"messages\""#]
            case .prompt: [#""prompt""#, #"\"prompt\""#]
            case .answer: [#""completion""#, #""response""#]
            case .conversation: [#""conversation""#, #""conversations""#]
            case .template:
                [
                    "<|im_start|>", "[INST]", "<|start_header_id|>", "<|header_start|>", "<start_of_turn>", "<|user|>",
                    "<|assistant|>", "<|User|>", "<|turn>",
                ]
            case .transcript:
                [
                    "### Human", "### User", "### Assistant", "### Instruction", "### Response", "## User",
                    "## Assistant",
                ]
            case .humanTurn: ["\n\nHuman: ", #"\n\nHuman: "#, "\nUSER: "]
            }
        }
    }

    private var counts: InlineArray<9, UInt32> = .init(repeating: 0)

    package init() {}

    /// How often a sign was seen.
    package subscript(marker: Marker) -> Int { Int(counts[marker.rawValue]) }

    /// Whether any was seen.
    package var isEmpty: Bool { Marker.allCases.allSatisfy { self[$0] == 0 } }

    /// Whether it may be a conversation: roles with contents, a list of messages, a prompt with its answer, or turns.
    package var suggestsConversation: Bool {
        (self[.role] > 0 && self[.content] > 0) || (self[.messages] > 0 && self[.content] > 0)
            || (self[.prompt] > 0 && self[.answer] > 0) || self[.conversation] > 0 || self[.template] > 0
            || self[.transcript] > 1 || self[.humanTurn] > 0
    }

    @inline(__always)
    mutating func count(_ marker: Marker) {
        counts[marker.rawValue] = counts[marker.rawValue] &+ 1
    }

    /// Adds what another part of the same text had.
    mutating func add(_ other: ConversationMarkers) {
        for index in counts.indices { counts[index] = counts[index] &+ other.counts[index] }
    }

    package static func == (left: ConversationMarkers, right: ConversationMarkers) -> Bool {
        Marker.allCases.allSatisfy { left[$0] == right[$0] }
    }

    package func hash(into hasher: inout Hasher) {
        for marker in Marker.allCases { hasher.combine(self[marker]) }
    }
}
