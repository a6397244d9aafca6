/// The work trees that were met, each looked for once a folder.
struct GitWorkTrees {
    private let sources: ContextSources
    private let homes: [UInt32: String]
    private var known: [[UInt8]: GitWorkTree?] = [:]
    private var trees: [[UInt8]: GitWorkTree] = [:]
    private let homeTrees: [GitWorkTree]
    private static let limit = 50_000

    init(_ sources: ContextSources, _ homes: [HomeFolder]) {
        self.sources = sources
        self.homes = Dictionary(homes.map { ($0.userID, $0.path) }) { first, _ in first }
        homeTrees = homes.flatMap { Self.homeTrees(of: $0, sources) }
    }

    /// What could not be told of the work trees, with the root of each.
    var problems: [(root: [UInt8], reason: String)] {
        (Array(trees.values) + homeTrees).flatMap { tree in tree.problems.map { (tree.root, $0) } }
    }

    /// The nearest work tree that a folder belongs to, on the same device; the folder's path has no links.
    ///
    /// What lies in the repository's own folder is in no work tree.
    mutating func tree(containing folder: [UInt8]) -> GitWorkTree? {
        if let tree = known[folder] { return tree }
        let slash = UInt8(ascii: "/")
        var found: GitWorkTree?
        if !folder.split(separator: slash).contains(where: { $0.elementsEqual(".git".utf8) }) {
            found = tree(at: folder)
            if found == nil, folder.count > 1, let last = folder.lastIndex(of: slash) {
                let parent = last == 0 ? [slash] : Array(folder[..<last])
                if let here = Self.status(folder), Self.status(parent)?.identity.device == here.identity.device {
                    found = tree(containing: parent)
                }
            }
        }
        if known.count >= Self.limit { known = [:] }
        known[folder] = found
        return found
    }

    /// The repository in which the owner of a home keeps the home's own files, where it tracks a path without links.
    ///
    /// Such repositories lie aside, and what they don't track is none of their business.
    func homeTree(tracking path: [UInt8]) -> GitWorkTree? {
        homeTrees.first { tree in
            tree.name(of: path).map { tree.state(of: $0, isFolder: false) == .tracked } ?? false
        }
    }

    /// Where yadm and vcsh keep them, and where the usual instructions for doing it by hand do.
    private static func homeTrees(of home: HomeFolder, _ sources: ContextSources) -> [GitWorkTree] {
        let collection = "/.config/vcsh/repo.d"
        let folders =
            ["/.local/share/yadm/repo.git", "/.config/yadm/repo.git", "/.dotfiles", "/.dotfiles.git", "/.cfg"]
            + SmallFile.names(in: home.path + collection, atMost: 100).map { "\(collection)/\($0)" }
        guard let root = ConfiguredPath.resolved(home.path, home: nil) else { return [] }
        return folders.map { home.path + $0 }.compactMap { folder in
            // Without an index nothing was ever tracked.
            guard status(Array((folder + "/index").utf8)) != nil, status(Array((folder + "/objects").utf8)) != nil
            else {
                return nil
            }
            return GitWorkTree(root: root, folder: folder, home: home.path, settings: sources.settings, mayBeBare: true)
        }
    }

    private mutating func tree(at root: [UInt8]) -> GitWorkTree? {
        if let tree = trees[root] { return tree }
        let path = (root.count > 1 ? root : []) + Array("/.git".utf8)
        guard let status = Self.status(path) else { return nil }
        let rootText = String(decoding: root, as: UTF8.self)
        var folder = String(decoding: path, as: UTF8.self)
        if status.kind == .file {
            guard let line = SmallFile.lines(folder, limit: 64 << 10).first, line.hasPrefix("gitdir: ") else {
                return nil
            }
            folder = GitConfiguration.expanded(String(line.dropFirst(8)), home: nil, below: rootText)
        }
        // A folder of that name without these two is none for git either.
        guard Self.status(Array((folder + "/HEAD").utf8)) != nil,
            Self.status(Array((folder + "/objects").utf8)) != nil
                || Self.status(Array((folder + "/commondir").utf8)) != nil
        else { return nil }
        guard
            let tree = GitWorkTree(
                root: root, folder: folder, home: homes[status.userID], settings: sources.settings)
        else { return nil }
        trees[root] = tree
        return tree
    }

    private static func status(_ path: [UInt8]) -> FileStatus? {
        do throws(SystemError) {
            return try Descriptor.open(path, for: .following).status()
        } catch {
            return nil
        }
    }
}
