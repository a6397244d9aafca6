internal import Observation
internal import Synchronization

/// What keeps the attribution of flows fresh in the background.
///
/// It reads while nobody waits for it, and takes in what it read one process, or a few sockets, at a time: whoever asks for
/// the process of a flow waits for one such step at most.
///
/// Not for two threads at once.
struct SocketRefresh {
    /// How many processes are looked at in turn by one refresh.
    private static let slice = 32

    /// How many sockets are noted at a time.
    private static let socketSlice = 256

    /// How many other network namespaces are looked into.
    private static let networkLimit = 64

    /// The least time between two looks for new ones, in milliseconds.
    private static let networkPause: Int64 = 500

    private let here: NetworkView
    /// This thread's own lines into the other namespaces.
    private var elsewhere: [UInt64: NetworkView] = [:]
    private let asksKernel: Bool
    private let root: String
    private var nextNetworks = Instant(milliseconds: 0)
    /// Namespaces that could not be entered.
    private(set) var closedNetworks: Set<UInt64> = []
    private var turn: [Int32] = []
    private var nextSockets = Instant(milliseconds: 0)
    /// The sockets that no process was found for by a pass over all of them; they are no reason for another one.
    private var ownerless: Set<UInt64> = []

    init(here: NetworkView, asksKernel: Bool, root: String = "/proc") {
        self.here = here
        self.asksKernel = asksKernel
        self.root = root
    }

    /// Looks at new processes, at some of the others, and at the sockets that are in use now.
    mutating func run(on state: borrowing Mutex<SocketOwnersState>) {
        read(newcomers(on: state), into: state)
        read(
            state.withLock { state in
                state.warm.cool(now: .now)
                return state.warm.pids
            }, into: state)
        if turn.isEmpty {
            turn = state.withLock { state in
                let memory = state.memory
                state.holders.forget(where: { !memory.knows($0) }, orUnreadable: { !memory.isThere($0) })
                return memory.processIDs
            }
        }
        read(turn.suffix(Self.slice), into: state)
        turn.removeLast(min(Self.slice, turn.count))
        enterNetworks(on: state)
        noteSocketsInUse(on: state)
        state.withLock { state in
            for identity in state.memory.forget(now: .now) { state.holders.forget(identity) }
        }
    }

    /// Lets the next refresh do all of its work.
    mutating func endPauses() {
        nextSockets = Instant(milliseconds: 0)
        nextNetworks = nextSockets
        ownerless = []
    }

    /// The processes that are new or young, each read.
    private func newcomers(on state: borrowing Mutex<SocketOwnersState>) -> [Int32] {
        let (reader, isEmpty) = state.withLock { ($0.memory.reader, $0.memory.processIDs.isEmpty) }
        // Nobody asks yet.
        if isEmpty { return state.withLock { $0.memory.update(now: .now) } }
        guard let there = try? reader.processIDs() else { return [] }
        let now = Instant.now
        let (candidates, limit) = state.withLock { state in
            (state.memory.candidates(among: there, now: now), state.memory.readLimit)
        }
        var found: [Int32] = []
        for pid in candidates where found.count < limit {
            if state.withLock({ $0.memory.read(pid, now: now) }) { found.append(pid) }
        }
        return found
    }

    private func read(_ pids: some Sequence<Int32>, into state: borrowing Mutex<SocketOwnersState>) {
        for pid in pids {
            let table = DescriptorTable.read(pid, root: root)
            state.withLock { $0.take(table, of: pid, now: .now) }
        }
    }

    /// Opens lines into network namespaces that are new, and closes those into namespaces that nobody is in any more.
    private mutating func enterNetworks(on state: borrowing Mutex<SocketOwnersState>) {
        let start = Instant.now
        guard start >= nextNetworks else { return }
        nextNetworks = start + Self.networkPause
        var there = state.withLock { $0.memory.networks() }
        if let own = here.inode { there[own] = nil }
        closedNetworks.formIntersection(there.keys)
        elsewhere = elsewhere.filter { there[$0.key] != nil }
        for (inode, pids) in there where elsewhere[inode] == nil && elsewhere.count < Self.networkLimit {
            guard let view = Self.enter(inode, pids, asksKernel, root) else {
                closedNetworks.insert(inode)
                continue
            }
            elsewhere[inode] = view
            closedNetworks.remove(inode)
        }
        let wanted = elsewhere.keys.map { ($0, there[$0] ?? []) }
        let (asksKernel, root) = (asksKernel, root)
        state.withLock { state in
            let kept = Set(wanted.map(\.0))
            state.elsewhere = state.elsewhere.filter { kept.contains($0.key) }
            // Whoever asks has lines of its own, so that it never waits for those of the background.
            for (inode, pids) in wanted where state.elsewhere[inode] == nil {
                state.elsewhere[inode] = Self.enter(inode, pids, asksKernel, root)
            }
        }
    }

    private static func enter(
        _ inode: UInt64, _ pids: [Int32], _ asksKernel: Bool, _ root: String
    ) -> NetworkView? {
        for pid in pids {
            let view = try? NetworkView(of: String(pid), asksKernel: asksKernel, root: root)
            if let view, view.inode == inode { return view }
        }
        return nil
    }

    private mutating func noteSocketsInUse(on state: borrowing Mutex<SocketOwnersState>) {
        let start = Instant.now
        guard start >= nextSockets else { return }
        let time = Timestamp.now
        var strangers: [KernelSocket] = []
        for view in [here] + elsewhere.values {
            let place: RecentOwners.Place = view === here ? .here : .elsewhere
            strangers += note(view.sockets.socketsInUse(), in: place, at: time, on: state)
        }
        if strangers.contains(where: { !ownerless.contains($0.inode) }) {
            read(state.withLock { $0.memory.processIDs }, into: state)
            strangers = note(strangers, in: .here, at: time, on: state)
        }
        ownerless = Set(strangers.map(\.inode))
        let end = Instant.now
        nextSockets = end + 10 * (end.milliseconds - start.milliseconds)
    }

    /// Notes whose some sockets are.
    ///
    /// - Returns: those of which that is not known.
    private func note(
        _ sockets: [KernelSocket], in place: RecentOwners.Place, at time: Timestamp,
        on state: borrowing Mutex<SocketOwnersState>
    ) -> [KernelSocket] {
        var strangers: [KernelSocket] = []
        for start in stride(from: 0, to: sockets.count, by: Self.socketSlice) {
            let some = sockets[start..<min(start + Self.socketSlice, sockets.count)]
            strangers += state.withLock { state in
                some.filter { socket in
                    let processes = state.holders.processes(holding: socket.inode)
                    state.recent.note(socket, processes: processes, in: place, at: time)
                    return processes.isEmpty
                }
            }
        }
        return strangers
    }
}
