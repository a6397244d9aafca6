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

    init(reader: ProcessReader, readLimit: Int = 512) {
        self.reader = reader
        self.readLimit = readLimit
    }

    /// The numbers of the processes that are there.
    var processIDs: [Int32] { Array(records.keys) }

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
        guard let record = records.removeValue(forKey: pid) else { return }
        ended[record.identity] = (record, now)
    }
}
