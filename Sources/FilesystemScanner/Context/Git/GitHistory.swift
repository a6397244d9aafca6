/// Which names the commits of a repository hold or ever held, and which remotes have such a commit.
///
/// Every commit that a branch, a tag, a remote's branch or `HEAD` leads to counts; those that only the reflog knows do
/// not. The newest commits are asked first, and the history only where they leave something open; of that, the part that
/// remotes have is read first.
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
    private static let newestLimit = 200
    /// Remotes beyond are counted with the last.
    private static let remoteLimit = 31

    private let objects: GitObjectStore
    private let shallow: Set<GitObjectID>
    private let local: [GitObjectID]
    private var remotes: [(name: String, tips: [GitObjectID])] = []
    private var commits: [GitObjectID: Commit] = [:]
    private var isWhole: Bool
    private lazy var newest = GitNameTable(roots(reach: 0), objects)
    private lazy var all = GitNameTable(roots(reach: Self.commitLimit), objects)

    init(_ references: GitReferences, remoteNames: Set<String>, shallow: Set<GitObjectID>, objects: GitObjectStore) {
        self.objects = objects
        self.shallow = shallow
        isWhole = references.isWhole && shallow.isEmpty
        // HEAD and branches before tags and what else there is.
        let (branches, others) = (
            references.all.filter { $0.name == "HEAD" || $0.name.hasPrefix("refs/heads/") },
            references.all.filter { $0.name != "HEAD" && !$0.name.hasPrefix("refs/heads/") }
        )
        local = (branches + others).map(\.id)
        let tracking = references.all.filter { $0.name.hasPrefix("refs/remotes/") }
        let groups = Dictionary(grouping: tracking) { Self.remote(of: $0.name, remoteNames) }
        remotes = groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.id)) }
    }

    /// What is known of a path relative to the work tree.
    func answer(_ path: [UInt8]) -> Answer {
        var mask = newest.mask(of: path)
        var isCertain = true
        if mask & 1 == 0 || (mask >> 1 == 0 && !remotes.isEmpty) {
            mask |= all.mask(of: path)
            isCertain = isWhole && all.isWhole
        }
        let remote = (1...Self.remoteLimit).first { mask & (1 << UInt32($0)) != 0 }
        return Answer(
            isCommitted: mask & 1 != 0 ? true : isCertain ? false : nil,
            isPushed: remote != nil ? true : isCertain || remotes.isEmpty ? false : nil,
            remote: remote.map { remotes[$0 - 1].name })
    }

    /// The remote of a name such as `refs/remotes/origin/main`; names of remotes may hold slashes.
    private static func remote(of reference: String, _ names: Set<String>) -> String {
        let rest = reference.dropFirst("refs/remotes/".utf8.count)
        let known = names.filter { rest.hasPrefix($0 + "/") }.max { $0.utf8.count < $1.utf8.count }
        return known ?? String(rest.prefix { $0 != "/" })
    }

    /// The roots of the commits that all names lead to, and of so many that lie behind each.
    private func roots(reach: Int) -> GitNameTable.Versions {
        var roots = GitNameTable.Versions()
        let limit = reach == 0 ? Self.newestLimit : .max
        for (index, remote) in remotes.enumerated() {
            walk(remote.tips.prefix(limit), 1 | 1 << UInt32(min(index + 1, Self.remoteLimit)), reach, &roots)
        }
        walk(local.prefix(limit), 1, reach, &roots)
        return roots
    }

    private func walk(
        _ tips: some Sequence<GitObjectID>, _ mask: UInt32, _ reach: Int, _ roots: inout GitNameTable.Versions
    ) {
        var seen: Set<GitObjectID> = []
        var waiting = Array(tips)
        while let id = waiting.popLast() {
            guard seen.insert(id).inserted, let commit = commit(id) else { continue }
            if let tree = commit.tree {
                roots.add(tree, mask)
                if reach == 0 { continue }
            }
            waiting += commit.parents
        }
    }

    private func commit(_ id: GitObjectID) -> Commit? {
        if let known = commits[id] { return known }
        guard commits.count < Self.commitLimit, let commit = read(id) else {
            isWhole = false
            return nil
        }
        commits[id] = commit
        return commit
    }

    /// A commit, or what a tag leads to, which counts as its parent.
    private func read(_ id: GitObjectID) -> Commit? {
        guard let object = objects.object(id) else { return nil }
        switch object.kind {
        case .commit:
            guard let tree = object.ids(named: "tree").first else { return nil }
            return Commit(tree: tree, parents: shallow.contains(id) ? [] : object.ids(named: "parent"))
        case .tag: return Commit(tree: nil, parents: object.ids(named: "object"))
        case .tree: return Commit(tree: id, parents: [])
        case .blob: return Commit(tree: nil, parents: [])
        }
    }
}
