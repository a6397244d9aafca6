internal import Observation

/// What the attribution of flows remembers.
///
/// Not for two threads at once.
struct SocketOwnersState {
    /// The most warm processes whose tables are read before anything else when a socket has no known holder.
    private static let warmestLimit = 4

    /// The least time between two passes over all processes, in milliseconds.
    private static let fullPause: Int64 = 50

    /// The network namespace that is looked at.
    let here: NetworkView
    /// The others that could be entered, by their inode number.
    var elsewhere: [UInt64: NetworkView] = [:]
    let programs: KernelPrograms?
    let events: ProcessEvents?

    private let root: String
    var holders: SocketHolders
    var memory: ProcessMemory
    var recent = RecentOwners()

    var warm: WarmProcesses

    /// Who lately had sockets for whole frames.
    var packetSenders: [RecentOwners.Place: (processes: [ProcessIdentity], at: Instant)] = [:]

    /// Processes that the kernel told of.
    var told = ToldProcesses()

    /// How many processes may be read because they became another program.
    var readBudget = ReadBudget()

    private var nextFull = Instant(milliseconds: 0)
    private var nextNewcomers = Instant(milliseconds: 0)

    init(here: NetworkView, programs: KernelPrograms? = nil, events: ProcessEvents? = nil, root: String = "/proc") {
        self.here = here
        self.programs = programs
        self.events = events
        self.root = root
        holders = SocketHolders(root: root)
        memory = ProcessMemory(reader: ProcessReader(root: root))
        warm = WarmProcesses(root: root)
    }

    // MARK: Who has a socket open

    /// The processes that have a socket open, looked for where they most likely are first.
    ///
    /// - Parameters:
    ///   - inode: the socket.
    ///   - view: where it lives.
    ///   - isThere: whether it is still open; a pass over all processes is spared when it is not.
    /// - Returns: the processes; none when they could not be found before the socket was closed.
    mutating func processes(
        holding inode: UInt64, in view: NetworkView, isThere: @escaping (Self) -> Bool = { _ in true }
    ) -> [ProcessIdentity] {
        let steps: [(inout Self) -> Void] = [
            { _ in }, { $0.lookWhereTheLastSocketWas(for: inode) }, { $0.readTold(inSearchOf: inode, in: view) },
            { $0.readWarmest(inSearchOf: inode) }, { $0.readNewcomers() }, { $0.read($0.warm.pids, now: .now) },
            { if isThere($0) { $0.readAll() } },
        ]
        for step in steps {
            step(&self)
            let found = holders.processes(holding: inode)
            guard !found.isEmpty else { continue }
            let now = Instant.now
            found.forEach { warm.note($0, inode: inode, now: now) }
            return found
        }
        return []
    }

    /// Looks into the processes that began or changed lately, the last first.
    private mutating func readTold(inSearchOf inode: UInt64, in view: NetworkView) {
        let now = Instant.now
        // A socket stays in the namespace it was made in, and so mostly does its process.
        let latest = told.latest(now: now)
        let likely = latest.filter { memory.mayBe($0, in: view.inode) }
        for pid in likely + latest.filter({ !likely.contains($0) }) {
            read([pid], now: now)
            guard holders.processes(holding: inode).isEmpty else { return }
        }
    }

    private mutating func lookWhereTheLastSocketWas(for inode: UInt64) {
        if let identity = warm.find(inode, now: .now) { holders.add(inode, to: identity) }
    }

    private mutating func readWarmest(inSearchOf inode: UInt64) {
        let now = Instant.now
        for pid in warm.pids.prefix(Self.warmestLimit) {
            read([pid], now: now)
            guard holders.processes(holding: inode).isEmpty else { return }
        }
    }

    private mutating func readNewcomers() {
        let now = Instant.now
        guard now >= nextNewcomers else { return }
        nextNewcomers = now + 2
        read(memory.update(now: now), now: now)
    }

    private mutating func readAll() {
        let start = Instant.now
        guard start >= nextFull else { return }
        read(memory.processIDs, now: start)
        let end = Instant.now
        // Where a pass takes long, there are fewer.
        nextFull = end + max(Self.fullPause, 4 * (end.milliseconds - start.milliseconds))
    }

    private mutating func read(_ pids: [Int32], now: Instant) {
        for pid in pids {
            take(DescriptorTable.read(pid, root: root), of: pid, now: now)
        }
    }

    /// Takes in what sockets a process has open.
    mutating func take(_ table: Result<DescriptorTable, ReadFailure>, of pid: Int32, now: Instant) {
        if let identity = holders.take(table, of: pid) { memory.meet(identity, now: now) }
    }

    /// Lets the next questions do all of their work.
    mutating func endPauses() {
        nextFull = Instant(milliseconds: 0)
        nextNewcomers = nextFull
    }
}
