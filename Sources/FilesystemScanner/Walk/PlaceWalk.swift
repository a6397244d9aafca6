internal import Observation

/// The walk through one place: every file that its pattern leads to.
///
/// Goes from open folder to open folder, so that nobody can exchange a folder for a link under its feet. Links are
/// followed where they stay below the anchor and do not lead back; pipes, sockets and devices are never opened.
struct PlaceWalk {
    /// What a folder at the end of the pattern means.
    enum FolderPolicy: Sendable {
        /// All files below it belong to the place.
        case descend
        /// It is one thing, such as a database of many files.
        case whole
        /// It does not belong to the place.
        case ignore
    }

    private let pattern: PathPattern
    private let policy: FolderPolicy
    private let depthLimit: Int
    /// The anchor with its own links resolved.
    private(set) var root: [UInt8] = []
    private var entriesLeft: Int
    private var told: Set<String> = []
    private var visited: Set<Visit> = []
    /// The folders that the walk stands in, outermost first.
    private var trail: [FileStatus.Identity] = []
    private var folders: FolderPermissions
    private(set) var found: [FoundFile] = []

    private struct Visit: Hashable {
        let folder: FileStatus.Identity
        let position: Int
    }

    init(_ pattern: PathPattern, policy: FolderPolicy, entryLimit: Int, depthLimit: Int, folders: FolderPermissions) {
        self.pattern = pattern
        self.policy = policy
        self.depthLimit = depthLimit
        self.folders = folders
        entriesLeft = entryLimit
    }

    /// Walks; that the anchor does not exist is no problem, because most places of the catalogue are not there.
    mutating func run(_ report: inout WalkReport) {
        let anchor = pattern.anchor.isEmpty ? [UInt8(ascii: "/")] : pattern.anchor
        do throws(SystemError) {
            let outside = try Descriptor.open(anchor, for: .following)
            guard try outside.status().kind == .folder else { return }
            root = outside.kernelPath ?? anchor
            try visit(outside, path: pattern.anchor, position: 0, &report)
        } catch {
            if !error.isAbsence { report.unreadable("folder", error, anchor) }
        }
    }

    private func segment(_ position: Int) -> PathPattern.Segment {
        position < pattern.segments.count ? pattern.segments[position] : .anyDepth
    }

    private mutating func visit(
        _ folder: borrowing Descriptor, path: [UInt8], position: Int, _ report: inout WalkReport
    ) throws(SystemError) {
        let identity = try folder.status().identity
        guard visited.insert(Visit(folder: identity, position: position)).inserted else { return }
        guard trail.count < depthLimit else {
            tellOnce("folders lie deeper than \(depthLimit) levels", path, &report)
            return
        }
        trail.append(identity)
        defer { trail.removeLast() }
        switch segment(position) {
        case .name(let name):
            step(name, in: folder, path, after: position, &report)
        case .wildcard(let tokens):
            for name in names(in: folder, path, &report) where PathPattern.matches(name, tokens) {
                step(name, in: folder, path, after: position, &report)
            }
        case .anyDepth:
            let isLast = position + 1 >= pattern.segments.count
            for name in names(in: folder, path, &report) {
                descend(name, in: folder, path, position, takesFiles: isLast, &report)
            }
            if !isLast {
                trail.removeLast()
                defer { trail.append(identity) }
                try visit(folder, path: path, position: position + 1, &report)
            }
        }
    }

    /// The names in a folder, as many as are left to look at.
    private mutating func names(
        in folder: borrowing Descriptor, _ path: [UInt8], _ report: inout WalkReport
    ) -> [[UInt8]] {
        do throws(SystemError) {
            let (names, hasMore) = try folder.names(atMost: entriesLeft)
            entriesLeft -= names.count
            if hasMore { tellOnce("there are more names than are looked at in one place", path, &report) }
            return names
        } catch {
            report.unreadable("folder", error, path)
            return []
        }
    }

