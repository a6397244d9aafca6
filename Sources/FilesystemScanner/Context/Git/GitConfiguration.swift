/// What a git configuration file says, read and never obeyed.
///
/// Syntax: git-config(1), "Syntax". Files that are included without a condition are read too.
struct GitConfiguration {
    private struct Key: Hashable {
        let section: String
        let subsection: String?
        let name: String
    }

    private static let depthLimit = 4
    private var values: [Key: [String]] = [:]
    private(set) var subsections: [String: Set<String>] = [:]

    init() {}

    /// Reads files, the later ones after the earlier.
    init(files: [String], home: String?) {
        for file in files { read(file, home: home, depth: 0) }
    }

    /// All values of a name, in the order of the files.
    func all(_ section: String, _ subsection: String? = nil, _ name: String) -> [String] {
        values[Key(section: section, subsection: subsection, name: name)] ?? []
    }

    /// The value that counts.
    func last(_ section: String, _ subsection: String? = nil, _ name: String) -> String? {
        all(section, subsection, name).last
    }

    /// Whether a truth value is set to true.
    func isTrue(_ section: String, _ name: String) -> Bool {
        ["true", "yes", "on", "1"].contains(last(section, nil, name)?.lowercased())
    }

    private mutating func read(_ path: String, home: String?, depth: Int) {
        guard depth < Self.depthLimit, let bytes = SmallFile.bytes(path) else { return }
        var reader = GitConfigurationReader(bytes)
        while let entry = reader.next() {
            let key = Key(section: entry.section, subsection: entry.subsection, name: entry.name)
            values[key, default: []].append(entry.value)
            if let subsection = entry.subsection { subsections[entry.section, default: []].insert(subsection) }
            if entry.section == "include", entry.subsection == nil, entry.name == "path" {
                let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
                read(Self.expanded(entry.value, home: home, below: String(folder)), home: home, depth: depth + 1)
            }
        }
    }

    /// A path of a configuration, `~/` and relative ones made absolute.
    static func expanded(_ path: String, home: String?, below folder: String) -> String {
        if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
        return path.hasPrefix("/") ? path : folder + "/" + path
    }
}

/// Takes a configuration file apart, entry by entry.
private struct GitConfigurationReader {
    struct Entry {
        let section: String
        let subsection: String?
        let name: String
        let value: String
    }

    private let bytes: [UInt8]
    private var offset = 0
    private var section = ""
    private var subsection: String?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func next() -> Entry? {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): offset += 1
            case UInt8(ascii: "#"), UInt8(ascii: ";"): skipLine()
            case UInt8(ascii: "["): readSection()
            default:
                let name = word {
                    $0 != UInt8(ascii: "=") && $0 > 0x20 && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: ";")
                }
                guard !name.isEmpty else {
                    skipLine()
                    continue
                }
                while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { offset += 1 }
                guard current == UInt8(ascii: "=") else {
                    skipLine()
                    return Entry(section: section, subsection: subsection, name: name.lowercased(), value: "true")
                }
                offset += 1
                return Entry(section: section, subsection: subsection, name: name.lowercased(), value: readValue())
            }
        }
        return nil
    }

    private mutating func word(_ isPart: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = current, isPart(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func skipLine() {
        while let byte = current, byte != UInt8(ascii: "\n") { offset += 1 }
    }

    private mutating func readSection() {
        offset += 1
        section = word { ![UInt8(ascii: "]"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n")].contains($0) }
            .lowercased()
        subsection = nil
        while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { offset += 1 }
        if current == UInt8(ascii: "\"") {
            offset += 1
            var text: [UInt8] = []
            while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\n") {
                offset += 1
                guard byte == UInt8(ascii: "\\"), let escaped = current else {
                    text.append(byte)
                    continue
                }
                text.append(escaped)
                offset += 1
            }
            subsection = String(decoding: text, as: UTF8.self)
        }
        while let byte = current, byte != UInt8(ascii: "\n") {
            offset += 1
            if byte == UInt8(ascii: "]") { return }
        }
    }

    /// The rest of the line: quotation marks taken off, escapes undone, comments and blanks around it left out.
    private mutating func readValue() -> String {
        var (text, kept, isQuoted) = ([UInt8](), 0, false)
        while let byte = current, byte != UInt8(ascii: "\n") {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                kept = text.count
            case UInt8(ascii: "\\"):
                guard let escaped = current else { continue }
                offset += 1
                guard escaped != UInt8(ascii: "\n") else { continue }
                let plain = [UInt8(ascii: "n"): UInt8(0x0A), UInt8(ascii: "t"): 0x09, UInt8(ascii: "b"): 0x08]
                text.append(plain[escaped] ?? escaped)
                kept = text.count
            case UInt8(ascii: "#") where !isQuoted, UInt8(ascii: ";") where !isQuoted: skipLine()
            case 0...0x20 where !isQuoted: if !text.isEmpty { text.append(byte) }
            default:
                text.append(byte)
                kept = text.count
            }
        }
        return String(decoding: text.prefix(kept), as: UTF8.self)
    }
}
