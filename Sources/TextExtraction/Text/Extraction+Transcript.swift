extension Extraction {
    /// Hands out a Markdown text: what a named speaker says in one piece, everything else by lines.
    ///
    /// In the histories that aider writes a user's lines begin with `####`, those of the program itself with `>`, and all
    /// others are the model's.
    func readMarkdown(_ file: FileInput) {
        let opening = beginning(of: file)
        let isAgentHistory =
            file.name.lowercased().contains("aider.chat.history")
            || SpokenLines.drop(opening, prefix: "\n").starts(with: Array("# aider chat started at ".utf8))
        var turn = SpokenTurn(self)
        forEachLine(file) { line in
            if isAgentHistory {
                readAgentLine(line, into: &turn)
            } else if line.start == 0, let heading = SpeakerHeading(line.bytes, isPlain: false) {
                turn.begin(heading.speaker)
                turn.add(heading.rest, number: line.number)
            } else if turn.role != nil, line.start == 0, line.isEnd {
                turn.add(line.bytes, number: line.number)
            } else {
                turn.finish()
                emit(line.bytes, at: line.locator, role: turn.role)
            }
        }
        turn.finish()
    }

    private func readAgentLine(_ line: TextLine, into turn: inout SpokenTurn) {
        guard line.start == 0, line.isEnd, !line.bytes.starts(with: Array("# aider chat started".utf8)) else {
            turn.begin(nil)
            emit(line.bytes, at: line.locator)
            return
        }
        let asked = SpokenLines.drop(line.bytes, prefix: "#### ")
        if asked.count < line.bytes.count {
            if turn.role != "user" { turn.begin("user") }
            turn.add(asked, number: line.number)
        } else if line.bytes.starts(with: Array("> ".utf8)) {
            if turn.role != nil { turn.begin(nil) }
            turn.add(line.bytes, number: line.number)
        } else {
            let isBlank = line.bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            if turn.role != "assistant", !isBlank { turn.begin("assistant") }
            turn.add(line.bytes, number: line.number)
        }
    }

    /// Hands out a log of requests as aider writes it: every line begins with who says it, in capitals.
    func readAgentLog(_ file: FileInput) {
        var turn = SpokenTurn(self)
        forEachLine(file) { line in
            guard line.start == 0, line.isEnd, let spoken = SpokenLines.split(line.bytes) else {
                turn.begin(nil)
                emit(line.bytes, at: line.locator)
                return
            }
            if turn.role != spoken.role { turn.begin(spoken.role) }
            turn.add(spoken.text, number: line.number)
        }
        turn.finish()
    }
}

/// Lines that begin with who says them.
enum SpokenLines {
    /// The speaker in capitals at the beginning of a line, and what follows; nothing where there is none.
    static func split(_ line: [UInt8]) -> (role: String, text: [UInt8])? {
        for role in ["USER", "ASSISTANT", "SYSTEM", "TOOL", "DEVELOPER"] where line.starts(with: Array(role.utf8)) {
            let text = line.dropFirst(role.utf8.count)
            guard let mark = text.first else { return (role, []) }
            if mark == 0x20 { return (role, Array(text.dropFirst())) }
        }
        return nil
    }

    /// The bytes behind a prefix, or all where they do not begin with it.
    static func drop(_ bytes: [UInt8], prefix: String) -> [UInt8] {
        bytes.starts(with: Array(prefix.utf8)) ? Array(bytes.dropFirst(prefix.utf8.count)) : bytes
    }
}