    /// Follows the pattern through one name that matches it.
    private mutating func step(
        _ name: [UInt8], in folder: borrowing Descriptor, _ path: [UInt8], after position: Int,
        _ report: inout WalkReport
    ) {
        guard let entry = entry(name, in: folder, path, isWanted: true, &report) else { return }
        let isLast = position + 1 >= pattern.segments.count
        switch entry.status.kind {
        case .folder where !isLast || policy == .descend:
            enter(name, in: folder, entry, position: position + 1, &report)
        case .file where isLast: take(entry, in: folder, path)
        case .folder where isLast && policy == .whole: takeWhole(entry, name, in: folder, path, &report)
        default:
            if isLast { skipSpecial(entry, &report) }
        }
    }

    /// Goes one level down at any depth, and takes files when nothing follows in the pattern.
    private mutating func descend(
        _ name: [UInt8], in folder: borrowing Descriptor, _ path: [UInt8], _ position: Int, takesFiles: Bool,
        _ report: inout WalkReport
    ) {
        guard let entry = entry(name, in: folder, path, isWanted: takesFiles, &report) else { return }
        switch entry.status.kind {
        case .folder: enter(name, in: folder, entry, position: position, &report)
        case .file: if takesFiles { take(entry, in: folder, path) }
        default: if takesFiles { skipSpecial(entry, &report) }
        }
    }

    private mutating func enter(
        _ name: [UInt8], in folder: borrowing Descriptor, _ entry: Entry, position: Int, _ report: inout WalkReport
    ) {
        guard !trail.contains(entry.status.identity) else {
            report.skipped("link back to a folder above it", entry.path)
            return
        }
        do throws(SystemError) {
            let inner = try open(entry, name, in: folder)
            guard try inner.status().identity == entry.status.identity else {
                report.skipped("changed while it was looked at", entry.path)
                return
            }
            try visit(inner, path: entry.path, position: position, &report)
        } catch {
            if !error.isAbsence { report.unreadable("folder", error, entry.path) }
        }
    }

    /// Takes a folder as one thing: as large as its files together, as new as the newest, as open as the most open.
    private mutating func takeWhole(
        _ entry: Entry, _ name: [UInt8], in folder: borrowing Descriptor, _ path: [UInt8], _ report: inout WalkReport
    ) {
        var status = entry.status
        var access = FileAccess.owner
        let above = folders.chain(of: location(of: entry, in: folder, path)) + [status.permissions]
        status.size = 0
        do throws(SystemError) {
            let inner = try open(entry, name, in: folder)
            for name in names(in: inner, entry.path, &report) {
                let file = try inner.status(of: name)
                guard file.kind == .file else { continue }
                status.size += file.size
                status.modified = max(status.modified, file.modified)
                access = max(access, FileAccess(of: file.permissions, below: above))
            }
        } catch {
            if !error.isAbsence { report.unreadable("folder", error, entry.path) }
        }
        found.append(FoundFile(path: entry.path, location: entry.location, status: status, access: access))
    }

    private mutating func take(_ entry: Entry, in folder: borrowing Descriptor, _ path: [UInt8]) {
        let above = folders.chain(of: location(of: entry, in: folder, path))
        let access = FileAccess(of: entry.status.permissions, below: above)
        found.append(FoundFile(path: entry.path, location: entry.location, status: entry.status, access: access))
    }

    private mutating func skipSpecial(_ entry: Entry, _ report: inout WalkReport) {
        switch entry.status.kind {
        case .pipe: report.skipped("named pipe", entry.path)
        case .socket: report.skipped("socket", entry.path)
        case .device: report.skipped("device", entry.path)
        case .other: report.skipped("neither file nor folder", entry.path)
        case .file, .folder, .link: break
        }
    }

    private mutating func tellOnce(_ reason: String, _ path: [UInt8], _ report: inout WalkReport) {
        guard told.insert(reason).inserted else { return }
        report.count(.filesCapped)
        report.note(.partly, "catalogued place", reason: reason, path)
    }
}
