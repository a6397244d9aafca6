internal import Knowledge

/// How the content of a file is read.
enum ContentKind: Hashable, Sendable {
    /// Line by line; every line that is not empty is a record.
    case text
    /// Line by line; every line is a JSON value.
    case jsonLines
    /// As one JSON value.
    case json
    /// For secrets alone.
    case plain
    /// Not at all yet; the name of the format is told.
    case notRead(String)

    /// Decides by what the catalogue says, and in mixed folders by the ending of the name.
    ///
    /// The `beginning` of the file is looked at when the name has no ending.
    init(_ format: Artifact.Format, name: [UInt8], beginning: () -> [UInt8]) {
        switch format {
        case .text, .markdown: self = .text
        case .json, .notebook: self = .json
        case .jsonLines: self = .jsonLines
        case .yaml, .toml: self = .plain
        case .directory, .mixed: self = Self.byEnding(name, beginning)
        default: self = .notRead(format.rawValue)
        }
    }

    private static func byEnding(_ name: [UInt8], _ beginning: () -> [UInt8]) -> ContentKind {
        let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? 0
        switch String(decoding: name[dot...].dropFirst(), as: UTF8.self).lowercased() {
        case _ where dot == 0: return looksLikeText(beginning()) ? .text : .notRead("unrecognised")
        case "json": return .json
        case "jsonl", "ndjson": return .jsonLines
        case "log", "txt", "md", "markdown": return .text
        case "yaml", "yml", "toml", "ini", "conf", "cfg", "env", "csv": return .plain
        case "db", "sqlite", "sqlite3", "db-wal", "sqlite-wal", "sqlite3-wal": return .notRead("sqlite")
        case "png": return .notRead("png")
        case "ldb": return .notRead("leveldb")
        default: return .notRead("unrecognised")
        }
    }

    /// Whether bytes are such as text has: neither NUL nor more than a few other control characters.
    private static func looksLikeText(_ bytes: [UInt8]) -> Bool {
        let controls = bytes.count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B }
        return !bytes.contains(0) && controls * 100 <= bytes.count
    }
}
