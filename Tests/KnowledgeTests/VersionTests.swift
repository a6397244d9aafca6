import TestSupport
import Testing

@testable import Knowledge

@Suite("Versions")
struct VersionTests {
    @Test(
        "semantic versions come in the order of their standard",
        arguments: [
            // The example of Semantic Versioning 2.0, section 11.
            [
                "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
                "1.0.0-rc.1", "1.0.0",
            ],
            ["1.0.0", "2.0.0", "2.1.0", "2.1.1", "2.1.10", "10.0.0"],
            ["0.33.0-rc1", "0.33.0", "0.33.1-rc0", "0.33.1"],
            // Numbers come before words, and capitals before small letters, as ASCII has it.
            ["1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-Beta", "1.0.0-alpha", "1.0.0-x-1", "1.0.0"],
        ])
    func semantic(ordered texts: [String]) throws {
        try expectAscending(texts, scheme: .semver)
    }

    @Test(
        "Python's versions come in the order of PEP 440",
        arguments: [
            [
                "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2",
                "1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0.post456.dev34",
                "1.0.post456", "1.0.15", "1.1.dev1", "1!0.5",
            ]
        ])
    func python(ordered texts: [String]) throws {
        try expectAscending(texts, scheme: .pep440)
    }

    @Test("build numbers count as numbers, whatever stands around them")
    func builds() throws {
        try expectAscending(["b999", "b4567-1a2b3c4", "b10000"], scheme: .build)
        #expect(Version("4567", scheme: .build) == Version("b4567-1a2b3c4", scheme: .build))
    }

    @Test(
        "spellings of one version are equal",
        arguments: [
            ("1.0", "1.0.0", VersionScheme.semver), ("v1.2.3", "1.2.3", .semver), ("1.2.3+build.7", "1.2.3", .semver),
            ("1.0", "1", .pep440), ("v1.0", "1.0", .pep440), ("1.0-ALPHA.1", "1.0a1", .pep440),
            ("1.0.pre", "1.0rc0", .pep440), ("1.0-1", "1.0.post1", .pep440), ("1.0_rev-2", "1.0.post2", .pep440),
            ("1.0+cu118", "1.0", .pep440), ("1.2-dirty", "1.2", .pep440), (" 1.2 (local)", "1.2", .pep440),
        ])
    func equal(first: String, second: String, scheme: VersionScheme) throws {
        let left = try #require(Version(first, scheme: scheme))
        let right = try #require(Version(second, scheme: scheme))
        #expect(left == right)
        #expect(!(left < right) && !(right < left))
    }

    @Test(
        "what has no number is no version",
        arguments: ["", " ", "v", "latest", "-1.0", "99999999999999999999", "１.０"])
    func unreadable(text: String) {
        for scheme in VersionScheme.allCases {
            #expect(Version(text, scheme: scheme) == nil)
        }
    }

    @Test("a build that knows no number calls itself zero, which is no version")
    func buildZero() {
        #expect(Version("b0-unknown", scheme: .build) == nil)
    }

    @Test("Python's packaging library sees the same order", .enabled(if: PythonOracle.canImport("packaging.version")))
    func packagingAgrees() throws {
        var generator = SeededGenerator(seed: 440)
        let texts = (0..<300).map { _ in Self.randomPythonVersion(&generator) }
        let script = """
            import sys
            from packaging.version import Version
            versions = [Version(line) for line in sys.stdin.read().split()]
            for left, right in zip(versions, versions[1:]):
                print((left > right) - (left < right))
            """
        let output = try #require(PythonOracle.run(script, input: texts.joined(separator: "\n")))
        let expected = output.split(separator: "\n").compactMap { Int($0) }
        #expect(expected.count == texts.count - 1)
        for (index, order) in expected.enumerated() {
            let left = try #require(Version(texts[index], scheme: .pep440), "\(texts[index])")
            let right = try #require(Version(texts[index + 1], scheme: .pep440), "\(texts[index + 1])")
            #expect((left > right ? 1 : 0) - (left < right ? 1 : 0) == order, "\(texts[index]) and \(texts[index + 1])")
        }
    }

    @Test("random bytes never trap", arguments: VersionScheme.allCases)
    func randomBytes(scheme: VersionScheme) {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("0123456789.-_+!vabcrdevpost １\u{301}")
        for _ in 0..<2_000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "0"
                })
            _ = Version(text, scheme: scheme).map { $0 < $0 }
        }
    }

    private func expectAscending(_ texts: [String], scheme: VersionScheme) throws {
        let versions = try texts.map { try #require(Version($0, scheme: scheme), "\($0)") }
        for first in versions.indices {
            for second in versions.indices {
                #expect((versions[first] < versions[second]) == (first < second), "\(texts[first]), \(texts[second])")
            }
        }
    }

    /// A valid version out of few numbers, so that equal parts meet often.
    private static func randomPythonVersion(_ generator: inout SeededGenerator) -> String {
        func small() -> String { String(Int.random(in: 0...3, using: &generator)) }
        func maybe(_ text: String) -> String { Bool.random(using: &generator) ? text : "" }
        let release = (0..<Int.random(in: 1...3, using: &generator)).map { _ in small() }.joined(separator: ".")
        let pre = maybe((["a", "b", "rc", ".alpha", "-preview_"].randomElement(using: &generator) ?? "a") + small())
        return maybe(small() + "!") + release + pre + maybe(".post" + small()) + maybe(".dev" + small())
    }
}
