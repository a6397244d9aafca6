extension Extraction {
    /// Hands out a text: by lines, or by what its name and beginning say that its lines are.
    func readText(_ file: FileInput) {
        switch TextLayout(name: file.name, beginning: beginning(of: file)) {
        case .lines: readLines(file)
        case .transcript: readMarkdown(file)
        case .agentLog: readAgentLog(file)
        case .settings: readSettings(file)
        case .containerLog: readContainerLog(file)
        case .history(let layout): readHistory(file, layout)
        }
    }

    /// Goes through the lines of a text until it ends or reading is to end.
    func forEachLine(_ file: FileInput, _ body: (TextLine) -> Void) {
        var lines = LineStream(file.bytes, pieceByteCount: limits.unitBytes)
        while !isStopped, let line = lines.next() { body(line) }
        if let failure = lines.failure { note(.unreadable(failure.number)) }
    }

    private func readLines(_ file: FileInput) {
        forEachLine(file) { line in
            let role = line.start == 0 ? SpeakerHeading(line.bytes, isPlain: true)?.speaker : nil
            emit(line.bytes, at: line.locator, role: role)
        }
    }

    /// The first bytes, and none where they cannot be had; whoever reads on meets the failure again.
    func beginning(of file: FileInput) -> [UInt8] {
        do {
            return try file.bytes.bytes(FileFormat.beginningByteCount, at: 0)
        } catch {
            return []
        }
    }
}

/// What the lines of a text are.
enum TextLayout: Equatable {
    case lines
    case transcript
    /// What aider writes of its talk with a model.
    case agentLog
    /// Lines of `key = value`, and sections.
    case settings
    case containerLog
    case history(HistoryLayout)

    init(name: String, beginning: [UInt8]) {
        let lower = name.lowercased()
        if beginning.starts(with: Array("{\"log\":\"".utf8)) {
            self = .containerLog
        } else if let layout = HistoryLayout(name: lower, beginning: beginning) {
            self = .history(layout)
        } else if lower.hasSuffix("llm.history") {
            self = .agentLog
        } else if lower.contains("chat.history") {
            self = .transcript
        } else if Self.isSettings(lower) {
            self = .settings
        } else {
            self = .lines
        }
    }

    private static func isSettings(_ name: String) -> Bool {
        if name == ".env" || name.hasPrefix(".env.") || name == "credentials" { return true }
        let endings = [".env", ".ini", ".cfg", ".conf", ".properties", ".sgptrc", ".npmrc", ".pypirc", ".service"]
        return endings.contains { name.hasSuffix($0) }
    }
}
