internal import Observation

/// What the attribution of flows remembers.
///
/// Not for two threads at once.
struct SocketOwnersState {
    /// How many processes are looked at in turn by one refresh.
    private static let slice = 32

    /// How long a process that had a flow is looked at in every refresh, in milliseconds.
    private static let warmth: Int64 = 5_000

    /// The most processes that are looked at in every refresh because they had flows.
    private static let warmLimit = 64

    /// How many of these are looked at before anything else when a socket has no known holder.
    private static let warmestLimit = 4

    /// The least time between two passes over all processes, in milliseconds.
    private static let fullPause: Int64 = 50

    var localAddresses: Set<IPAddress>
    let kernel: KernelSockets
    var holders: SocketHolders
    var memory: ProcessMemory
    var recent = RecentOwners()

    private var warm: [Int32: Instant] = [:]
    private var turn: [Int32] = []
    private var nextFull = Instant(milliseconds: 0)
    private var nextSockets = Instant(milliseconds: 0)
    private var nextNewcomers = Instant(milliseconds: 0)

    init(localAddresses: Set<IPAddress>, asksKernel: Bool, root: String = "/proc") {
        self.localAddresses = localAddresses
        kernel = KernelSockets(asksKernel: asksKernel, root: root)
        holders = SocketHolders(root: root)
        memory = ProcessMemory(reader: ProcessReader(root: root))
    }

    /// Whether an address is known to be one of this host's.
    func isLocal(_ address: IPAddress) -> Bool {
        address.scope == .loopback || localAddresses.contains(address) || localAddresses.contains(address.unmapped)
    }

    // MARK: Who has a socket open

    /// The processes that have a socket open, looked for where they most likely are first.
    mutating func processes(holding inode: UInt64) -> [ProcessIdentity] {
        // A connection may live for less than a millisecond, so the likeliest few come before any list is read.
        let steps: [(inout Self) -> Void] = [
            { _ in }, { $0.readWarmest(inSearchOf: inode) }, { $0.readNewcomers() }, { $0.readWarm() },
            { $0.readAll() },
        ]
        for step in steps {
            step(&self)
            let found = holders.processes(holding: inode)
            guard !found.isEmpty else { continue }
            let now = Instant.now
            for process in found where warm[process.pid] != nil || warm.count < Self.warmLimit {
                warm[process.pid] = now
            }
            return found
        }
        return []
    }

    private mutating func readNewcomers() {
        let now = Instant.now
        guard now >= nextNewcomers else { return }
        nextNewcomers = now + 2
        read(memory.update(now: now), now: now)
    }

    /// Looks at the processes that had flows last, the latest first, until one has the socket open.
    private mutating func readWarmest(inSearchOf inode: UInt64) {
        let now = Instant.now
        let latest = warm.sorted { $0.value > $1.value }.prefix(Self.warmestLimit)
        for (pid, _) in latest {
            read([pid], now: now)
            guard holders.processes(holding: inode).isEmpty else { return }
        }
    }

    private mutating func readWarm() {
        let now = Instant.now
        warm = warm.filter { $0.value + Self.warmth > now }
        read(warm.keys.sorted(), now: now)
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
            if let identity = holders.read(pid) { memory.meet(identity, now: now) }
        }
    }

    // MARK: Refreshing

    mutating func refresh() {
        readNewcomers()
        readWarm()
        let now = Instant.now
        if turn.isEmpty {
            turn = memory.processIDs
            holders.forget(where: { !memory.knows($0) }, orUnreadable: { !memory.isThere($0) })
        }
        read(turn.suffix(Self.slice), now: now)
        turn.removeLast(min(Self.slice, turn.count))
        noteSocketsInUse()
        for identity in memory.forget(now: now) {
            holders.forget(identity)
        }
    }

    /// Lets the next refresh do all of its work.
    mutating func endPauses() {
        nextFull = Instant(milliseconds: 0)
        nextSockets = nextFull
        nextNewcomers = nextFull
    }

    private mutating func noteSocketsInUse() {
        let start = Instant.now
        guard start >= nextSockets else { return }
        let time = Timestamp.now
        var hasStrangers = false
        let sockets = kernel.socketsInUse()
        for socket in sockets {
            let processes = holders.processes(holding: socket.inode)
            hasStrangers = hasStrangers || processes.isEmpty
            recent.note(socket, processes: processes, at: time)
        }
        if hasStrangers {
            readAll()
            for socket in sockets {
                recent.note(socket, processes: holders.processes(holding: socket.inode), at: time)
            }
        }
        let end = Instant.now
        nextSockets = end + 10 * (end.milliseconds - start.milliseconds)
    }
}
