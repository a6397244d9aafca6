internal import Observation

/// The processes of this host, and for a while those that ended.
struct ProcessMemory: Sendable {
    /// How long an ended process is remembered, in milliseconds.
    static let lifetime: Int64 = 90_000

    /// The most ended processes that are remembered.
    static let endedLimit = 4_096

    /// How long a process counts as young, in milliseconds: it may still become another program.
    static let youth: Int64 = 1_000

    let reader: ProcessReader
    /// The most processes that are read by one look, but for the first; the others wait for the next.
    let readLimit: Int
    private var records: [Int32: ProcessRecord] = [:]
    private var ended: [ProcessIdentity: (record: ProcessRecord, at: Instant)] = [:]
    private var firstSeen: [Int32: Instant] = [:]
    private var readAt: [Int32: Instant] = [:]
    private var confirmedAt: [Int32: Instant] = [:]
    private var lastEnded: [Int32: ProcessIdentity] = [:]
    /// The parents of processes that were told of, until those end.
    private var toldParents: [Int32: Int32] = [:]

    init(reader: ProcessReader, readLimit: Int = 512) {
        self.reader = reader
        self.readLimit = readLimit
    }

    /// The numbers of the processes that are there.
    var processIDs: [Int32] { Array(records.keys) }

    /// The network namespaces that processes live in, by inode number, each with the oldest few of those processes.
    func networks() -> [UInt64: [Int32]] {
        var found: [UInt64: [ProcessIdentity]] = [:]
        for record in records.values {
            if let network = record.networkNamespace { found[network, default: []].append(record.identity) }
        }
        return found.mapValues { $0.sorted().prefix(3).map(\.pid) }
    }

    /// Whether a process may live in a network namespace, by what was last seen of it.
    func mayBe(_ pid: Int32, in network: UInt64?) -> Bool {
        guard let network, let other = records[pid]?.networkNamespace else { return true }
        return network == other
    }

    /// The network namespaces that the children of a process live in, but for its own.
    func networks(ofChildrenOf parent: ProcessIdentity) -> [UInt64] {
        let own = records[parent.pid]?.networkNamespace
        return records.values.filter { $0.parentPID == parent.pid && $0.networkNamespace != own }
            .compactMap(\.networkNamespace)
    }

    /// Looks for processes that are new or gone, and reads the young ones anew.
    ///
    /// A process that took the number of another between two calls is found when its sockets are looked at, by
    /// ``meet(_:now:)``.
    ///
    /// - Returns: the numbers of the young ones.
    mutating func update(now: Instant) -> [Int32] {
        guard let there = try? reader.processIDs() else { return [] }
        // Nobody knows how old those are that were there before.
        let isFirst = records.isEmpty
        var young: [Int32] = []
        for pid in candidates(among: there, now: now) {
            guard isFirst || young.count < readLimit else { break }
            guard read(pid, now: now) else { continue }
            if isFirst { firstSeen[pid] = Instant(milliseconds: now.milliseconds - Self.youth - 1) }
            young.append(pid)
        }
        return young
    }

    /// Drops the processes that are gone, and tells which ones are to be read because they are new or young.
    ///
    /// - Parameters:
    ///   - there: the numbers of the processes that are there, in ascending order.
    ///   - now: when they were.
    /// - Returns: the new ones in ascending order, because parents mostly have the lower number and so are known when
    ///   their children are read, and the young ones behind them.
    mutating func candidates(among there: [Int32], now: Instant) -> [Int32] {
        let pids = Set(there)
        for pid in records.keys where !pids.contains(pid) {
            end(pid, now: now)
        }
        return there.filter { firstSeen[$0] == nil }
            + there.filter { pid in firstSeen[pid].map { $0 + Self.youth >= now } ?? false }
    }

    /// Makes sure that a process that was met is the one that is remembered under its number.
    mutating func meet(_ identity: ProcessIdentity, now: Instant) {
        guard records[identity.pid]?.identity != identity, ended[identity] == nil else { return }
        end(identity.pid, now: now)
        read(identity.pid, now: now)
    }

    /// What a process is, or was: read anew when that was a while ago, since a process can become another program.
    mutating func record(of identity: ProcessIdentity, now: Instant) -> ProcessRecord? {
        meet(identity, now: now)
        if records[identity.pid]?.identity == identity, isOutdated(identity.pid, now: now) {
            read(identity.pid, now: now)
        }
        if let record = records[identity.pid], record.identity == identity { return record }
        return ended[identity]?.record
    }

    private func isOutdated(_ pid: Int32, now: Instant) -> Bool {
        guard let first = firstSeen[pid], let last = readAt[pid] else { return true }
        return last < now && first + Self.youth >= now || last + Self.youth < now
    }

    /// Whether a process is remembered.
    func knows(_ identity: ProcessIdentity) -> Bool {
        records[identity.pid]?.identity == identity || ended[identity] != nil
    }

    /// Whether a process of that number is there.
    func isThere(_ pid: Int32) -> Bool { records[pid] != nil }

