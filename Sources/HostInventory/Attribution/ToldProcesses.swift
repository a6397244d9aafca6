/// The processes that lately began or became another program, by the word of the kernel.
struct ToldProcesses: Sendable {
    /// How long one is kept in mind, in milliseconds.
    static let lifetime: Int64 = 2_000

    /// The most that are looked into for one question.
    static let limit = 48

    private var processes: [(pid: Int32, at: Instant)] = []

    /// Notes that a process began or became another program.
    mutating func note(_ pid: Int32, now: Instant) {
        remove(pid)
        processes.append((pid, now))
        if processes.count > 2 * Self.limit { processes.removeFirst(Self.limit) }
    }

    /// Notes that a process ended.
    mutating func remove(_ pid: Int32) {
        processes.removeAll { $0.pid == pid }
    }

    /// Those of the last two seconds, the last first.
    func latest(now: Instant) -> [Int32] {
        processes.suffix(Self.limit).reversed().filter { $0.at + Self.lifetime >= now }.map(\.pid)
    }
}

/// Bounds what it costs to read each program that is started: where a machine starts thousands, most are never asked for.
struct ReadBudget: Sendable {
    /// How many are read in a second.
    static let perSecond = 200

    private var left = perSecond
    private var since = Instant(milliseconds: 0)

    /// Whether one more may be read.
    mutating func takes(one now: Instant) -> Bool {
        if since + 1_000 <= now { (left, since) = (Self.perSecond, now) }
        left -= left > 0 ? 1 : 0
        return left > 0
    }
}
