internal import Observation

/// Takes matches of detections and tells when correlations of them hold.
///
/// Time is that of the events. Matches are put in order before they count, as far as ``CorrelationLimits/reordering``
/// reaches. A window slides: it ends with each match, and holds all matches of its group that are no older than the time
/// span. Where something must not have come, it begins with a match and is judged when it has passed.
struct CorrelationEngine: Sendable {
    /// One match of a detection on its way to one correlation.
    struct Hit: Sendable {
        let time: Int64
        let event: Int64
        let value: Double
        let node: Int32
        let group: Int32
        let slot: UInt16
        let hasValue: Bool
    }

    let program: CorrelationProgram
    let limits: CorrelationLimits
    var hits: [Hit] = []
    var books: [GroupBook]
    /// The groups of each correlation that changed at the moment that is being judged.
    var touched: [[Int]]
    var timers = TimerHeap()
    /// The time up to which everything has been judged.
    var settledUntil = Int64.min
    /// The newest time of all events.
    var horizon = Int64.min
    var entryCount = 0
    /// The events behind matches of inner correlations, by the number below zero that stands for them.
    var inner: [Int64: [Int64]] = [:]
    var nextInner: Int64 = -1
    var losses = CorrelationLosses()

    init(_ program: CorrelationProgram, limits: CorrelationLimits = CorrelationLimits()) {
        self.program = program
        self.limits = limits
        books = program.nodes.map { _ in GroupBook() }
        touched = program.nodes.map { _ in [] }
    }

    var isEmpty: Bool { program.isEmpty }

    /// Whether a detection has a part in any correlation.
    func consumes(detection: Int) -> Bool { program.consumers[detection] != nil }

    /// Notes the time of an event, matched or not: what has not come by then did not come.
    mutating func note(_ time: Timestamp) {
        horizon = max(horizon, time.nanoseconds)
    }

    /// Takes what a detection matched.
    mutating func take(
        detection: Int, _ fields: EventFields, at time: Timestamp, event: Int64, _ emit: (CorrelationMatch) -> Void
    ) {
        for consumer in program.consumers[detection] ?? [] {
            guard time.nanoseconds >= settledUntil else {
                losses.late += 1
                continue
            }
            guard let hit = hit(consumer, fields, time.nanoseconds, event) else { continue }
            hits.append(hit)
        }
        if hits.count >= 2 * limits.reordering { settle(keeping: limits.reordering, emit) }
    }

    /// Judges everything that is left.
    mutating func finish(_ emit: (CorrelationMatch) -> Void) {
        settle(keeping: 0, emit)
        advance(to: horizon, emit)
        losses.unfinishedWindows += timers.count
        timers = TimerHeap()
    }

    mutating func hit(
        _ consumer: CorrelationProgram.Consumer, _ fields: EventFields, _ time: Int64, _ event: Int64
    ) -> Hit? {
        var values: [FieldValue] = []
        for key in consumer.group {
            guard let value = key.value(in: fields), value != .null else {
                losses.withoutGroup += 1
                return nil
            }
            values.append(value)
        }
        guard let group = group(of: values, consumer.node) else { return nil }
        let measured = program.nodes[consumer.node].kind.measured(consumer.value.map { $0.value(in: fields) })
        books[consumer.node][group].pending += 1
        return Hit(
            time: time, event: event, value: measured ?? 0, node: Int32(consumer.node), group: Int32(group),
            slot: UInt16(consumer.slot), hasValue: measured != nil)
    }

    private mutating func group(of values: [FieldValue], _ node: Int) -> Int? {
        if let known = books[node].index(of: values) { return known }
        if books.reduce(0, { $0 + $1.count }) >= limits.groups, !makeRoom() { return nil }
        return books[node].add(values, slotCount: program.nodes[node].slotCount)
    }

    /// Gives up groups whose windows have passed, and if there are too many still, the quarter that was quiet longest.
    ///
    /// - Returns: Whether there is room now; where not, the match is counted as evicted.
    private mutating func makeRoom() -> Bool {
        for node in books.indices where settledUntil > .min {
            let passed = settledUntil.subtractingReportingOverflow(program.nodes[node].span)
            entryCount -= books[node].sweep(before: passed.overflow ? .min : passed.partialValue).entries
        }
        let count = books.reduce(0) { $0 + $1.count }
        guard count > limits.groups * 3 / 4 else { return true }
        let times = books.flatMap(\.newestTimes).sorted()
        guard !times.isEmpty else {
            losses.evictedEntries += 1
            return false
        }
        let limit = times[min(times.count - 1, max(1, times.count / 4))]
        for node in books.indices {
            let gone = books[node].sweep(before: limit &+ 1)
            losses.evictedGroups += gone.groups
            losses.evictedEntries += gone.entries
            entryCount -= gone.entries
        }
        return true
    }
}
