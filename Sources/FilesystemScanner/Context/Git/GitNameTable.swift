/// Which names some versions of a work tree hold, folder by folder, each folder's versions read once.
final class GitNameTable {
    /// Versions of one folder in the order in which they were met, and by whom each is had: bit 0 by this repository, bit n
    /// by its nth remote.
    struct Versions {
        // In this order deltas are read near each other; that of a dictionary would unpack every chain again and again.
        private(set) var order: [GitObjectID] = []
        private(set) var masks: [GitObjectID: UInt32] = [:]

        mutating func add(_ id: GitObjectID, _ mask: UInt32) {
            if let known = masks.updateValue(mask, forKey: id) {
                masks[id] = known | mask
            } else {
                order.append(id)
            }
        }
    }

    private static let cachedFolders = 500

    private let objects: GitObjectStore
    private let root: Versions
    private var folders: [[UInt8]: Versions] = [:]
    private var names: [[UInt8]: [Int: UInt32]] = [:]
    /// Whether every version could be read so far.
    private(set) var isWhole = true

    init(_ root: Versions, _ objects: GitObjectStore) {
        self.root = root
        self.objects = objects
    }

    /// By whom a path relative to the work tree is had; zero by nobody.
    func mask(of path: [UInt8]) -> UInt32 {
        let (folder, name) = Self.split(path)
        return names(in: folder)[NameHash.of(name)] ?? 0
    }

    private func names(in folder: [UInt8]) -> [Int: UInt32] {
        if let known = names[folder] { return known }
        var found: [Int: UInt32] = [:]
        forEachEntry(of: versions(of: folder)) { entry, mask in found[NameHash.of(entry.name), default: 0] |= mask }
        if names.count >= Self.cachedFolders { names = [:] }
        names[folder] = found
        return found
    }

    private func versions(of folder: [UInt8]) -> Versions {
        if folder.isEmpty { return root }
        if let known = folders[folder] { return known }
        let (parent, name) = Self.split(folder)
        var found = Versions()
        forEachEntry(of: versions(of: parent)) { entry, mask in
            if entry.isFolder, entry.name == name { found.add(entry.id, mask) }
        }
        if folders.count >= Self.cachedFolders { folders = [:] }
        folders[folder] = found
        return found
    }

    private func forEachEntry(of versions: Versions, _ body: (GitObject.TreeEntry, UInt32) -> Void) {
        for id in versions.order {
            guard let tree = objects.object(id), tree.kind == .tree else {
                isWhole = false
                continue
            }
            let mask = versions.masks[id] ?? 0
            tree.forEachTreeEntry { body($0, mask) }
        }
    }

    private static func split(_ path: [UInt8]) -> (folder: [UInt8], name: ArraySlice<UInt8>) {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return ([], path[...]) }
        return (Array(path[..<slash]), path[(slash + 1)...])
    }
}
