/// A line that says who speaks: `#### User`, `**Assistant:** Hello`, `Human: hi`, `_**User (2025-01-01)**_`.
struct SpeakerHeading {
    /// The speaker, as the line spells it.
    let speaker: String
    /// What is said in the same line.
    let rest: [UInt8]

    /// Recognises a heading.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - isPlain: Whether it is of a text without marks, where only `Name:` counts.
    init?(_ line: [UInt8], isPlain: Bool) {
        var position = 0
        let (isTitle, isStrong) = Self.skipMarks(line, &position)
        if isPlain, isTitle || isStrong { return nil }
        let start = position
        while position < line.count, position - start <= 24, Self.isLetter(line[position]) { position += 1 }
        guard position > start, !isPlain || (position < line.count && line[position] == UInt8(ascii: ":")) else {
            return nil
        }
        let word = String(decoding: line[start..<position], as: UTF8.self)
        guard Speaker(word) != nil else { return nil }
        // Without a mark it may be code or a list of settings; there only the plainest names at the margin count.
        guard isTitle || isStrong || (start == 0 && Self.plainNames.contains(word.lowercased())) else { return nil }
        var hasColon = false
        var isClosed = false
        if !isPlain { Self.skipRemark(line, &position) }
        while position < line.count {
            switch line[position] {
            case UInt8(ascii: ":") where !hasColon: hasColon = true
            case UInt8(ascii: "*") where !isPlain, UInt8(ascii: "_") where !isPlain: isClosed = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            default:
                guard hasColon else { return nil }
                speaker = word
                rest = Array(line[position...])
                return
            }
            position += 1
        }
        guard hasColon || isTitle || (isStrong && isClosed) else { return nil }
        speaker = word
        rest = []
    }

    private static let plainNames: Set<String> = [
        "user", "human", "you", "assistant", "ai", "bot", "gpt", "chatgpt", "claude", "gemini", "llm",
    ]

    /// Steps over what stands before the name: blanks, marks, and pictures such as U+1F464.
    private static func skipMarks(_ line: [UInt8], _ position: inout Int) -> (isTitle: Bool, isStrong: Bool) {
        var isTitle = false
        var isStrong = false
        while position < line.count, position < 24 {
            switch line[position] {
            case UInt8(ascii: "#") where !isStrong: isTitle = true
            case UInt8(ascii: "*"), UInt8(ascii: "_"): isStrong = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            case 0x80... where isTitle || isStrong: break
            default: return (isTitle, isStrong)
            }
            position += 1
        }
        return (isTitle, isStrong)
    }

    /// Steps over a remark in brackets behind the name: a time, a model.
    private static func skipRemark(_ line: [UInt8], _ position: inout Int) {
        var ahead = position
        while ahead < line.count, line[ahead] == UInt8(ascii: " ") { ahead += 1 }
        guard ahead < line.count, line[ahead] == UInt8(ascii: "(") else { return }
        guard let end = line[ahead...].firstIndex(of: UInt8(ascii: ")")), end - ahead < 120 else { return }
        position = end + 1
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }
}
