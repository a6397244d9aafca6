/// Processes in comments of packets, as several programs write them.
///
/// Three shapes are understood: lines of `Key: value` (ptcpdump; others put several on a line, separated by commas), words
/// of `key=value` (RustNet, etl2pcapng, FakeNet-NG), and Earshot's own
/// `pid 123 ollama · parent systemd · unit ollama.service · known by socket`.
extension CapturedProcess {
    /// Reads the comments of one packet; nothing when they speak of no process.
    init?(comments: [String]) {
        self.init()
        for comment in comments {
            for line in comment.split(whereSeparator: \.isNewline) {
                read(line)
            }
        }
        guard pid != nil || name != nil else { return nil }
    }

    /// Takes from a comment what the process's block has no place for.
    mutating func complete(from comment: String) {
        guard let told = CapturedProcess(comments: [comment]) else { return }
        parentName = parentName ?? told.parentName
        unit = unit ?? told.unit
        container = container ?? told.container
    }

    private mutating func read(_ line: Substring) {
        let text = line.trimmed
        if text.lowercased().hasPrefix("pid "), pid == nil {
            readPhrases(text)
        } else if text.hasPrefix("process "), text.contains("·"), pid == nil {
            readPhrases(text)
        } else if let colon = text.firstIndex(of: ":"), text[..<colon].isKey {
            // A command may hold anything, so only a line that begins with the number is taken apart.
            let parts = text.lowercased().hasPrefix("pid:") ? text.split(separator: ",") : [text]
            for part in parts {
                let pair = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                if pair.count == 2 { set(pair[0].trimmed, pair[1].trimmed) }
            }
        } else if text.contains("=") {
            for word in text.split(whereSeparator: { " ,;\t".contains($0) }) {
                let pair = word.split(separator: "=", maxSplits: 1)
                if pair.count == 2 { set(pair[0], pair[1]) }
            }
        }
    }

    /// The word of `by socket`, if it is one.
    private static func quality(_ text: Substring) -> String? {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0] == "by", words[1].utf8.count <= 16 else { return nil }
        return words[1].utf8.allSatisfy { (0x61...0x7A).contains($0) } ? String(words[1]) : nil
    }

    private mutating func set(_ key: Substring, _ value: Substring) {
        guard !value.isEmpty else { return }
        switch key.lowercased() {
        case "pid", "processid", "process_id": pid = pid ?? UInt32(value)
        case "cmd", "command": path = path ?? String(value)
        case "process", "processname", "procname", "process_name", "name": name = name ?? String(value)
        case "args": commandLine = value.split(separator: " ").map(String.init)
        case "ppid", "parentpid": parentPID = UInt32(value)
        case "parentcmd", "parentcommand": parentName = value.lastPathComponent
        case "userid", "uid": userID = UInt32(value)
        case "user": user = String(value)
        case "unit": unit = String(value)
        case "containerid", "container_id": container = String(value)
        case "containername", "container": container = container ?? String(value)
        default: break
        }
        if name == nil, let path { name = path[...].lastPathComponent }
    }

    private mutating func readPhrases(_ text: Substring) {
        for (index, part) in text.split(separator: "·").map(\.trimmed).enumerated() {
            let words = part.split(separator: " ", maxSplits: index == 0 ? 2 : 1)
            guard words.count > 1 else { continue }
            switch (index, words[0]) {
            case (0, _):
                if words[0] == "process" {
                    name = part.dropFirst("process ".count).trimmed.description
                    continue
                }
                guard let number = UInt32(words[1]) else { return }
                pid = number
                if words.count > 2 { name = String(words[2]) }
            case (_, "parent"): parentName = String(words[1])
            case (_, "unit"): unit = String(words[1])
            case (_, "container"): container = String(words[1])
            case (_, "user"): user = String(words[1])
            case (_, "known"): attributionQuality = Self.quality(words[1])
            default: break
            }
        }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var part = self
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return part
    }

    /// Whether this can be the key of a `Key: value` line: one word of letters.
    fileprivate var isKey: Bool {
        !isEmpty && utf8.count <= 24 && allSatisfy { $0.isLetter || $0 == "_" }
    }

    fileprivate var lastPathComponent: String {
        split(separator: "/").last.map(String.init) ?? String(self)
    }
}
