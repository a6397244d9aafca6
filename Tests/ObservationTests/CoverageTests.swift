import Testing

@testable import Observation

@Suite("Coverage")
struct CoverageTests {
    @Test("entries that agree in all but their example are one line")
    func joined() {
        var coverage = Coverage()
        for number in 0..<100 {
            coverage.note(.scan, .couldNotLook, "a file", reason: "no permission", example: "/f\(number)")
        }
        coverage.note(.scan, .couldNotLook, "a file", reason: "vanished")
        coverage.note(.scan, .looked, "a file", reason: "no permission")
        #expect(coverage.entries.map(\.count) == [100, 1, 1])
        #expect(coverage.entries.first?.examples == ["/f0", "/f1", "/f2", "/f3", "/f4"])
    }

    @Test("an example is named once")
    func sameExample() {
        var coverage = Coverage()
        coverage.note(.probe, .partly, "x", example: "e")
        coverage.note(.probe, .partly, "x", example: "e", count: 2)
        #expect(coverage.entries.first?.examples == ["e"] && coverage.entries.first?.count == 3)
    }

    @Test("two stages' coverage becomes one, and nothing of either is lost")
    func merged() {
        var (first, second) = (Coverage(), Coverage())
        first.note(.scan, .looked, "homes", example: "/a", count: 2)
        first.count(.filesFound, 3)
        second.note(.scan, .looked, "homes", example: "/b")
        second.note(.capture, .notAsked, "packets", remedy: "sudo earshot audit")
        second.count(.filesFound, 4)
        second.count(.packetsDropped, 0)
        first.merge(second)
        #expect(first.entries.map(\.what) == ["homes", "packets"])
        #expect(first.entries.first?.count == 3 && first.entries.first?.examples == ["/a", "/b"])
        #expect(first.counters == [.filesFound: 7, .packetsDropped: 0])
    }

    @Test("lines beyond the limit are counted, also when coverages are merged")
    func limit() {
        var coverage = Coverage()
        for number in 0..<(Coverage.entryLimit + 10) {
            coverage.note(.scan, .looked, "\(number)")
        }
        #expect(coverage.entries.count == Coverage.entryLimit && coverage.omittedEntries == 10)
        coverage.note(.scan, .looked, "0")
        #expect(coverage.omittedEntries == 10)
        var other = Coverage()
        other.note(.scan, .looked, "new")
        other.merge(coverage)
        #expect(other.entries.count == Coverage.entryLimit && other.omittedEntries == 11)
    }
}
