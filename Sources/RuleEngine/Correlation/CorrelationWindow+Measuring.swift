internal import Observation

extension CorrelationWindow {
    /// What a correlation counts or measures in the window; nothing when there is no value.
    func measure(_ kind: CorrelationKind, percentile: Double) -> Double? {
        switch kind {
        case .eventCount: Double(eventCount)
        case .temporal, .temporalOrdered: Double(slotCounts.count { $0 > 0 })
        case .valueCount: Double(differentValues)
        case .valueSum: valueCount == 0 ? nil : sum
        case .valueAverage: valueCount == 0 ? nil : sum / Double(valueCount)
        case .valueMedian: valueCount == 0 ? nil : value(at: 50)
        case .valuePercentile: valueCount == 0 ? nil : value(at: percentile)
        }
    }

    private var values: [Double] { live.lazy.filter(\.isValue).map(\.value) }

    private var differentValues: Int {
        valueCount < 2 ? valueCount : Set(values.lazy.map(\.bitPattern)).count
    }

    /// The sum with what rounding lost added back (Neumaier).
    private var sum: Double {
        var (sum, lost) = (0.0, 0.0)
        for entry in live where entry.isValue {
            let next = sum + entry.value
            lost += abs(sum) >= abs(entry.value) ? (sum - next) + entry.value : (entry.value - next) + sum
            sum = next
        }
        return lost.isFinite ? sum + lost : sum
    }

    /// The value below which a percentage of all lies, by their distance between the two that are nearest.
    private func value(at percentage: Double) -> Double {
        let sorted = values.sorted()
        let position = Double(sorted.count - 1) * percentage / 100
        let lower = Int(position)
        let share = position - Double(lower)
        guard lower + 1 < sorted.count, share > 0 else { return sorted[lower] }
        return sorted[lower] * (1 - share) + sorted[lower + 1] * share
    }

    /// Whether as many rules as a threshold asks for matched in their order.
    ///
    /// With a lower bound so many must follow each other, whatever the others do; else all that matched must.
    func isOrdered(_ threshold: CorrelationThreshold) -> Bool {
        let bound = threshold.bounds.first { $0.relation == .greater || $0.relation == .greaterOrEqual }
        guard let bound else { return sequence(of: Array(slotCounts.indices), skipsMissing: true) != nil }
        let number = bound.relation == .greater ? bound.number.rounded(.down) + 1 : bound.number.rounded(.up)
        return number <= Double(slotCounts.count) && hasChain(of: max(0, Int(number)))
    }

    /// Whether rules of some slots matched one after the other, at least so many of them.
    ///
    /// Times must rise from each to the next.
    func hasChain(of length: Int) -> Bool {
        guard length > 0 else { return true }
        var best = [Int](repeating: 0, count: slotCounts.count)
        var next = best
        var index = live.startIndex
        while index < live.endIndex {
            // Matches of one moment do not follow each other.
            let time = live[index].time
            next = best
            while index < live.endIndex, live[index].time == time {
                let slot = Int(live[index].slot)
                let before = best[..<slot].max() ?? 0
                next[slot] = max(next[slot], before + 1)
                if next[slot] >= length { return true }
                index += 1
            }
            best = next
        }
        return false
    }

    /// The earliest times at which rules of some slots matched one after the other, in the order that is asked for.
    ///
    /// A slot without any match may be left out where `skipsMissing`; else there is no sequence without it.
    func sequence(of slots: [Int], skipsMissing: Bool) -> [(slot: Int, time: Int64)]? {
        var sequence: [(slot: Int, time: Int64)] = []
        for slot in slots {
            if skipsMissing, slotCounts[slot] == 0 { continue }
            let earliest = sequence.last?.time ?? .min
            guard let next = live.first(where: { Int($0.slot) == slot && $0.time > earliest }) else { return nil }
            sequence.append((slot, next.time))
        }
        return sequence
    }
}