    /// Drops the processes that ended a while ago.
    ///
    /// - Returns: which they are.
    mutating func forget(now: Instant) -> [ProcessIdentity] {
        var old = ended.filter { $0.value.at + Self.lifetime < now }.map(\.key)
        if ended.count - old.count > Self.endedLimit {
            let byEnd = ended.sorted { $0.value.at < $1.value.at }
            old = byEnd.prefix(ended.count - Self.endedLimit).map(\.key)
        }
        for identity in old {
            ended[identity] = nil
            if lastEnded[identity.pid] == identity { lastEnded[identity.pid] = nil }
        }
        return old
    }

    /// Reads one process, moving another one of the same number to those that ended.
    ///
    /// - Returns: whether it is there.
    @discardableResult
    mutating func read(_ pid: Int32, now: Instant) -> Bool {
        guard var record = try? reader.record(of: pid), record.pid == pid else { return false }
        if let old = records[pid], old.identity != record.identity { end(pid, now: now) }
        record.ancestors = ProcessTable.ancestors(of: record, in: records)
        // A forebear that ended since it was last seen is still one.
        if record.ancestors.isEmpty, let old = records[pid] { record.ancestors = old.ancestors }
        records[pid] = record
        firstSeen[pid] = firstSeen[pid] ?? now
        readAt[pid] = now
        return true
    }

    private mutating func end(_ pid: Int32, now: Instant) {
        firstSeen[pid] = nil
        readAt[pid] = nil
        confirmedAt[pid] = nil
        guard let record = records.removeValue(forKey: pid) else { return }
        remember(record, endedAt: now)
    }

    private mutating func remember(_ record: ProcessRecord, endedAt now: Instant) {
        ended[record.identity] = (record, now)
        lastEnded[record.pid] = record.identity
    }
}

/// What the kernel tells of processes, which may be gone before they can be read.
extension ProcessMemory {
    /// The most parents that are kept in mind.
    private static let parentLimit = 1 << 15

    /// The least time between two reads of a process that is young, in milliseconds.
    private static let rereadPause: Int64 = 10

    /// How long a process that was seen counts as there, in milliseconds: its number is not given again that soon.
    private static let confirmedFor: Int64 = 20

    /// Notes that a process began.
    mutating func hasBegun(_ pid: Int32, parent: Int32, now: Instant) {
        end(pid, now: now)
        lastEnded[pid] = nil
        if toldParents.count >= Self.parentLimit { toldParents = [:] }
        toldParents[pid] = parent
    }

    /// Notes that a process is another program now.
    mutating func hasBecomeProgram(_ pid: Int32, mayRead: Bool, now: Instant) {
        if mayRead {
            read(pid, now: now)
        } else {
            // It may have entered another one before.
            records[pid]?.networkNamespace = nil
        }
    }

    /// Notes that a process ended; one that was never read is described from what its parent was.
    mutating func hasEnded(_ pid: Int32, now: Instant) {
        end(pid, now: now)
    }

    /// The process that a claim is of, read or made up from what the kernel told, so that ``record(of:now:)`` knows it.
    mutating func process(of claim: SocketClaim, now: Instant) -> ProcessIdentity {
        let ticks = reader.ticks(bootNanoseconds: claim.bootNanoseconds)
        if let known = records[claim.pid]?.identity, known.startTicks <= ticks, isYoung(claim.pid, now: now) != true,
            let last = confirmedAt[claim.pid], last + Self.confirmedFor > now
        {
            return known
        }
        if let status = try? reader.status(of: claim.pid), status.identity.startTicks <= ticks {
            let isFresh = readAt[claim.pid].map { $0 + Self.rereadPause > now } ?? false
            let isRenamed = records[claim.pid]?.name != claim.name
            let mayHaveChanged = isYoung(claim.pid, now: now) != false && (!isFresh || isRenamed)
            if records[claim.pid]?.identity != status.identity || mayHaveChanged { read(claim.pid, now: now) }
            confirmedAt[claim.pid] = now
            return status.identity
        }
        if let known = records[claim.pid]?.identity ?? lastEnded[claim.pid], known.startTicks <= ticks { return known }
        let record = record(from: claim, startTicks: ticks)
        remember(record, endedAt: now)
        return record.identity
    }

    /// Whether a process may still become another program; nothing for one that is not known.
    private func isYoung(_ pid: Int32, now: Instant) -> Bool? {
        firstSeen[pid].map { $0 + Self.youth >= now }
    }

    private func record(from claim: SocketClaim, startTicks: UInt64) -> ProcessRecord {
        let identity = ProcessIdentity(pid: claim.pid, startTicks: startTicks)
        let parent = toldParents[claim.pid]
        let parentRecord = parent.flatMap { number in
            records[number] ?? lastEnded[number].flatMap { ended[$0]?.record }
        }
        var record = ProcessRecord(identity: identity, name: claim.name, parentPID: parent ?? 0)
        record.userID = claim.userID
        record.userName = reader.users.name(of: claim.userID)
        guard let parentRecord else { return record }
        record.unit = parentRecord.unit
        record.container = parentRecord.container
        record.networkNamespace = parentRecord.networkNamespace
        record.ancestors =
            [.init(identity: parentRecord.identity, name: parentRecord.name, executable: parentRecord.executable)]
            + parentRecord.ancestors
        // The name changes with the program: the same one means that the process is a copy of its parent.
        guard parentRecord.name == claim.name else { return record }
        record.executable = parentRecord.executable
        record.arguments = parentRecord.arguments
        record.script = parentRecord.script
        return record
    }
}
