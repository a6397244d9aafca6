import TestSupport
import Testing

@testable import ContentMatching

@Suite("The gate of keywords")
struct KeywordAutomatonTests {
    struct Hit: Hashable {
        let literal: Int
        let end: Int
    }

    private func hits(_ literals: [String], in text: [UInt8]) -> Set<Hit> {
        var hits: Set<Hit> = []
        KeywordAutomaton(literals.map { GateLiterals.Literal($0.utf8, isCaseSensitive: false) }).forEachHit(
            in: text.span
        ) { hits.insert(Hit(literal: $0, end: $1)) }
        return hits
    }

    /// What a search without any cleverness finds.
    private func naiveHits(_ literals: [String], in text: [UInt8]) -> Set<Hit> {
        let lower = String(decoding: text, as: Unicode.ASCII.self).lowercased().utf8.map { $0 }
        var hits: Set<Hit> = []
        for (number, literal) in literals.enumerated() where !literal.isEmpty && literal.utf8.count <= text.count {
            let bytes = Array(literal.lowercased().utf8)
            for start in 0...(text.count - bytes.count) where Array(lower[start..<(start + bytes.count)]) == bytes {
                hits.insert(Hit(literal: number, end: start + bytes.count))
            }
        }
        return hits
    }

    @Test("finds literals that overlap and lie in one another, whatever their case")
    func overlapping() {
        #expect(
            hits(["he", "SHE", "his", "hers"], in: Array("uSHers".utf8)) == [
                Hit(literal: 0, end: 4), Hit(literal: 1, end: 4), Hit(literal: 3, end: 6),
            ])
    }

    @Test("finds nothing where there are no literals, or only empty ones", arguments: [[String](), [""]])
    func nothing(literals: [String]) {
        #expect(hits(literals, in: Array("anything".utf8)).isEmpty)
    }

    @Test("finds what a naive search finds", arguments: 0..<200)
    func oracle(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let alphabet = ["ab", "abC_", "aAbB-_xyz"][seed % 3]
        let literals = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            random.text(Int.random(in: 1...6, using: &random), of: alphabet)
        }
        let text = Array(random.text(Int.random(in: 0...300, using: &random), of: alphabet).utf8)
        #expect(hits(literals, in: text) == naiveHits(literals, in: text))
    }
}
