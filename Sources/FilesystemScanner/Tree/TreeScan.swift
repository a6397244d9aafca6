internal import CLinux
internal import Glibc
package import Observation
internal import Synchronization

/// The scan of whole trees of folders, and of single files.
///
/// Reads and never writes. Goes from open folder to open folder, so that nobody can exchange a folder for a link under its
/// feet; follows no link, opens nothing but regular files, stays on the tree's device unless asked, and never enters file
/// systems that hold no files. For the same disk the same events come in the same order, by path.
package struct TreeScan {
    private let options: TreeOptions

    package init(_ options: TreeOptions) {
        self.options = options
    }

    /// What a path stands for.
    package enum Kind: Hashable, Sendable {
        case folder, file, absent, unreadable(reason: String), other
    }

    /// What a path that somebody typed stands for, links followed.
    package static func kind(of path: String) -> Kind {
        do throws(SystemError) {
            switch try Descriptor.open(Array(path.utf8), for: .following).status().kind {
            case .folder: return .folder
            case .file: return .file
            default: return .other
            }
        } catch {
            return error.isAbsence || path.isEmpty ? .absent : .unreadable(reason: error.reason)
        }
    }

    /// How many files there may be below a path: all of its file system, where it is the root of one.
    package static func fileCountEstimate(below path: String) -> Int64? {
        do throws(SystemError) {
            let folder = OpenFolder(try Descriptor.open(Array(path.utf8), for: .following))
            let above = try folder.node(at: [UInt8(ascii: "."), UInt8(ascii: ".")])
            let own = try folder.node(at: [])
            guard own.mount != above.mount || own.identity == above.identity else { return nil }
            let count = clinux_filesystem_files(folder.descriptor.number)
            return count == 0 ? nil : Int64(clamping: count)
        } catch {
            return nil
        }
    }

    /// Scans, and hands on what the examiners told, by path.
    ///
    /// - Parameters:
    ///   - paths: Folders and files; one that lies in another is read once.
    ///   - progress: Can be asked, and told to stop, from any thread.
    ///   - tick: Called about five times a second while it runs.
    ///   - makeExaminer: Makes an examiner for one thread.
    ///   - emit: Takes the events, after all was read.
    /// - Returns: What was looked at, what was not and why, and the scan's counters.
    package func run(
        _ paths: [String], progress: TreeProgress = TreeProgress(), tick: () -> Void = {},
        makeExaminer: @escaping @Sendable () -> TreeExaminer, emit: (Event) -> Void
    ) -> Coverage {
        var notes = TreeNotes()
        for counter in Self.counters { notes.count(counter, 0) }
        let (roots, files) = self.roots(paths, &notes)
        let shared = TreeShared(options, roots, progress)
        let results = Mutex(TreeResults(notes: notes))
        let ended = Signal()
        let left = Atomic<Int>(0)
        let work: @Sendable (Int) -> Void = { number in
            var worker = TreeWorker(shared, makeExaminer())
            if number == 0 { for file in files { worker.takeRoot(file) } }
            worker.run()
            let examined = worker.examiner.coverage()
            results.withLock { $0.take(worker.notes, worker.told, examined, number) }
            left.subtract(1, ordering: .sequentiallyConsistent)
            ended.tell()
        }
        var threads: [WorkerThread] = []
        for number in 0..<max(1, options.jobs) {
            left.add(1, ordering: .sequentiallyConsistent)
            guard let thread = WorkerThread.start({ work(number) }) else {
                left.subtract(1, ordering: .sequentiallyConsistent)
                break
            }
            threads.append(thread)
        }
        if threads.isEmpty {
            left.add(1, ordering: .sequentiallyConsistent)
            work(0)
        }
        while true {
            let ticket = ended.ticket
            guard left.load(ordering: .sequentiallyConsistent) > 0 else { break }
            ended.wait(after: ticket, seconds: 0.2)
            tick()
        }
        threads.forEach { $0.join() }
        return results.withLock { $0.finish(shared, paths: paths.count, emit) }
    }

    private static let counters: [Counter] = [
        .foldersWalked, .filesFound, .filesRead, .bytesRead, .filesUnchanged, .filesUnreadable, .filesSkipped,
        .filesCapped, .filesTooLarge, .filesOlder, .namesExcluded, .furtherNames, .linksNotFollowed, .mountsSkipped,
    ]

    /// Where the trees begin, and the single files.
    private func roots(_ paths: [String], _ notes: inout TreeNotes) -> (roots: [FolderNode], files: [RootFile]) {
        var roots: [FolderNode] = []
        var files: [RootFile] = []
        for path in paths {
            do throws(SystemError) {
                let open = OpenFolder(try Descriptor.open(Array(path.utf8), for: .following))
                let location = open.descriptor.kernelPath ?? Array(path.utf8)
                switch try open.descriptor.status().kind {
                case .folder:
                    let origin = try open.node(at: [])
                    let root = TreeRoot(path: location, number: roots.count, device: origin.identity.device)
                    roots.append(
                        FolderNode(
                            name: [], origin: origin, parent: nil, root: root,
                            places: options.places.states(at: location), ignoring: nil))
                case .file: files.append(RootFile(path: location, options.places))
                default:
                    notes.skipped("name that is no file", "neither file nor folder") { Array(path.utf8) }
                }
            } catch {
                notes.fault("folder", TreeFault(error)) { Array(path.utf8) }
            }
        }
        // A tree that lies in another one is gone through with it.
        let outermost = roots.filter { root in
            !roots.contains { $0.root.number != root.root.number && $0.root.holds(root.root) }
        }
        let distinct = files.enumerated().filter { index, file in
            !files[..<index].contains { $0.path == file.path } && !outermost.contains { $0.root.holds(file.path) }
        }
        return (outermost, distinct.map(\.element))
    }
}

extension TreeRoot {
    /// Whether a path lies below it.
    fileprivate func holds(_ other: [UInt8]) -> Bool {
        let slash = UInt8(ascii: "/")
        return other.starts(with: path.last == slash ? path : path + [slash])
    }

    /// Whether another tree lies in it, or is the same and was named later.
    fileprivate func holds(_ other: TreeRoot) -> Bool {
        path == other.path ? number < other.number : holds(other.path)
    }
}
