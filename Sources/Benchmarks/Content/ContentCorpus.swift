internal import Glibc

/// Mixed text to search: source code and documents of this machine, and made-up logs, JSON and conversations.
///
/// Lies in `$TMPDIR`, or `/var/tmp`, and is removed afterwards.
struct ContentCorpus {
    private static let folders = ["/usr/lib/python3", "/usr/include", "/usr/share", "/usr/lib"]
    private static let endings = [
        ".py", ".h", ".pl", ".pm", ".c", ".hpp", ".txt", ".md", ".json", ".js", ".sh", ".swift", ".swiftinterface",
        ".rst", ".html", ".xml", ".yaml", ".yml", ".csv", ".conf", ".ts", ".css", ".go", ".rs", ".log",
    ]
    private static let pieceBytes = 4 << 20

    let folder: String
    private(set) var files: [String] = []
    private(set) var bytes = 0
    private var piece: [UInt8] = []

    /// Makes so many bytes of text, seven tenths of them from this machine, whose files are taken again if need be.
    init?(bytes wanted: Int, ownShare: Double = 0.3) {
        let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/var/tmp"
        var template = Array((base + "/earshot-benchmark-XXXXXX").utf8CString)
        guard unsafe mkdtemp(&template) != nil else { return nil }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let system = Int(Double(wanted) * (1 - ownShare))
        while bytes < system {
            let before = bytes
            for folder in Self.folders where bytes < system { add(folder, upTo: system) }
            // Nothing to take here.
            guard bytes > before else { break }
        }
        var writer = GeneratedText(seed: 7)
        while bytes < wanted {
            writer.appendLine(to: &piece)
            bytes += writer.lastLength
            if piece.count >= Self.pieceBytes { write() }
        }
        write()
    }

    /// Removes it.
    func remove() {
        for file in files { _ = unsafe unlink(file) }
        _ = unsafe rmdir(folder)
    }

    private mutating func add(_ folder: String, upTo limit: Int) {
        guard let entries = unsafe opendir(folder) else { return }
        var names: [(name: String, isFolder: Bool)] = []
        while let entry = unsafe readdir(entries) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let type = unsafe Int(entry.pointee.d_type)
            if name != ".", name != "..", type == Int(DT_DIR) || type == Int(DT_REG) {
                names.append((name, type == Int(DT_DIR)))
            }
        }
        unsafe closedir(entries)
        for (name, isFolder) in names.sorted(by: { $0.name < $1.name }) {
            guard bytes < limit else { return }
            let path = folder + "/" + name
            if isFolder {
                add(path, upTo: limit)
            } else if Self.endings.contains(where: { name.hasSuffix($0) }), let text = TextFile.bytes(path) {
                piece += text
                bytes += text.count
                if piece.count >= Self.pieceBytes { write() }
            }
        }
    }

    private mutating func write() {
        guard !piece.isEmpty else { return }
        let path = folder + "/\(files.count).txt"
        guard let file = unsafe fopen(path, "w") else { return }
        _ = unsafe fwrite(piece, 1, piece.count, file)
        unsafe fclose(file)
        files.append(path)
        piece.removeAll(keepingCapacity: true)
    }
}

extension TextFile {
    /// The bytes of a file of at most a megabyte; nothing when it cannot be read.
    static func bytes(_ path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return count == bytes.count ? nil : Array(bytes[..<count])
    }
}
