package import Knowledge

/// Finds secrets in text: one pass for the keywords of all patterns, then a pattern's expression around its keyword.
///
/// Never changes once it is made, so threads share it; each brings its own ``ScanContext``. The earlier of two patterns
/// is taken for the more specific one, and where two find overlapping secrets it is the earlier one's that counts.
package struct SecretMatcher: Sendable {
    /// How far before and behind a keyword an expression looks, in bytes.
    package static let reach = 2_048

    /// How many matches of one unit are kept; the rest is counted.
    package static let matchLimit = 10_000

    /// The longest keyword, in bytes.
    package static let keywordLimit = 128

    let patterns: [CompiledPattern]
    let automaton: KeywordAutomaton
    /// The patterns that each keyword stands for.
    let owners: [[Int]]

    /// Compiles patterns; a later one takes the place of an earlier one with the same identifier.
    ///
    /// What is wrong with a pattern is told and the pattern left out; the others stay.
    package static func compile(_ patterns: [SecretPattern]) -> (matcher: SecretMatcher, problems: [RuleProblem]) {
        var order: [String] = []
        var latest: [String: SecretPattern] = [:]
        for pattern in patterns where latest.updateValue(pattern, forKey: pattern.id) == nil {
            order.append(pattern.id)
        }
        var compiled: [CompiledPattern] = []
        var problems: [RuleProblem] = []
        var room = KeywordAutomaton.sizeLimit
        for pattern in order.compactMap({ latest[$0] }) {
            do throws(RuleProblem) {
                compiled.append(try CompiledPattern(pattern, room: &room))
            } catch {
                problems.append(error)
            }
        }
        return (SecretMatcher(compiled), problems)
    }

    /// A matcher that finds nothing.
    package static let empty = SecretMatcher([])

    private init(_ patterns: [CompiledPattern]) {
        self.patterns = patterns
        var owners: [String: [Int]] = [:]
        for (number, pattern) in patterns.enumerated() {
            for keyword in pattern.keywords { owners[keyword, default: []].append(number) }
        }
        let keywords = owners.keys.sorted()
        automaton = KeywordAutomaton(keywords)
        self.owners = keywords.map { owners[$0] ?? [] }
    }

    /// How many patterns it looks for.
    package var patternCount: Int { patterns.count }

    /// Every secret of a unit of text, in the order in which they stand there, none overlapping another.
    ///
    /// - Complexity: O(n) for n bytes without keywords; each region around keywords costs its expression, within limits.
    package func matches(in unit: Span<UInt8>, using context: inout ScanContext) -> [SecretMatch] {
        var search = SecretSearch(patternCount: patterns.count)
        automaton.forEachHit(in: unit) { keyword, end in
            for pattern in owners[keyword] {
                search.note(end, of: pattern, patterns, in: unit, using: &context)
            }
        }
        search.finish(patterns, in: unit, using: &context)
        return search.accepted().map { candidate in
            SecretMatch(
                patternID: patterns[candidate.pattern].id, description: patterns[candidate.pattern].description,
                range: candidate.range, secret: Self.text(unit, candidate.range))
        }
    }

    private static func text(_ unit: Span<UInt8>, _ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for offset in range { bytes.append(unit[offset]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
