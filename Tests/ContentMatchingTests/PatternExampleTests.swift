import ContentMatching
import Knowledge
import TestSupport
import Testing

@Suite("Every pattern on its own examples")
struct PatternExampleTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let pattern: String
        let template: String

        var testDescription: String { "\(pattern): \(template.prefix(60))" }
    }

    static let examples = EmbeddedSecrets.patterns.flatMap { pattern in
        pattern.examples.map { Example(pattern: pattern.id, template: $0) }
    }
    static let counterexamples = EmbeddedSecrets.patterns.flatMap { pattern in
        pattern.counterexamples.map { Example(pattern: pattern.id, template: $0) }
    }

    @Test("every pattern has examples of what it finds, and of what it passes over")
    func carried() {
        for pattern in EmbeddedSecrets.patterns {
            #expect(!pattern.examples.isEmpty, "\(pattern.id)")
            #expect(!pattern.counterexamples.isEmpty, "\(pattern.id)")
        }
        #expect(Set(EmbeddedSecrets.patterns.map(\.id)).count == EmbeddedSecrets.patterns.count)
        #expect(EmbeddedSecrets.patterns.count { $0.kind == .secret } >= 200)
        #expect(EmbeddedSecrets.patterns.count { $0.kind == .personalData } >= 20)
    }

    @Test("what it is to find is found, whole, by it and by no other", arguments: examples)
    func finds(example: Example) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let sample = PatternTemplate(example.template, seed: seed)
            let secret = try #require(sample.secret)
            for text in [sample.text, "before it\n\(sample.text)\nand after it", "\t\(sample.text)"] {
                let found = EmbeddedSecrets.find(text)
                #expect(found.map(\.patternID) == [example.pattern], "\(text)")
                #expect(found.map(\.text) == [secret])
            }
        }
    }

    @Test("what it is to pass over is found by none", arguments: counterexamples)
    func passes(example: Example) {
        for seed in 1...4 as ClosedRange<UInt64> {
            let text = PatternTemplate(example.template, seed: seed).text
            for text in [text, "before it\n\(text)\nand after it"] {
                #expect(EmbeddedSecrets.find(text).map(\.patternID) == [], "\(text)")
            }
        }
    }

    @Test("a token behind a line break that JSON escaped is found", arguments: examples)
    func escaped(example: Example) throws {
        // Tokens that have a form of their own, and stand alone in an example.
        guard example.template.hasPrefix("«"), example.template.hasSuffix("»") else { return }
        let sample = PatternTemplate(example.template, seed: 9)
        let found = EmbeddedSecrets.find(#"{"content":"use this\n"# + sample.text + #"\nthanks"}"#)
        #expect(found.map(\.text) == [sample.secret])
    }
}
