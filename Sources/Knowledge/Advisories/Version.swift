/// How versions of a product are compared.
package enum VersionScheme: String, CaseIterable, Sendable {
    /// Semantic Versioning 2.0, a leading `v` allowed.
    case semver
    /// Python's PEP 440.
    case pep440
    /// llama.cpp's build numbers: `b4567`, `b4567-1a2b3c4`, `4567`.
    case build
}

/// A version, ordered as its scheme says.
package struct Version: Comparable, Sendable {
    /// Release numbers, with trailing zeros removed.
    private let release: [UInt64]
    /// Where in a release's life it stands: before it, it, behind it.
    private let stage: Int
    /// Identifiers of the stage, compared one by one.
    private let identifiers: [Identifier]

    private enum Identifier: Comparable, Sendable {
        case number(UInt64)
        case word(String)

        static func < (left: Identifier, right: Identifier) -> Bool {
            switch (left, right) {
            case (.number(let left), .number(let right)): left < right
            case (.word(let left), .word(let right)): left < right
            case (.number, .word): true
            case (.word, .number): false
            }
        }
    }

    /// Reads a version; nothing when it has no number where the scheme wants one.
    package init?(_ text: String, scheme: VersionScheme) {
        var text = Substring(text.lowercased()).drop { $0.isWhitespace }
        if text.first == "v" || text.first == "b" && scheme == .build { text.removeFirst() }
        if scheme == .build {
            guard let number = UInt64(text.prefix { $0.isNumber }) else { return nil }
            (release, stage, identifiers) = ([number], 0, [])
            return
        }
        text = text.prefix { $0 != "+" && !$0.isWhitespace }
        if scheme == .pep440, let epoch = text.firstIndex(of: "!") { text = text[text.index(after: epoch)...] }
        var numbers: [UInt64] = []
        while let number = UInt64(text.prefix(while: { $0.isASCII && $0.isNumber })) {
            numbers.append(number)
            text = text.drop { $0.isNumber }
            guard text.first == ".", text.dropFirst().first?.isNumber == true else { break }
            text.removeFirst()
        }
        guard !numbers.isEmpty else { return nil }
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        release = numbers
        let words = Self.words(of: text)
        stage = Self.stage(of: words, scheme)
        identifiers = words
    }

    /// The runs of digits and of letters in what follows the release numbers.
    private static func words(of text: Substring) -> [Identifier] {
        var words: [Identifier] = []
        for part in text.split(whereSeparator: { ".-_".contains($0) }) {
            var rest = part
            while let first = rest.first {
                let run = rest.prefix { $0.isNumber == first.isNumber }
                words.append(UInt64(run).map(Identifier.number) ?? .word(String(run)))
                rest = rest.dropFirst(run.count)
            }
        }
        return words
    }

    private static func stage(of words: [Identifier], _ scheme: VersionScheme) -> Int {
        guard let first = words.first else { return 0 }
        guard scheme == .pep440, case .word(let word) = first else { return scheme == .pep440 ? 1 : -1 }
        switch word {
        case "post", "rev", "r": return 1
        case "dev": return -2
        default: return -1
        }
    }

    package static func == (left: Version, right: Version) -> Bool {
        left.release == right.release && left.stage == right.stage && left.identifiers == right.identifiers
    }

    package static func < (left: Version, right: Version) -> Bool {
        for index in 0..<max(left.release.count, right.release.count) {
            let (first, second) = (left.part(index), right.part(index))
            if first != second { return first < second }
        }
        if left.stage != right.stage { return left.stage < right.stage }
        return left.identifiers.lexicographicallyPrecedes(right.identifiers)
    }

    private func part(_ index: Int) -> UInt64 {
        index < release.count ? release[index] : 0
    }
}
