/// The matches of one group that lie within the window, in the order of their times.
struct CorrelationWindow: Sendable {
    /// One match of one of the correlation's rules.
    struct Entry: Sendable {
        let time: Int64
        /// The event's number; an inner correlation's match has a number below zero.
        let event: Int64
        /// What was measured: a number, or the hash of a value that is counted; see ``isValue``.
        let value: Double
        let slot: UInt16
        /// Whether the event was not met before in this group.
        var isNewEvent = true
        /// Whether a value was measured that the same event had not brought before.
        var isValue = true
    }

    private var entries: [Entry] = []
    private var first = 0
    /// How many different events lie in the window.
    private(set) var eventCount = 0
    /// How many values lie in the window.
    private(set) var valueCount = 0
    /// How many matches of each rule lie in the window.
    private(set) var slotCounts: [Int32]

    init(slotCount: Int) {
        slotCounts = Array(repeating: 0, count: slotCount)
    }

    var isEmpty: Bool { first == entries.count }
    var count: Int { entries.count - first }

    /// The matches, oldest first.
    var live: ArraySlice<Entry> { entries[first...] }

    /// The time of the newest match.
    var newest: Int64? { isEmpty ? nil : entries[entries.count - 1].time }

    /// The rules whose matches are the newest.
    var newestSlots: Set<Int> {
        Set(live.reversed().prefix { $0.time == newest }.map { Int($0.slot) })
    }

    /// Adds a match that is no older than all others.
    mutating func append(_ entry: Entry) {
        var entry = entry
        var index = entries.count - 1
        while index >= first, entries[index].time == entry.time {
            if entries[index].event == entry.event {
                if entries[index].slot == entry.slot { return }
                entry.isNewEvent = false
                if entries[index].isValue, entries[index].value == entry.value { entry.isValue = false }
            }
            index -= 1
        }
        entries.append(entry)
        eventCount += entry.isNewEvent ? 1 : 0
        valueCount += entry.isValue ? 1 : 0
        slotCounts[Int(entry.slot)] += 1
    }

    /// Lets go of everything older than a time.
    ///
    /// - Returns: How many matches went.
    @discardableResult
    mutating func drop(before time: Int64) -> Int {
        let start = first
        while first < entries.count, entries[first].time < time { dropFirst() }
        compact()
        return first - start
    }

    /// Lets go of the oldest match.
    mutating func dropOldest() {
        guard !isEmpty else { return }
        dropFirst()
        compact()
    }

    private mutating func dropFirst() {
        let entry = entries[first]
        eventCount -= entry.isNewEvent ? 1 : 0
        valueCount -= entry.isValue ? 1 : 0
        slotCounts[Int(entry.slot)] -= 1
        first += 1
    }

    private mutating func compact() {
        if first == entries.count {
            entries.removeAll(keepingCapacity: entries.count <= 8)
            first = 0
        } else if first >= 32, first * 2 >= entries.count {
            entries.removeFirst(first)
            first = 0
        }
    }
}
