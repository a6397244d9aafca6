/// What stands around the release numbers of a Python version: `1!` before, `rc2.post3.dev4` behind.
///
/// Spelling and order: PEP 440 (version specifiers, "Public version identifiers" and "Normalization").
struct PythonVersionSuffix {
    /// What has not been read yet, lower case.
    var rest: Substring

    /// Kind of pre-release, its number, post-release and development release, so that a smaller list comes first.
    private(set) var ranks: [UInt64] = []

    init(_ text: String) {
        rest = Substring(text)
    }

    /// Takes the epoch off the front; zero when there is none, nothing when it is no number that fits.
    mutating func epoch() -> UInt64? {
        let digits = rest.drop { $0 == "v" }.prefix { $0.isASCII && $0.isNumber }
        guard rest[digits.endIndex...].first == "!" else { return 0 }
        rest = rest[digits.endIndex...].dropFirst()
        return UInt64(digits)
    }

    /// Reads the suffixes; false when one of their numbers does not fit.
    mutating func read() -> Bool {
        let kinds: [(String, UInt64)] = [
            ("alpha", 1), ("beta", 2), ("preview", 3), ("pre", 3), ("rc", 3), ("a", 1), ("b", 2), ("c", 3),
        ]
        guard let pre = suffix(kinds), let post = postRelease(), let dev = suffix([("dev", 0)]) else { return false }
        // A development release of the release itself comes before all its pre-releases.
        let isEarliest = pre.kind == nil && post == 0 && dev.kind != nil
        ranks = [
            pre.kind ?? (isEarliest ? 0 : 4), pre.number, post, dev.kind == nil ? .max : min(dev.number, .max - 1),
        ]
        return true
    }

    /// The number of the post-release plus one, and zero when there is none.
    private mutating func postRelease() -> UInt64? {
        if rest.first == "-", rest.dropFirst().first.map({ $0.isASCII && $0.isNumber }) == true {
            rest.removeFirst()
            return number().map { min($0, .max - 1) + 1 }
        }
        guard let post = suffix([("post", 0), ("rev", 0), ("r", 0)]) else { return nil }
        return post.kind == nil ? 0 : min(post.number, .max - 1) + 1
    }

    /// Takes one of some words off the front, with the separators around it and its number.
    ///
    /// Leaves everything as it is when none of the words is there; gives nothing when the number does not fit.
    private mutating func suffix(_ kinds: [(word: String, kind: UInt64)]) -> (kind: UInt64?, number: UInt64)? {
        let separators: Set<Character> = [".", "-", "_"]
        let start = rest.first.map(separators.contains) == true ? rest.dropFirst() : rest
        for (word, kind) in kinds where start.hasPrefix(word) {
            var behind = start.dropFirst(word.count)
            guard behind.first?.isLetter != true else { continue }
            if behind.first.map(separators.contains) == true, behind.dropFirst().first?.isNumber == true {
                behind.removeFirst()
            }
            rest = behind
            return number().map { (kind, $0) }
        }
        return (nil, 0)
    }

    /// Takes a number off the front; zero when none is there, nothing when it does not fit.
    private mutating func number() -> UInt64? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        return digits.isEmpty ? 0 : UInt64(digits)
    }
}
