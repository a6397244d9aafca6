import Knowledge
import Testing

@testable import RuleEngine

@Suite("The rules that the binary carries")
struct EmbeddedRulesTests {
    private static let loaded = DetectionSet.load(RuleFile.embedded)

    @Test("every file below detections is in force")
    func loading() {
        #expect(Self.loaded.problems.isEmpty)
        let files = RuleFile.embedded.filter { $0.room == "detections" }
        #expect(Set(Self.loaded.rules.rules.map(\.file)) == Set(files.map(\.path)))
    }

    @Test("each matches what it must and nothing that it must not", arguments: loaded.rules.rules.map(\.name))
    func ownEvents(name: String) throws {
        let rule = try #require(Self.loaded.rules.rule(named: name))
        #expect(RuleTests.failures(of: rule).map(\.description) == [])
    }

    @Test("a line for a product names one of the catalogue's")
    func products() {
        let known = Set(RuleFile.embedded.filter { $0.room == "products" }.map(\.stem))
        let named = Self.loaded.rules.rules.flatMap(\.remediation).flatMap(\.products)
        #expect(Set(named).subtracting(known).isEmpty)
    }

    @Test("none lacks what its reader needs", arguments: loaded.rules.rules.map(\.name))
    func remarks(name: String) throws {
        let rule = try #require(Self.loaded.rules.rule(named: name))
        #expect(RuleCheck.remarks(on: rule).map(\.description) == [])
    }
}
