/// A conversation as a model saw it, taken apart by the marks that its chat template puts between what each side says.
///
/// The marks are those of the templates of well-known model families; where none stands the conversation is one piece.
struct ConversationTurns {
    /// A piece of the conversation.
    struct Turn: Equatable {
        /// Its bytes in the conversation, without the marks.
        let range: Range<Int>
        /// Who says it, where the template names the speaker.
        let role: String?
    }

    /// A mark: the bytes that it begins with, and who speaks behind it.
    private struct Mark {
        let opening: [UInt8]
        /// What ends a speaker's name that stands behind the opening; nothing where the mark itself says who speaks.
        let closing: [UInt8]?
        let role: String?

        init(_ opening: String, named closing: String) {
            (self.opening, self.closing, role) = (Array(opening.utf8), Array(closing.utf8), nil)
        }

        init(_ opening: String, _ role: String?) {
            (self.opening, closing, self.role) = (Array(opening.utf8), nil, role)
        }
    }

    /// One of two marks that begin alike is the longer one when it stands first here.
    private static let marks = [
        Mark("<|im_start|>", named: "\n"), Mark("<|im_end|>", nil),
        Mark("<|start_header_id|>", named: "<|end_header_id|>"), Mark("<|eot_id|>", nil),
        Mark("<|header_start|>", named: "<|header_end|>"), Mark("<|eot|>", nil),
        Mark("<|start_of_role|>", named: "<|end_of_role|>"), Mark("<|end_of_text|>", nil),
        Mark("<start_of_turn>", named: "\n"), Mark("<end_of_turn>", nil),
        Mark("<|turn>", named: "\n"), Mark("<turn|>", nil),
        Mark("<|start|>", named: "<|message|>"), Mark("<|return|>", nil), Mark("<|call|>", nil),
        Mark("<|START_OF_TURN_TOKEN|><|USER_TOKEN|>", "user"), Mark("<|END_OF_TURN_TOKEN|>", nil),
        Mark("<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>", "assistant"),
        Mark("<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>", "system"),
        Mark("<|user|>", "user"), Mark("<|assistant|>", "assistant"), Mark("<|system|>", "system"),
        Mark("<|observation|>", "tool"), Mark("<|end|>", nil), Mark("<|endoftext|>", nil),
        Mark("<｜User｜>", "user"), Mark("<｜Assistant｜>", "assistant"), Mark("<｜end▁of▁sentence｜>", nil),
        Mark("[SYSTEM_PROMPT]", "system"), Mark("[/SYSTEM_PROMPT]", nil),
        Mark("<<SYS>>", "system"), Mark("<</SYS>>", "user"),
        Mark("[INST]", "user"), Mark("[/INST]", "assistant"), Mark("</s>", nil),
    ]
    private static let nameLimit = 64

    private(set) var turns: [Turn] = []

    init(_ text: [UInt8]) {
        var (start, index) = (0, 0)
        var role: String?
        var sawSpeaker = false
        while index < text.count {
            guard text[index] == 0x3C || text[index] == 0x5B, let (end, speaker) = Self.mark(in: text, at: index) else {
                index += 1
                continue
            }
            add(text, start..<index, role)
            sawSpeaker = sawSpeaker || speaker != nil
            (start, index, role) = (end, end, speaker)
        }
        add(text, start..<text.count, role)
        if !sawSpeaker { turns = text.isEmpty ? [] : [Turn(range: 0..<text.count, role: nil)] }
    }

    /// The mark at an index: where it ends, and who speaks behind it.
    private static func mark(in text: [UInt8], at index: Int) -> (end: Int, role: String?)? {
        guard let mark = marks.first(where: { text[index...].starts(with: $0.opening) }) else { return nil }
        var end = index + mark.opening.count
        guard let closing = mark.closing else { return (end, mark.role) }
        let nameStart = end
        while end < text.count, end - nameStart <= nameLimit, !text[end...].starts(with: closing) { end += 1 }
        guard end < text.count, end - nameStart <= nameLimit else { return nil }
        // SentencePiece puts a blank before a word, Harmony writes a channel behind the name.
        let name = text[nameStart..<end].drop { $0 == 0x20 }.prefix { $0 != 0x3C && $0 != 0x20 }
        return (end + closing.count, String(decoding: name, as: UTF8.self))
    }

    private mutating func add(_ text: [UInt8], _ range: Range<Int>, _ role: String?) {
        // Blank lines between marks are the template's, not somebody's words.
        let isBlank: (Int) -> Bool = { [0x20, 0x0A, 0x0D, 0x09].contains(text[$0]) }
        guard let first = range.first(where: { !isBlank($0) }), let last = range.last(where: { !isBlank($0) }) else {
            return
        }
        turns.append(Turn(range: first..<last + 1, role: role))
    }
}
