/// Who spoke how often, and in which order.
struct SpokenTurnCount {
    private(set) var promptCount = 0
    private(set) var answerCount = 0
    /// How often one of the two spoke after the other.
    private var changeCount = 0
    private var messageCount = 0
    private var hasInstructions = false
    private var lastSpeaker: Speaker?
    /// Which of the two spoke last.
    private var lastSide: Speaker?
    private var lastMessage = ""
    private var hasFields = false

    /// Whether both sides speak as they do in a conversation, or one of them in a list of messages.
    ///
    /// Texts without fields, whose speakers are told by the beginnings of lines, have to go back and forth.
    var isConversation: Bool {
        if promptCount > 0, answerCount > 0, hasFields || changeCount > 1 { return true }
        return messageCount > 0 && (promptCount > 0 || hasInstructions)
    }

    mutating func note(_ unit: TextUnit, _ speaker: Speaker, _ field: FieldName) {
        let message = Self.message(unit.locator)
        let isNew = message != lastMessage || speaker != lastSpeaker
        lastMessage = message
        guard isNew else { return }
        if !unit.field.isEmpty { hasFields = true }
        if field.isInMessages { messageCount += 1 }
        switch speaker {
        case .user: promptCount += 1
        case .assistant: answerCount += 1
        case .system: hasInstructions = true
        case .tool: break
        }
        if speaker == .user || speaker == .assistant {
            if let lastSide, lastSide != speaker { changeCount += 1 }
            lastSide = speaker
        }
        lastSpeaker = speaker
    }

    /// The message that a piece belongs to: what stands before the list of its parts, and before pieces of a long text.
    private static func message(_ locator: String) -> String {
        let end = locator.firstRange(of: " from byte ") ?? locator.firstRange(of: " bytes ")
        let piece = end.map { locator[..<$0.lowerBound] } ?? locator[...]
        for list in [".content[", ".parts["] {
            if let found = piece.firstRange(of: list) { return String(piece[..<found.lowerBound]) }
        }
        return String(piece)
    }
}
