internal import Observation

/// The groups of one correlation, by the values that make them.
struct GroupBook: Sendable {
    /// One group.
    struct Group: Sendable {
        /// The values as the first event had them.
        let values: [FieldValue]
        var window: CorrelationWindow
        /// How many matches of it wait to be put in order.
        var pending = 0
        /// How many windows wait for their end.
        var timers = 0
        /// Whether something changed at the moment that is being judged.
        var isTouched = false
    }

    private var places: [[FieldValue]: Int] = [:]
    private var groups: [Group] = []
    private var free: [Int] = []

    var count: Int { places.count }

    /// The group of some values; the case of ASCII letters does not count.
    func index(of values: [FieldValue]) -> Int? {
        places[Self.key(values)]
    }

    mutating func add(_ values: [FieldValue], slotCount: Int) -> Int {
        let group = Group(values: values, window: CorrelationWindow(slotCount: slotCount))
        let place: Int
        if let last = free.popLast() {
            place = last
            groups[place] = group
        } else {
            place = groups.count
            groups.append(group)
        }
        places[Self.key(values)] = place
        return place
    }

    subscript(index: Int) -> Group {
        _read { yield groups[index] }
        _modify { yield &groups[index] }
    }

    /// Gives up groups whose newest match is older than a time and for which nothing waits.
    ///
    /// - Returns: How many groups went, and how many matches with them.
    mutating func sweep(before time: Int64) -> (groups: Int, entries: Int) {
        var (gone, entries) = (0, 0)
        for (key, place) in places {
            let group = groups[place]
            guard group.pending == 0, group.timers == 0, group.window.newest.map({ $0 < time }) ?? true else {
                continue
            }
            entries += group.window.count
            places[key] = nil
            groups[place] = Group(values: [], window: CorrelationWindow(slotCount: 0))
            free.append(place)
            gone += 1
        }
        return (gone, entries)
    }

    /// The times of the newest matches of all groups for which nothing waits.
    var newestTimes: [Int64] {
        places.values.compactMap { place in
            let group = groups[place]
            return group.pending == 0 && group.timers == 0 ? group.window.newest ?? .min : nil
        }
    }

    private static func key(_ values: [FieldValue]) -> [FieldValue] {
        values.map { value in
            guard case .string(let text) = value, text.utf8.contains(where: { 0x41...0x5A ~= $0 }) else { return value }
            return .string(
                String(decoding: text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self))
        }
    }
}
