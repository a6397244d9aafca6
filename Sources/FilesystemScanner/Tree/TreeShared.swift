internal import Observation
internal import Synchronization

/// What all threads of a scan share.
final class TreeShared: Sendable {
    let options: TreeOptions
    let stack: WorkStack
    let ring: FolderRing
    let links = HardLinks()
    let progress: TreeProgress
    /// The patterns of the command line; nothing where there are none.
    let excludes: IgnoreTrail?
    private let eventsLeft: Atomic<Int>
    private let suspended = Atomic<Int>(0)

    init(_ options: TreeOptions, _ roots: [FolderNode], _ progress: TreeProgress) {
        self.options = options
        self.progress = progress
        stack = WorkStack(roots)
        ring = FolderRing(capacity: options.openFolders ?? FolderRing.ordinaryCapacity)
        let rules = IgnoreTrail(arguments: options.excludes)
        excludes = rules.isEmpty ? nil : rules
        eventsLeft = Atomic(options.eventLimit)
    }

    /// Takes room for events; no where there is none left.
    func takeRoom(forEvents count: Int) -> Bool {
        guard eventsLeft.subtract(count, ordering: .relaxed).newValue < 0 else { return true }
        eventsLeft.add(count, ordering: .relaxed)
        return false
    }

    /// Whether another folder may be put aside half read, which keeps it open.
    func maySuspend() -> Bool {
        guard suspended.add(1, ordering: .relaxed).newValue > 32 else { return true }
        resume()
        return false
    }

    func resume() {
        suspended.subtract(1, ordering: .relaxed)
    }
}

/// A file of which something is told.
struct ToldFile: Sendable {
    var path: [UInt8]
    /// What makes it that file, where it has several names.
    let identity: FileStatus.Identity?
    var events: [Event]
}
