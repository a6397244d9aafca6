/// A folder whose files git looks after.
final class GitWorkTree {
    /// What git makes of a file.
    enum State: String {
        case tracked, untracked, ignored
    }

    /// How many bytes of one repository are unpacked at most.
    static let unpackLimit = 256 << 20

    /// The absolute path, links resolved.
    let root: [UInt8]
    /// What could not be told, and why.
    private(set) var problems: Set<String> = []

    private let folder: String
    private let common: String
    private let configuration: GitConfiguration
    private let exclusions: [IgnoreRules]
    private var ignoreFiles: [[UInt8]: IgnoreRules] = [:]
    private lazy var index: GitIndex? = readIndex()
    private lazy var history: GitHistory? = readHistory()

    /// Reads what a work tree is configured to be; nothing when the repository has none.
    ///
    /// The folder is the one with the work tree's own part of the repository, the home that of the work tree's owner, and
    /// the settings are the folder with the machine's configuration. A bare repository has no work tree, unless its owner
    /// keeps a home in it.
    init?(root: [UInt8], folder: String, home: String?, settings: String, mayBeBare: Bool = false) {
        self.root = root
        self.folder = folder
        let named = SmallFile.lines(folder + "/commondir", limit: 4_096).first.map(String.init)
        common = named.map { GitConfiguration.expanded($0, home: nil, below: folder) } ?? folder
        let personal = home.map { [$0 + "/.config/git/config", $0 + "/.gitconfig"] } ?? []
        let own = [common + "/config", folder + "/config.worktree"]
        configuration = GitConfiguration(files: [settings + "/gitconfig"] + personal + own, home: home)
        guard mayBeBare || named != nil || !configuration.isTrue("core", "bare") else { return nil }
        let usual = home.map { $0 + "/.config/git/ignore" }
        let personalFile =
            configuration.last("core", nil, "excludesfile").map {
                GitConfiguration.expanded($0, home: home, below: String(decoding: root, as: UTF8.self))
            } ?? usual
        exclusions = [common + "/info/exclude", personalFile].compactMap { path in
            path.flatMap { SmallFile.bytes($0) }.map(IgnoreRules.init(parsing:))
        }
        let format = configuration.last("extensions", nil, "objectformat")?.lowercased() ?? "sha1"
        isReadable = format == "sha1"
        if !isReadable { problems.insert("git repository with \(format == "sha256" ? format : "unknown") names") }
    }

    private let isReadable: Bool

    /// A path's name relative to the work tree; nothing when it does not lie in it.
    func name(of path: [UInt8]) -> [UInt8]? {
        guard MountTable.contains(root, path), path.count > root.count else { return nil }
        return Array(path.dropFirst(root.count == 1 ? 1 : root.count + 1))
    }

    /// What git makes of a path relative to the work tree; nothing when that cannot be known.
    func state(of path: [UInt8], isFolder: Bool) -> State? {
        guard isReadable, let index else { return nil }
        if index.tracks(path) { return .tracked }
        return ignores(path, isFolder: isFolder) ? .ignored : .untracked
    }

    /// Whether commits and remotes hold a path relative to the work tree.
    func history(of path: [UInt8]) -> GitHistory.Answer? {
        guard let answer = history?.answer(path) else { return nil }
        if answer.isCommitted == nil || answer.isPushed == nil {
            problems.insert("git history that is shallow, broken, or longer than is read")
        }
        return answer
    }

    /// The host that a remote's branches are pushed to; nothing for one on this machine.
    func host(ofRemote name: String) -> String? {
        let address =
            configuration.all("remote", name, "pushurl").first ?? configuration.all("remote", name, "url").first
        return address.flatMap { GitAddress(configuration.substituted($0))?.host }
    }

    private func readIndex() -> GitIndex? {
        do throws(SystemError) {
            guard let bytes = try SmallFile.content(Array((folder + "/index").utf8), limit: GitIndex.sizeLimit) else {
                problems.insert(GitIndex.Problem.tooLarge.rawValue)
                return nil
            }
            do throws(GitIndex.Problem) {
                return try GitIndex(parsing: bytes)
            } catch {
                problems.insert(error.rawValue)
                return nil
            }
        } catch {
            // A repository in which nothing was ever added has no index.
            guard !error.isAbsence else { return GitIndex() }
            problems.insert("git index: \(error.reason)")
            return nil
        }
    }

    private func readHistory() -> GitHistory? {
        guard isReadable else { return nil }
        guard configuration.last("extensions", nil, "refstorage") ?? "files" == "files" else {
            problems.insert("git repository whose branches are in another format")
            return nil
        }
        let objects = GitObjectStore(Array((common + "/objects").utf8), budget: Self.unpackLimit)
        let shallow = SmallFile.lines(common + "/shallow").compactMap { GitObjectID(hexadecimal: Array($0.utf8)[...]) }
        return GitHistory(
            GitReferences(folder: folder, common: common),
            remoteNames: configuration.subsections["remote"] ?? [], shallow: Set(shallow), objects: objects)
    }

    /// Asks the ignore files of every folder on the way: once a folder is ignored, so is all below it.
    private func ignores(_ path: [UInt8], isFolder: Bool) -> Bool {
        let slash = UInt8(ascii: "/")
        let ends = path.indices.filter { path[$0] == slash } + [path.count]
        return ends.contains { end in
            let part = Array(path[..<end])
            return verdict(on: part, isFolder: end < path.count || isFolder) == .ignored
        }
    }

    private func verdict(on path: [UInt8], isFolder: Bool) -> IgnoreRules.Verdict? {
        var start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        while true {
            let rules = ignoreFile(in: Array(path[..<max(0, start - 1)]))
            if let verdict = rules.verdict(on: Array(path[start...]).span, isFolder: isFolder) { return verdict }
            guard start > 0 else { break }
            start = path[..<(start - 1)].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        }
        return exclusions.lazy.compactMap { $0.verdict(on: path.span, isFolder: isFolder) }.first
    }

    private func ignoreFile(in folder: [UInt8]) -> IgnoreRules {
        if let known = ignoreFiles[folder] { return known }
        var path = root
        if !folder.isEmpty { path += [UInt8(ascii: "/")] + folder }
        path += Array("/.gitignore".utf8)
        // Git does not follow a link here, because the work tree may be someone else's.
        let rules = IgnoreRules(parsing: SmallFile.bytes(path, limit: IgnoreRules.sizeLimit, followsLinks: false) ?? [])
        if ignoreFiles.count > 10_000 { ignoreFiles = [:] }
        ignoreFiles[folder] = rules
        return rules
    }
}
