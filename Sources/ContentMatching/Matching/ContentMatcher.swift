package import Knowledge

/// Finds secrets, personal data and canaries: one pass for the literals of all patterns, then a pattern's expression
/// where its literal stands.
///
/// Never changes once it is made, so threads share it; each brings its own ``ScanContext``. The earlier of two patterns
/// is taken for the more specific one, and where two find overlapping texts it is the earlier
/// one's that counts; patterns that call themselves vague come last.
package struct ContentMatcher: Sendable {
    /// How far before and behind a keyword an expression looks for the beginning of a match, in bytes.
    package static let reach = 2_048

    /// How far behind its beginning a match is seen, in bytes: a private key of 4096 bits takes 3,300.
    package static let matchReach = 8 << 10

    /// How many matches of one unit are kept; the rest is counted.
    package static let matchLimit = 10_000

    let core: MatcherCore

    /// Compiles patterns and canaries; a later pattern takes the place of an earlier one with the same identifier.
    ///
    /// What is wrong with a pattern is told and the pattern left out; the others stay. Canaries are found in every
    /// case and every encoding; one that is empty is never found.
    package static func compile(
        _ patterns: [SecretPattern], canaries: [String] = []
    ) -> (matcher: ContentMatcher, problems: [RuleProblem]) {
        compile(patterns, canaries: canaries, isPortable: false)
    }

    /// The same; without Hyperscan if asked for, which finds the same more slowly.
    static func compile(
        _ patterns: [SecretPattern], canaries: [String] = [], isPortable: Bool
    ) -> (matcher: ContentMatcher, problems: [RuleProblem]) {
        var order: [String] = []
        var latest: [String: SecretPattern] = [:]
        for pattern in patterns where latest.updateValue(pattern, forKey: pattern.id) == nil {
            order.append(pattern.id)
        }
        var compiled: [CompiledPattern] = []
        var problems: [RuleProblem] = []
        let known = order.compactMap { latest[$0] }
        // What is vague gives way, whatever file it stands in.
        for pattern in known.filter({ !$0.isVague }) + known.filter(\.isVague) {
            do throws(RuleProblem) {
                compiled.append(try CompiledPattern(pattern))
            } catch {
                problems.append(error)
            }
        }
        // A vague pattern gives way to all others.
        compiled = compiled.filter { !$0.isVague } + compiled.filter(\.isVague)
        return (ContentMatcher(core: MatcherCore(compiled, canaries: canaries, isPortable: isPortable)), problems)
    }

    /// A matcher that finds nothing.
    package static let empty = ContentMatcher(core: MatcherCore([], canaries: [], isPortable: false))

    /// How many patterns it looks for.
    package var patternCount: Int { core.patterns.count }

    /// Everything that is found in a unit of text, in the order in which it stands there, no two of one kind overlapping.
    ///
    /// - Complexity: O(n) for n bytes without literals; each region around one costs its expression, within limits.
    package func matches(in unit: Span<UInt8>, using context: inout ScanContext) -> [ContentMatch] {
        core.search(unit, answering: 0..<unit.count, using: &context)
    }
}
