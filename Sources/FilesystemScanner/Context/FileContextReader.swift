package import Observation
internal import Synchronization

/// Tells what surrounds files; one for a whole scan, usable from every thread.
///
/// Asked only for files that are reported: an answer may cost some system calls, and the first one for a folder, a work tree
/// or a mount costs more. Nothing is run, nothing is written, and no name service is asked.
package final class FileContextReader: Sendable {
    private let state: Mutex<State>

    package init(sources: ContextSources = ContextSources()) {
        state = Mutex(State(sources))
    }

    /// The surroundings of a file or folder that was looked at.
    func context(of path: [UInt8], status: FileStatus) -> FileContext {
        state.withLock { $0.context(of: path, status: status) }
    }

    /// The surroundings of whatever a path leads to; nothing when that cannot be asked for.
    package func context(of path: [UInt8]) -> FileContext? {
        do throws(SystemError) {
            let file = try Descriptor.open(path, for: .following)
            return context(of: file.kernelPath ?? path, status: try file.status())
        } catch {
            return nil
        }
    }

    /// What could not be known, and why.
    package var coverage: Coverage {
        state.withLock { $0.coverage }
    }
}

/// What is remembered from file to file.
private struct State {
    private let sources: ContextSources
    private let accounts: Accounts
    private var folders: FolderAccessCache
    private var trees: GitWorkTrees
    private var volumes: VolumeTable
    private var syncFolders: SyncFolders
    private let backups: BackupSources
    private var storage = ContainerStorage()
    private var openFiles: OpenFiles?
    private var realFolders: [[UInt8]: [UInt8]] = [:]
    private var unknownLists = 0
    private var unknownListExample: [UInt8] = []
    private var asked = 0
    /// The answers about the last files, each of which may be told of many times.
    private var recent: [[UInt8]: (status: FileStatus, context: FileContext)] = [:]

    init(_ sources: ContextSources) {
        self.sources = sources
        accounts = Accounts(sources)
        folders = FolderAccessCache(accounts)
        trees = GitWorkTrees(sources, accounts.homes)
        volumes = VolumeTable(sources)
        syncFolders = SyncFolders(accounts.homes)
        backups = BackupSources(accounts.homes, sources)
    }

    mutating func context(of path: [UInt8], status: FileStatus) -> FileContext {
        if let known = recent[path], known.status == status { return known.context }
        let context = freshContext(of: path, status: status)
        if recent.count >= 64 { recent = [:] }
        recent[path] = (status, context)
        return context
    }

    private mutating func freshContext(of path: [UInt8], status: FileStatus) -> FileContext {
        asked += 1
        let slash = UInt8(ascii: "/")
        let end = path.lastIndex(of: slash) ?? 0
        let folder = realFolder(end == 0 ? [slash] : Array(path[..<end]))
        let location = (folder == [slash] ? [] : folder) + [slash] + path[(end + 1)...]
        var context = FileContext()
        let volume = volumes.volume(of: location, device: status.identity.device)
        context.volumeType = volume?.type
        context.isEncrypted = FileFacts(location)?.isEncrypted == true ? true : volume?.isEncrypted
        context.readers = readers(of: location, in: folder, status, volume)
        let isFolder = status.kind == .folder
        context.git = git(location, in: folder, isFolder: isFolder)
        context.sync = syncFolders.service(of: isFolder ? location : folder, on: volume)
        context.backups = backups.programs(saving: location)
        let open = openFiles ?? OpenFiles(sources)
        openFiles = open
        let holders = open.holders(of: status.identity)
        context.openBy = holders.names.sorted()
        context.openByNumbers = holders.numbers.sorted()
        switch storage.part(of: location) {
        case .layer(let name): context.imageLayer = name
        case .writable(let container): context.container = container
        case .volume(let name): context.containerVolume = name
        case nil: break
        }
        return context
    }

    private mutating func realFolder(_ folder: [UInt8]) -> [UInt8] {
        if let known = realFolders[folder] { return known }
        var real = folder
        do throws(SystemError) {
            real = try Descriptor.open(folder, for: .following).kernelPath ?? folder
        } catch {
            // A folder that is gone, or that cannot be gone through, is known by the name on which it was found.
        }
        if realFolders.count > 50_000 { realFolders = [:] }
        realFolders[folder] = real
        return real
    }

    private mutating func readers(
        of path: [UInt8], in folder: [UInt8], _ status: FileStatus, _ volume: VolumeTable.Volume?
    ) -> ReaderList {
        let access = folders.access(to: folder)
        var (list, isKnown): (AccessList?, Bool) = (nil, true)
        switch AccessListAnswer(of: path) {
        case .none: break
        case .list(let found): list = found
        case .unknown: isKnown = false
        }
        if !isKnown || access.isUncertain {
            unknownLists += 1
            unknownListExample = path
        }
        return ReaderList(
            NodePermissions(status, list), in: access, isListKnown: isKnown, accounts, onlyUser: volume?.onlyUser
        )
    }

    private mutating func git(_ path: [UInt8], in folder: [UInt8], isFolder: Bool) -> FileContext.Git? {
        guard let tree = trees.tree(containing: folder) ?? trees.homeTree(tracking: path),
            let name = tree.name(of: path)
        else { return nil }
        let history = tree.history(of: name)
        return FileContext.Git(
            root: String(decoding: tree.root, as: UTF8.self), state: tree.state(of: name, isFolder: isFolder)?.rawValue,
            isCommitted: history?.isCommitted, isPushed: history?.isPushed,
            remoteHost: history?.remote.flatMap(tree.host(ofRemote:)))
    }

    var coverage: Coverage {
        var coverage = Coverage()
        guard asked > 0 else { return coverage }
        if accounts.hasOtherSources {
            coverage.note(
                .scan, .partly, "accounts that can read files",
                reason: "accounts and groups of other name services are not looked up")
        }
        if unknownLists > 0 {
            coverage.note(
                .scan, .partly, "accounts that can read files", reason: "an access control list could not be read",
                example: String(decoding: unknownListExample, as: UTF8.self), count: unknownLists)
        }
        if let openFiles, openFiles.unreadable > 0 {
            coverage.note(
                .scan, .partly, "files that processes hold open", reason: "permission denied",
                remedy: Coverage.Remedy.privilege, count: openFiles.unreadable)
        }
        for problem in trees.problems.sorted(by: { $0.root.lexicographicallyPrecedes($1.root) }) {
            coverage.note(
                .scan, .partly, "what git knows of files", reason: problem.reason,
                example: String(decoding: problem.root, as: UTF8.self))
        }
        return coverage
    }
}
