extension Extraction {
    private static let qtChatMagic: UInt64 = 0xF5D5_53CC
    /// The texts that stand first, by what GPT4All's `Chat::serialize` writes.
    private static let qtChatFields = ["id", "name", "userName", "model"]
    /// What stands before each message's text.
    private static let qtChatSpeakers = [
        "System: ", "Prompt: ", "Response: ", "Text: ", "ToolCall: ", "ToolResponse: ",
    ]

    /// Hands out the texts of a chat of GPT4All, each message with who says it.
    ///
    /// Layout: GPT4All's `chat.cpp` and `chatmodel.cpp`, versions 1 to 12: a head, what the model remembers, then messages,
    /// each as who speaks and the text. Files from before the versions have no magic number.
    func readQtChat(_ file: FileInput) {
        noting { () throws(ExtractionGap) in
            var bytes = WindowedSource(file.bytes)
            let magic = try bytes.take(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            // A time of eight bytes stands before the texts, behind magic number and version where there are some.
            let start: Int64 = magic == Self.qtChatMagic ? 16 : 8
            var count = 0
            var speaker: (name: String, end: Int64)?
            try QtTextScanner(file.bytes, longest: min(8 << 20, limits.documentBytes)).forEach(from: start) { found in
                defer { count += 1 }
                let written = String(decoding: found.text.prefix(16), as: UTF8.self)
                if let speaker, speaker.end == found.offset {
                    emitPieces(
                        found.text, at: "message at \(found.offset)", field: "messages[*].value", role: speaker.name)
                } else if count < Self.qtChatFields.count, !found.isBytes {
                    let field = Self.qtChatFields[count]
                    emitPieces(found.text, at: field, field: field)
                } else if !Self.qtChatSpeakers.contains(written) {
                    let field = found.isBytes ? "attachments" : "texts"
                    emitPieces(found.text, at: "\(field) at \(found.offset)", field: "\(field)[*]")
                }
                speaker = Self.qtChatSpeakers.contains(written) ? (String(written.dropLast(2)), found.end) : nil
                return !isStopped
            }
        }
    }
}
