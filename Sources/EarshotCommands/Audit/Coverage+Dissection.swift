internal import Dissection
internal import Observation

extension Coverage {
    /// Says what a dissector could not read, and why.
    mutating func note(dissection statistics: DissectionStatistics) {
        for (reason, count) in statistics.undecoded.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where count > 0 {
            note(
                .capture, .partly, "packets that were not decoded", reason: reason.rawValue, count: Int(clamping: count)
            )
        }
        if statistics.cutOff > 0 {
            note(
                .capture, .partly, "packets of which the capture kept only a part",
                reason: "capture with a larger snapshot length", count: Int(clamping: statistics.cutOff))
        }
        guard !statistics.weirds.isEmpty else { return }
        let names = statistics.weirds.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
        for (weird, count) in names.prefix(Self.exampleLimit) {
            note(
                .capture, .partly, "traffic that its protocol does not expect", example: "\(weird.name) \(count)",
                count: Int(clamping: count))
        }
    }
}
