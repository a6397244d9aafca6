/// Which names the commits of a repository hold or ever held, and which remotes have such a commit.
///
/// Every commit that a branch, a tag, a remote's branch or `HEAD` leads to counts; those that only the reflog knows do
/// not. Commits of remotes are read first.
final class GitHistory {
    /// What is known of a name.
    struct Answer: Equatable {
        /// Whether a commit holds it; nothing where too much would have to be read.
        let isCommitted: Bool?
        /// Whether a remote's branch has such a commit.
        let isPushed: Bool?
        /// One of those remotes.
        let remote: String?
    }

    private struct Commit {
        let tree: GitObjectID?
        let parents: [GitObjectID]
    }

    private static let commitLimit = 20_000
    private static let cachedFolders = 500
    /// Remotes beyond are counted with the last.
    private static let remoteLimit = 31

    private let objects: GitObjectStore
    private let shallow: Set<GitObjectID>
    private var commits: [GitObjectID: Commit] = [:]
    private var remotes: [String] = []
    /// For each folder, its versions, and by whom they are had: bit 0 by this repository, bit n by the nth remote.
    private var trees: [[UInt8]: [GitObjectID: UInt32]] = [:]
    /// For each folder, the hash values of the names that any version has.
    private var names: [[UInt8]: [Int: UInt32]] = [:]
    private(set) var isWhole: Bool

    init(_ references: GitReferences, remoteNames: Set<String>, shallow: Set<GitObjectID>, objects: GitObjectStore) {
        self.objects = objects
        self.shallow = shallow
        isWhole = references.isWhole && shallow.isEmpty
        var roots: [GitObjectID: UInt32] = [:]
        let remote = references.all.filter { $0.name.hasPrefix("refs/remotes/") }
        for (name, tips) in Dictionary(grouping: remote, by: { Self.remote(of: $0.name, remoteNames) })
            .sorted(by: { $0.key < $1.key })
        {
            if remotes.count < Self.remoteLimit { remotes.append(name) }
            walk(tips.map(\.id), bit: 1 << UInt32(remotes.count), &roots)
        }
        walk(references.all.map(\.id), bit: 1, &roots)
        trees[[]] = roots.mapValues { $0 | 1 }
    }

    /// What is known of a path relative to the work tree.
    func answer(_ path: [UInt8]) -> Answer {
        let (folder, name) = Self.split(path)
        let mask = names(in: folder)[NameHash.of(name)] ?? 0
        let remote = (1...Self.remoteLimit).first { mask & (1 << UInt32($0)) != 0 }
        return Answer(
            isCommitted: mask & 1 != 0 ? true : isWhole ? false : nil,
            isPushed: remote != nil ? true : isWhole || remotes.isEmpty ? false : nil,
            remote: remote.flatMap { $0 <= remotes.count ? remotes[$0 - 1] : nil })
    }

    /// The remote of a name such as `refs/remotes/origin/main`; names of remotes may hold slashes.
    private static func remote(of reference: String, _ names: Set<String>) -> String {
        let rest = reference.dropFirst("refs/remotes/".utf8.count)
        let known = names.filter { rest.hasPrefix($0 + "/") }.max { $0.utf8.count < $1.utf8.count }
        return known ?? String(rest.prefix { $0 != "/" })
    }

    /// Marks the trees of all commits that lead back from some.
    private func walk(_ tips: [GitObjectID], bit: UInt32, _ roots: inout [GitObjectID: UInt32]) {
        var seen: Set<GitObjectID> = []
        var waiting = tips
        while let id = waiting.popLast() {
            guard seen.insert(id).inserted, let commit = commit(id) else { continue }
            if let tree = commit.tree { roots[tree, default: 0] |= bit }
            waiting += commit.parents
        }
    }

    private func commit(_ id: GitObjectID) -> Commit? {
        if let known = commits[id] { return known }
        guard commits.count < Self.commitLimit, let object = objects.object(id) else {
            isWhole = false
            return nil
        }
        let commit: Commit
        switch object.kind {
        case .commit:
            guard let tree = object.ids(named: "tree").first else {
                isWhole = false
                return nil
            }
            commit = Commit(tree: tree, parents: shallow.contains(id) ? [] : object.ids(named: "parent"))
        case .tag: commit = Commit(tree: nil, parents: object.ids(named: "object"))
        case .tree: commit = Commit(tree: id, parents: [])
        case .blob: commit = Commit(tree: nil, parents: [])
        }
        commits[id] = commit
        return commit
    }

    private func names(in folder: [UInt8]) -> [Int: UInt32] {
        if let known = names[folder] { return known }
        var found: [Int: UInt32] = [:]
        forEachEntry(of: trees(of: folder)) { entry, mask in found[NameHash.of(entry.name), default: 0] |= mask }
        if names.count >= Self.cachedFolders { names = [:] }
        names[folder] = found
        return found
    }

    private func trees(of folder: [UInt8]) -> [GitObjectID: UInt32] {
        if let known = trees[folder] { return known }
        let (parent, name) = Self.split(folder)
        var found: [GitObjectID: UInt32] = [:]
        forEachEntry(of: trees(of: parent)) { entry, mask in
            if entry.isFolder, entry.name == name { found[entry.id, default: 0] |= mask }
        }
        if trees.count >= Self.cachedFolders { trees = trees.filter { $0.key.isEmpty } }
        trees[folder] = found
        return found
    }

    private func forEachEntry(of trees: [GitObjectID: UInt32], _ body: (GitObject.TreeEntry, UInt32) -> Void) {
        for (id, mask) in trees {
            guard let tree = objects.object(id), tree.kind == .tree else {
                isWhole = false
                continue
            }
            tree.forEachTreeEntry { body($0, mask) }
        }
    }

    private static func split(_ path: [UInt8]) -> (folder: [UInt8], name: ArraySlice<UInt8>) {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return ([], path[...]) }
        return (Array(path[..<slash]), path[(slash + 1)...])
    }
}
