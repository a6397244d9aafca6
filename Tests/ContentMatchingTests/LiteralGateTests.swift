import Knowledge
import TestSupport
import Testing

@testable import ContentMatching

@Suite("The two gates")
struct LiteralGateTests {
    struct Hit: Hashable {
        let literal: UInt32
        let end: UInt32
    }

    @Test("Hyperscan and the automaton find the same in random texts", arguments: 0..<60)
    func differential(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let alphabet = ["ab", "abC_-", "aAbBcC-_xyzXYZ019."][seed % 3]
        var literals: Set<GateLiterals.Literal> = []
        for _ in 0..<Int.random(in: 1...200, using: &random) {
            let text = random.text(Int.random(in: 1...9, using: &random), of: alphabet)
            literals.insert(GateLiterals.Literal(text.utf8, isCaseSensitive: Bool.random(using: &random)))
        }
        let list = literals.sorted { "\($0)" < "\($1)" }
        let text = Array(random.text(Int.random(in: 0...5_000, using: &random), of: alphabet).utf8)
        guard let gate = HyperscanGate(list), let scratch = gate.scratch() else {
            return print("skipped: this processor cannot run Hyperscan")
        }
        var hits = GateHits()
        #expect(gate.search(text.span, using: scratch, into: &hits))
        var expected: Set<Hit> = []
        KeywordAutomaton(list).forEachHit(in: text.span) {
            expected.insert(Hit(literal: UInt32($0), end: UInt32($1)))
        }
        #expect(Set(hits.list.map { Hit(literal: $0.literal, end: $0.end) }) == expected)
        #expect(hits.list.map(\.end) == hits.list.map(\.end).sorted())
    }

    @Test("a matcher finds the same with either gate, all patterns on", arguments: 0..<12)
    func matchers(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let samples = PatternExampleTests.examples
        var text = ""
        for _ in 0..<40 {
            let sample = samples[Int.random(in: 0..<samples.count, using: &random)]
            text += PatternTemplate(sample.template, seed: UInt64.random(in: 0...999, using: &random)).text
            text += ["\n", " ", "\\n", "\"}", "\u{0}"][Int.random(in: 0..<5, using: &random)]
        }
        let bytes = Array(text.utf8)
        var context = ScanContext()
        let fast = EmbeddedSecrets.matcher.matches(in: bytes.span, using: &context)
        #expect(Self.portable.matches(in: bytes.span, using: &context) == fast)
        #expect(fast.count > 10)
    }

    private static let portable = ContentMatcher.compile(EmbeddedSecrets.patterns, isPortable: true).matcher

    @Test("one matcher shared by eight threads finds in each what it finds in one")
    func threads() async {
        let text = PatternExampleTests.examples.map { PatternTemplate($0.template, seed: 4).text }
        let bytes = Array(text.joined(separator: "\n").utf8)
        // Not used before, so that expressions become machine code while others run.
        let matcher = ContentMatcher.compile(EmbeddedSecrets.patterns).matcher
        let results = await withTaskGroup(of: [ContentMatch].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var context = ScanContext()
                    return matcher.matches(in: bytes.span, using: &context)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var context = ScanContext()
        let alone = EmbeddedSecrets.matcher.matches(in: bytes.span, using: &context)
        #expect(results.count == 8 && results.allSatisfy { $0 == alone })
    }
}
