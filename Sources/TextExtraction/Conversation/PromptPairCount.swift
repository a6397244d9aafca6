/// Prompts and answers that stand side by side in records: `prompt` and `completion`, `instruction` and `output`.
struct PromptPairCount {
    private static let parentLimit = 256

    private struct Record {
        var promptCount = 0
        var answerCount = 0
        var isInList = false
        var namesModel = false
        var lineCount = 0
    }

    private var records: [String: Record] = [:]

    /// Whether there are records of both, or one that says which model it was for.
    var isConversation: Bool { records.values.contains(where: Self.isPair) }

    var promptCount: Int { records.values.filter(Self.isPair).reduce(0) { $0 + $1.promptCount } }

    var answerCount: Int { records.values.filter(Self.isPair).reduce(0) { $0 + $1.answerCount } }

    mutating func note(_ unit: TextUnit, _ field: FieldName) {
        let isPrompt = Self.prompts.contains(field.last)
        let isAnswer = Self.answers.contains(field.last)
        let isModel = field.last == "model"
        guard isPrompt || isAnswer || isModel else { return }
        let parent = String(field.parent)
        guard records[parent] != nil || records.count < Self.parentLimit else { return }
        var record = records[parent] ?? Record()
        defer { records[parent] = record }
        if isModel, Self.isModelName(unit.text) { record.namesModel = true }
        // Of a text in pieces only the first counts.
        if unit.locator.contains(" from byte ") { return }
        if unit.locator.contains(" bytes "), !unit.locator.contains(" bytes 0..<") { return }
        if isPrompt { record.promptCount += 1 }
        if isAnswer { record.answerCount += 1 }
        if field.isInList || unit.locator.contains(" rowid ") { record.isInList = true }
        if unit.locator.hasPrefix("line ") || unit.locator.contains(" > line ") { record.lineCount += 1 }
    }

    private static func isPair(_ record: Record) -> Bool {
        guard record.promptCount > 0 else { return false }
        if record.namesModel { return true }
        return record.answerCount > 0 && (record.isInList || record.lineCount > 3)
    }

    /// Whether a text is such as models are named: without blanks, with a number, a tag or an owner.
    private static func isModelName(_ text: [UInt8]) -> Bool {
        text.count < 200 && !text.contains(0x20)
            && text.contains { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
    }

    // Questions and answers are left out: lists of them belong to web sites.
    private static let prompts: Set<Substring> = [
        "prompt", "instruction", "user_prompt", "user_message", "user_input", "prompt_text",
    ]
    private static let answers: Set<Substring> = [
        "completion", "response", "output", "assistant_message", "generated_text", "response_text", "reply",
    ]
}
