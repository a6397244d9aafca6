import Knowledge
import TestSupport
import Testing

@testable import ContentMatching

@Suite("Files that stream past")
struct ContentStreamTests {
    private static let matcher = ContentMatcher.compile(
        EmbeddedSecrets.patterns, canaries: ["plum seventeen"]
    ).matcher

    private func findings(_ bytes: [UInt8], cut: () -> Int) -> [ContentStream.Finding] {
        var context = ScanContext()
        var stream = ContentStream(distinctLimit: 10_000)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + max(1, cut()))
            stream.feed(bytes.span.extracting(start..<end), Self.matcher, &context)
            start = end
        }
        stream.finish(Self.matcher, &context)
        return stream.findings
    }

    /// Lines of filler with tokens, keys and canaries among them.
    private func file(_ random: inout SeededGenerator, count: Int) -> [UInt8] {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        var text = ""
        while text.utf8.count < count {
            text += random.text(Int.random(in: 1...120, using: &random), of: letters + "     .,;")
            text += "\n"
            switch Int.random(in: 0..<120, using: &random) {
            case 0: text += "gh" + "p_" + random.text(36, of: letters) + "\n"
            case 1: text += "my PLUM Seventeen\n"
            case 2: text += "password = \"" + random.text(18, of: letters) + "\"\n"
            case 3:
                text += "-----BEGIN RSA PRIVATE " + "KEY-----\n"
                for _ in 0..<50 { text += random.text(64, of: letters) + "\n" }
                text += "-----END RSA PRIVATE " + "KEY-----\n"
            default: break
            }
        }
        return Array(text.utf8)
    }

    @Test("what is found does not depend on where the chunks are cut", arguments: 0..<3)
    func cuts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = file(&random, count: 700_000)
        let whole = findings(bytes) { bytes.count }
        #expect(whole.count > 40)
        for size in [4_096, 65_537, 262_144] { #expect(findings(bytes) { size } == whole) }
        #expect(findings(bytes) { Int.random(in: 1...100_000, using: &random) } == whole)
    }

    @Test("a stream finds what one search of the whole finds, with the same offsets and the right lines")
    func oneSearch() {
        var random = SeededGenerator(seed: 5)
        let bytes = file(&random, count: 900_000)
        var context = ScanContext()
        let matches = Self.matcher.matches(in: bytes.span, using: &context)
        var seen: Set<String> = []
        let distinct = matches.filter { seen.insert($0.patternID + $0.text).inserted }
        let streamed = findings(bytes) { 100_000 }
        #expect(streamed.map(\.match) == distinct)
        for finding in streamed {
            #expect(finding.line == 1 + bytes[..<finding.match.range.lowerBound].count { $0 == 0x0A })
        }
    }

    @Test("a token at the boundary of two parts is found", arguments: [-60, -40, -39, -20, -4, -3, -1, 0, 1, 20])
    func boundary(shift: Int) {
        let token = "gh" + "p_" + "aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0bC3dE6"
        for part in 1...2 {
            let start = part * ContentStream.part + ContentStream.margin + shift
            var bytes = Array(repeating: UInt8(ascii: "."), count: start) + Array(token.utf8)
            bytes += Array(repeating: UInt8(ascii: "."), count: 700_000 - bytes.count)
            #expect(findings(bytes) { 70_001 }.map(\.match.range) == [start..<(start + token.utf8.count)])
        }
    }

    @Test("a stream that begins again forgets the file before")
    func again() {
        var context = ScanContext()
        var stream = ContentStream(distinctLimit: 10)
        for line in 1...2 {
            stream.begin()
            let text = Array((String(repeating: "\n", count: line) + #"{"role": 1} plum seventeen"#).utf8)
            stream.feed(text.span, Self.matcher, &context)
            stream.finish(Self.matcher, &context)
            #expect(stream.findings.map(\.line) == [line + 1])
            #expect(stream.markers[.role] == 1)
        }
    }
}
