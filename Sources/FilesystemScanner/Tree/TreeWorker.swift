internal import CLinux
internal import Glibc
internal import Observation

/// One thread's part of a scan: goes through folders, opens their files and has them examined.
struct TreeWorker: ~Copyable {
    /// How much of a file is read before it is examined; what is longer is read on by whoever examines it.
    static let roomSize = 128 << 10
    /// How many folders of one folder wait at once before its other names do.
    private static let pendingLimit = 4_096

    let shared: TreeShared
    let examiner: TreeExaminer
    var notes = TreeNotes()
    var tally = FileTally()
    var told: [ToldFile] = []
    var room = [UInt8](repeating: 0, count: roomSize)
    var keepsAccessTime = true
    /// The numbers of clean files of the folder that is being gone through.
    var numbers: [UInt64] = []
    /// Whether another thread has got the names that this one was going through.
    var hasHandedOn = false
    private var listing = FolderNames()
    private var pending: [WorkStack.Work] = []

    init(_ shared: TreeShared, _ examiner: TreeExaminer) {
        self.shared = shared
        self.examiner = examiner
    }

    /// Works until nothing is left to do.
    mutating func run() {
        var hasFinished = false
        while let work = shared.stack.next(hasFinished: hasFinished) {
            hasFinished = true
            switch work {
            case .folder(let node): visit(node)
            case .rest(let visit):
                shared.resume()
                list(visit)
            case .names(let visit, var names):
                goThrough(&names, visit)
                push()
                endPart(of: visit)
            }
            tally.publish(to: shared.progress)
            if shared.progress.isStopped { shared.stack.stop() }
        }
        tally.tell(&notes)
    }

    private mutating func visit(_ node: FolderNode) {
        do throws(TreeFault) {
            let folder = try shared.ring.open(node)
            guard isForFiles(folder, node) else { return }
            tally.folders += 1
            let ignoring = ownRules(of: node, folder)
            let hasPatterns = ignoring != nil || shared.excludes != nil
            let below = hasPatterns ? node.relativePath : []
            let known = shared.options.memory.map { $0.recall(node.memoryKey) }
            list(
                FolderVisit(
                    node, folder, ignoring: ignoring, prefix: below.isEmpty ? below : below + [UInt8(ascii: "/")],
                    known: known ?? []))
        } catch {
            notes.fault("folder", error) { node.path }
        }
    }

    /// Whether a folder lies on a file system that holds files, which is asked where another begins.
    private mutating func isForFiles(_ folder: OpenFolder, _ node: FolderNode) -> Bool {
        let above = unsafe node.parent?.origin
        guard above?.identity.device != node.origin.identity.device || above?.mount != node.origin.mount else {
            return true
        }
        guard case .pseudo(let name) = folder.fileSystem else { return true }
        notes.count(.mountsSkipped)
        notes.note(.partly, "mount point", reason: "\(name) holds no files of a disk") { node.path }
        return false
    }

    /// The patterns in force in a folder: those from above, and those of its own `.earshotignore`.
    private mutating func ownRules(of node: FolderNode, _ folder: OpenFolder) -> IgnoreTrail? {
        do throws(SystemError) {
            let file = try Descriptor.open(IgnoreTrail.fileName, in: folder.descriptor, for: .reading)
            guard try file.status().kind == .file else { return node.ignoring }
            var text = [UInt8](repeating: 0, count: IgnoreRules.sizeLimit + 1)
            let count = try file.read(into: &text, at: 0)
            if count > IgnoreRules.sizeLimit {
                notes.note(.partly, "patterns of .earshotignore", reason: "larger than is read") {
                    node.path(of: IgnoreTrail.fileName)
                }
            }
            let length = node.relativePath.count
            let rules = IgnoreTrail(
                Array(text.prefix(min(count, IgnoreRules.sizeLimit))), baseLength: length == 0 ? 0 : length + 1,
                above: node.ignoring)
            return rules.isEmpty ? node.ignoring : rules
        } catch {
            if !error.isAbsence, canAsk(for: IgnoreTrail.fileName, folder) {
                notes.fault("patterns of .earshotignore", TreeFault(error)) { node.path(of: IgnoreTrail.fileName) }
            }
            return node.ignoring
        }
    }

    /// Whether a name of a folder can be asked for; where none can, each of its files tells so.
    private func canAsk(for name: [UInt8], _ folder: OpenFolder) -> Bool {
        do throws(SystemError) {
            _ = try folder.descriptor.status(of: name)
            return true
        } catch {
            return false
        }
    }

    /// Goes through the names of a folder, a room full at a time.
    private mutating func list(_ visit: FolderVisit) {
        keepsAccessTime = true
        var names = FolderNames()
        swap(&names, &listing)
        defer { swap(&names, &listing) }
        var rooms = 0
        while !shared.progress.isStopped {
            do throws(SystemError) {
                guard try names.fill(from: visit.folder.descriptor) else { break }
            } catch {
                notes.fault("folder", TreeFault(error)) { visit.node.path }
                break
            }
            rooms += 1
            if rooms > 1, shared.stack.isHungry {
                visit.beginPart()
                shared.stack.push([.names(visit, names.compact)])
                continue
            }
            goThrough(&names, visit)
            if pending.count > Self.pendingLimit, shared.maySuspend() {
                visit.keep(numbers)
                numbers.removeAll(keepingCapacity: true)
                pending.insert(.rest(visit), at: 0)
                push()
                return
            }
        }
        push()
        endPart(of: visit)
    }

    private mutating func goThrough(_ names: inout FolderNames, _ visit: FolderVisit) {
        hasHandedOn = false
        while !hasHandedOn, !shared.progress.isStopped, let entry = names.next() {
            take(entry, of: names, visit)
        }
    }

    private mutating func push() {
        shared.stack.push(pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// Ends a thread's part of a folder, and has the folder remembered when it was the last.
    private mutating func endPart(of visit: FolderVisit) {
        defer { numbers.removeAll(keepingCapacity: true) }
        guard let memory = shared.options.memory, var all = visit.endPart(numbers) else { return }
        // What was not gone through keeps what was known of it.
        guard !shared.progress.isStopped else { return }
        if shared.options.changedSince != nil { all = Array(Set(all).union(visit.known)).sorted() }
        guard all != visit.known else { return }
        memory.remember(visit.node.memoryKey, all)
    }

    /// Has a folder gone through later, by this thread or another.
    mutating func enqueue(_ node: FolderNode, in visit: FolderVisit) {
        if visit.node.open == nil { shared.ring.hold(visit.folder, for: visit.node) }
        pending.append(.folder(node))
    }
}

extension FolderNode {
    var memoryKey: CleanMemory.Folder {
        CleanMemory.Folder(device: origin.identity.device, inode: origin.identity.inode)
    }
}
