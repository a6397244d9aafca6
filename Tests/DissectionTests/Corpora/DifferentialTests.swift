import Foundation
import Testing

@Suite("Comparison with an independent reader", .enabled(if: Corpora.areThere && TsharkOracle.isThere))
struct DifferentialTests {
    @Test("what every capture says is what tshark says, but for the differences that are explained")
    func everyCapture() async {
        let captures = Corpora.captures
        let readings = TsharkOracle.readings(of: captures)
        #expect(readings.map(\.path) == captures, "tshark has read every capture")
        let different = await Self.compare(readings)
        let known = Set(KnownDisagreement.all.map(\.place))
        for (place, explanation) in different.sorted(by: { $0.key < $1.key }) where !known.contains(place) {
            Issue.record("\(place): \(explanation)")
        }
        for disagreement in KnownDisagreement.all where different[disagreement.place] == nil {
            Issue.record("\(disagreement.place): the two agree by now, so the entry has to go")
        }
    }

    /// The differences by capture and aspect, each with the first values that only one side has.
    private static func compare(_ readings: [OracleReading]) async -> [String: String] {
        await withTaskGroup(of: [(String, String)].self) { group in
            let middle = readings.count / 2
            for half in [readings[..<middle], readings[middle...]] {
                group.addTask { half.flatMap(differences) }
            }
            return await group.reduce(into: [:]) { all, some in
                for (place, text) in some { all[place] = text }
            }
        }
    }

    private static func differences(_ reading: OracleReading) -> [(String, String)] {
        let own = OwnReading(of: reading.path)
        let capture = String(reading.path.dropFirst(Corpora.root.count + "/zeek-traces/".count))
        return Aspect.allCases.compactMap { aspect in
            let (ours, theirs) = (own.values(aspect), reading.values(aspect))
            guard ours != theirs else { return nil }
            let missing = Self.rest(theirs, without: ours)
            let extra = Self.rest(ours, without: theirs)
            let text =
                "\(missing.count) of tshark's missing, such as \(missing.prefix(3)); "
                + "\(extra.count) more than tshark, such as \(extra.prefix(3))"
            return ("\(capture) \(aspect.rawValue)", text)
        }
    }

    private static func rest(_ left: [String], without right: [String]) -> [String] {
        var counts: [String: Int] = [:]
        for value in right { counts[value, default: 0] += 1 }
        return left.filter { value in
            guard let count = counts[value], count > 0 else { return true }
            counts[value] = count - 1
            return false
        }
    }
}
