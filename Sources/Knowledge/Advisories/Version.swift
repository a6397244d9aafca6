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
///
/// Versions of different schemes must not be compared with each other. What follows a plus sign is left out of the
/// order in every scheme, because an advisory that names `1.0` means `1.0+cu118`, too.
package struct Version: Comparable, Sendable {
    /// What restarts the numbering, in PEP 440; zero elsewhere.
    private var epoch: UInt64 = 0
    /// Release numbers, without zeros at the end.
    private var release: [UInt64] = []
    /// Whether it is the release itself; what leads up to it comes before.
    private var isFinal = true
    /// What tells versions of one release apart, compared one by one.
    private var identifiers: [Identifier] = []

    private enum Identifier: Comparable, Sendable {
        // The order of the cases is the order of the values.
        case number(UInt64)
        case word(String)
    }

    /// Reads a version; nothing when it has no number where the scheme wants one.
    ///
    /// In PEP 440, what no suffix of that standard begins with is ignored, so that `1.2-dirty` is `1.2`.
    package init?(_ text: String, scheme: VersionScheme) {
        var rest = Substring(text).drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        switch scheme {
        case .build:
            guard let number = Self.buildNumber(rest) else { return nil }
            release = [number]
        case .semver:
            guard let numbers = Self.releaseNumbers(&rest) else { return nil }
            release = numbers
            readSemanticSuffix(rest)
        case .pep440:
            var suffix = PythonVersionSuffix(rest.lowercased())
            let epoch = suffix.epoch()
            guard let epoch, let numbers = Self.releaseNumbers(&suffix.rest), suffix.read() else { return nil }
            self.epoch = epoch
            release = numbers
            identifiers = suffix.ranks.map(Identifier.number)
        }
    }

    /// Build zero is what a build without a version control system calls itself, and so no version.
    private static func buildNumber(_ text: Substring) -> UInt64? {
        let digits = text.drop { $0 == "b" || $0 == "v" }.prefix { $0.isASCII && $0.isNumber }
        return UInt64(digits).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Semantic Versioning 2.0, section 11: what follows the hyphen comes before the release, dot by dot.
    private mutating func readSemanticSuffix(_ text: Substring) {
        var text = text.prefix { $0 != "+" }
        if text.first == "-" { text.removeFirst() }
        guard !text.isEmpty else { return }
        isFinal = false
        identifiers = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            let isNumber = !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }
            return isNumber ? UInt64(part).map(Identifier.number) ?? .word(String(part)) : .word(String(part))
        }
    }

    /// Takes the numbers of a release off the front, a leading `v` allowed, and drops zeros at their end.
    private static func releaseNumbers(_ text: inout Substring) -> [UInt64]? {
        if text.first == "v" || text.first == "V" { text.removeFirst() }
        var numbers: [UInt64] = []
        while true {
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard let number = UInt64(digits) else { return nil }
            numbers.append(number)
            text = text.dropFirst(digits.count)
            guard text.first == ".", let next = text.dropFirst().first, next.isASCII, next.isNumber else { break }
            text.removeFirst()
        }
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        return numbers
    }

    package static func < (left: Version, right: Version) -> Bool {
        if left.epoch != right.epoch { return left.epoch < right.epoch }
        for index in 0..<max(left.release.count, right.release.count) {
            let (first, second) = (left.part(index), right.part(index))
            if first != second { return first < second }
        }
        if left.isFinal != right.isFinal { return right.isFinal }
        return left.identifiers.lexicographicallyPrecedes(right.identifiers)
    }

    private func part(_ index: Int) -> UInt64 {
        index < release.count ? release[index] : 0
    }
}
