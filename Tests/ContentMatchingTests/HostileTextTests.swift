import Knowledge
import TestSupport
import Testing

@testable import ContentMatching

@Suite("Texts that are made to be dear")
struct HostileTextTests {
    private static let matcher = ContentMatcher.compile(EmbeddedSecrets.patterns, canaries: ["aaaaaaaa"]).matcher

    /// What a search of a text costs, in its own counts.
    private func search(_ text: [UInt8], _ matcher: ContentMatcher = matcher) -> (found: Int, context: Counts) {
        var context = ScanContext()
        let found = matcher.matches(in: text.span, using: &context).count
        return (found, Counts(limits: context.limitsHit, dropped: context.matchesDropped, cut: context.encodingsCut))
    }

    struct Counts {
        let limits: Int
        let dropped: Int
        let cut: Int
    }

    @Test(
        "a megabyte of one literal ends soon",
        .timeLimit(.minutes(1)),
        arguments: [
            "sk-", "://", "eyJ", "%41", "\\u0041", "@", "password=", "-----BEGIN PRIVATE KEY-----", "\u{0}a", "H4sI",
        ])
    func repeated(piece: String) {
        let bytes = Array(piece.utf8)
        var text: [UInt8] = []
        while text.count < 1 << 20 { text += bytes }
        _ = search(text)
    }

    @Test("more matches than are kept are counted")
    func tooMany() {
        let (found, counts) = search(Array(repeating: UInt8(ascii: "a"), count: 200_000))
        #expect(found > 0 && found <= ContentMatcher.matchLimit)
        #expect(counts.dropped > 0)
    }

    @Test("a bomb in base 64 is inflated up to a limit and counted", .timeLimit(.minutes(1)))
    func bomb() throws {
        let script = """
            import base64, gzip
            bomb = gzip.compress(b'A' * (64 << 20))
            print(base64.b64encode(bomb).decode())
            """
        guard let output = PythonOracle.run(script, input: "") else { return print("skipped: no Python") }
        let (_, counts) = search(Array(output.utf8))
        #expect(counts.cut > 0)
    }

    @Test(
        "an expression of a user's that never ends is given up and counted", .timeLimit(.minutes(1)),
        arguments: ["key=(a+)+[bc]", "key=(a|aa)+[bc]", "(a+a+)+[bc]"])
    func catastrophe(expression: String) {
        let pattern = SecretPattern(id: "own", description: "own", expression: expression, keywords: [])
        let matcher = ContentMatcher.compile([pattern]).matcher
        let text = Array(("key=" + String(repeating: "a", count: 3_000) + "!").utf8)
        #expect(search(text, matcher).context.limits > 0)
    }

    @Test("random bytes never trap, and every range lies in the text", arguments: 0..<30)
    func randomBytes(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces = PatternExampleTests.examples.map { PatternTemplate($0.template, seed: UInt64(seed)).text }
        var bytes: [UInt8] = []
        while bytes.count < 6_000 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes += random.bytes(Int.random(in: 1...60, using: &random))
            case 1: bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
            case 2:
                bytes += Array(
                    (["%", "\\u", "\\x4", "\\", "eyJ", "H4sI", "\u{0}"].randomElement(using: &random) ?? "").utf8)
            default: bytes += Array(random.text(40, of: "abcdefABCDEF0123456789+/-_=").utf8)
            }
        }
        for _ in 0..<40 {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        var context = ScanContext()
        for match in Self.matcher.matches(in: bytes.span, using: &context) {
            #expect(match.range.lowerBound >= 0 && match.range.upperBound <= bytes.count && !match.range.isEmpty)
        }
    }
}
