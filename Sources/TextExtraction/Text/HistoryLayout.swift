/// How a history of typed lines is laid out.
enum HistoryLayout: Equatable {
    /// A line each (bash, Python, Node, readline); lines of `#` and a time are no entries.
    case lines
    /// A line each, with blanks and others as octal escapes (libedit's `_HiStOrY_V2_`).
    case escapedLines
    /// `: time:elapsed;command`, with the shell's own escapes for bytes above 127.
    case zsh
    /// `- cmd: command` with `when` and `paths` below.
    case fish
    /// A time behind `#`, then lines that begin with `+` (prompt_toolkit's `FileHistory`).
    case stamped

    /// Recognises a history by its name in small letters and its beginning; nothing for other texts.
    init?(name: String, beginning: [UInt8]) {
        if beginning.starts(with: Array("_HiStOrY_V2_\n".utf8)) {
            self = .escapedLines
        } else if beginning.starts(with: Array("- cmd: ".utf8)) {
            self = .fish
        } else if Self.isStamped(beginning) {
            self = .stamped
        } else if Self.isZsh(beginning) || name.contains("zsh_history") || name == ".zhistory" {
            self = .zsh
        } else if name.hasSuffix("_history") || name == "history" || name == "history.txt" || name.hasSuffix(".history")
        {
            // aider's own are transcripts.
            guard !name.contains("chat.history"), !name.contains("llm.history") else { return nil }
            self = .lines
        } else {
            return nil
        }
    }

    private static func isZsh(_ bytes: [UInt8]) -> Bool {
        ZshEntry(bytes.prefix { $0 != 0x0A })?.hasTime == true
    }

    /// Whether the first lines are an empty one, one with `# ` and a year, and one with `+`.
    private static func isStamped(_ bytes: [UInt8]) -> Bool {
        let lines = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: true)
        guard lines.count >= 2, lines[0].starts(with: Array("# ".utf8)) else { return false }
        return lines[0].dropFirst(2).prefix(4).allSatisfy { (0x30...0x39).contains($0) }
            && lines[1].first == UInt8(ascii: "+")
    }
}

/// A line of the shell zsh's history.
///
/// The layout of extended histories: zsh's manual, option EXTENDED_HISTORY.
struct ZshEntry {
    /// Whether the line tells when the command began.
    let hasTime: Bool
    /// The command as it is stored.
    let command: ArraySlice<UInt8>

    init?(_ line: ArraySlice<UInt8>) {
        guard line.starts(with: Array(": ".utf8)) else {
            hasTime = false
            command = line
            return
        }
        let time = line.dropFirst(2).prefix { $0 == UInt8(ascii: ":") || (0x30...0x39).contains($0) }
        guard !time.isEmpty, time.contains(UInt8(ascii: ":")), time.endIndex < line.endIndex,
            line[time.endIndex] == UInt8(ascii: ";")
        else { return nil }
        hasTime = true
        command = line[(time.endIndex + 1)...]
    }

    /// The command's bytes: of those that the shell uses itself, each is stored as 0x83 and itself with bit 5 turned over.
    static func unmetafied(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var isMarked = false
        for byte in bytes {
            if byte == 0x83, !isMarked {
                isMarked = true
            } else {
                text.append(isMarked ? byte ^ 0x20 : byte)
                isMarked = false
            }
        }
        return text
    }
}
