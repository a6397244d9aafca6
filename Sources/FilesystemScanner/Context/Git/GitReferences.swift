/// The branches, tags and other names of a repository's commits.
struct GitReferences {
    struct Reference {
        /// The whole name, `refs/remotes/origin/main`.
        let name: String
        let id: GitObjectID
    }

    private static let limit = 20_000
    private static let depthLimit = 32

    /// Every name that stands for an object, `HEAD` included.
    private(set) var all: [Reference] = []
    /// Whether no name was left out.
    private(set) var isWhole = true

    /// Reads the names of a repository.
    ///
    /// - Parameters:
    ///   - folder: The folder of the work tree, which has `HEAD`.
    ///   - common: The folder that all work trees of the repository share.
    init(folder: String, common: String) {
        var found: [String: GitObjectID] = [:]
        for line in SmallFile.lines(common + "/packed-refs", limit: 64 << 20) {
            let fields = line.split(separator: " ")
            guard fields.count == 2, let id = GitObjectID(hexadecimal: Array(fields[0].utf8)[...]) else { continue }
            found[String(fields[1])] = id
        }
        readFolder("refs", of: common, &found, depth: 0)
        if found.count > Self.limit { isWhole = false }
        all = found.sorted { $0.key < $1.key }.prefix(Self.limit).map { Reference(name: $0.key, id: $0.value) }
        guard let head = Self.firstLine(folder + "/HEAD") else {
            isWhole = false
            return
        }
        if let id = GitObjectID(hexadecimal: Array(head.utf8)[...]) { all.append(Reference(name: "HEAD", id: id)) }
    }

    private mutating func readFolder(
        _ name: String, of folder: String, _ found: inout [String: GitObjectID], depth: Int
    ) {
        guard depth < Self.depthLimit, found.count <= Self.limit else {
            isWhole = false
            return
        }
        for child in SmallFile.names(in: folder + "/" + name, atMost: Self.limit) {
            let path = name + "/" + child
            if let line = Self.firstLine(folder + "/" + path) {
                // A symbolic name stands for another one that is read as well.
                if let id = GitObjectID(hexadecimal: Array(line.utf8)[...]) { found[path] = id }
            } else {
                readFolder(path, of: folder, &found, depth: depth + 1)
            }
        }
    }

    private static func firstLine(_ path: String) -> String? {
        guard let bytes = SmallFile.bytes(path, limit: 4_096) else { return nil }
        return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    }
}
