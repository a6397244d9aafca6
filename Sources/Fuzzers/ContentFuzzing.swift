internal import Knowledge

@testable import ContentMatching

/// A text in which secrets, personal data and a canary are looked for, whole and as a stream; one byte cuts the stream.
enum ContentFuzzing {
    private static let patterns = RuleFile.embedded.filter { $0.room == "patterns" }.flatMap {
        SecretPattern.load($0).patterns
    }
    private static let canaries = ["plum seventeen \u{FC}"]
    private static let matcher = ContentMatcher.compile(patterns, canaries: canaries).matcher
    private static let portable = ContentMatcher.compile(patterns, canaries: canaries, isPortable: true).matcher

    /// The examples that the patterns come with, in clear and in some encodings.
    static var seeds: [[UInt8]] {
        patterns.flatMap { pattern in
            pattern.examples.prefix(2).map { [UInt8(32)] + Array($0.utf8) }
        } + [
            Array(#" \u0067\u0068p_ %67%68p_ plum+seventeen 6768705f6768705f6768705f6768705f"#.utf8),
            Array(" dG9rZW4gZ2hwX2FCM2RFNmdIOWpLMm1ONXBROHNUMXZXNHhZN3pBMGJDM2RFNiBhbmQgbW9yZQ==".utf8),
            Array(" p\u{0}l\u{0}u\u{0}m\u{0} \u{0}s\u{0}e\u{0}v\u{0}e\u{0}n\u{0}".utf8),
        ]
    }

    static func read(_ input: Span<UInt8>) {
        guard input.count > 1 else { return }
        let bytes = input.extracting(1..<input.count)
        var context = ScanContext()
        let matches = matcher.matches(in: bytes, using: &context)
        for match in matches {
            precondition(
                match.range.lowerBound >= 0 && match.range.upperBound <= bytes.count, "a range out of the text")
        }
        precondition(portable.matches(in: bytes, using: &context) == matches, "the gates disagree")
        var stream = ContentStream(distinctLimit: 100)
        let step = max(1, Int(input[0]) * 8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            stream.feed(bytes.extracting(start..<min(bytes.count, start + step)), matcher, &context)
        }
        stream.finish(matcher, &context)
        // A text of this length is one part of the stream.
        let distinct = Set(matches.map { $0.patternID + $0.text })
        precondition(stream.dropped > 0 || stream.findings.count == distinct.count, "a stream finds something else")
    }
}
