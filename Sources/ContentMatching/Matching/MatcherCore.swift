internal import Knowledge

/// What a matcher is made of, made once and shared by all threads.
final class MatcherCore: Sendable {
    let patterns: [CompiledPattern]
    /// The texts that the user asked for.
    let canaries: [String]
    let gate: LiteralGate
    /// What each literal of the gate stands for.
    let uses: [[GateLiterals.Use]]
    /// The length of each literal, in bytes.
    let lengths: [Int]
    let longestLiteral: Int
    /// The marker that a literal is, if it stands for nothing else.
    let markerOf: [ConversationMarkers.Marker?]
    /// The patterns that are looked for everywhere.
    let ungated: [Int]

    init(_ patterns: [CompiledPattern], canaries: [String], isPortable: Bool) {
        self.patterns = patterns
        self.canaries = canaries
        let literals = Self.literals(of: patterns, canaries)
        gate = LiteralGate(literals.literals, isPortable: isPortable)
        uses = literals.uses
        lengths = literals.literals.map(\.bytes.count)
        longestLiteral = literals.longest
        markerOf = literals.uses.map { uses in
            guard uses.count == 1, case .marker(let marker) = uses[0] else { return nil }
            return marker
        }
        ungated = patterns.indices.filter { patterns[$0].gate == .everywhere }
    }

    /// What stands at the beginning of escapes of printable characters.
    private static let escapes: [(String, EncodedRegion.Form)] =
        [(#"\u"#, .escapes), (#"\x"#, .escapes), (#"\U0"#, .escapes), (#"\/"#, .escapes)]
        + ["2", "3", "4", "5", "6", "7"].map { ("%" + $0, .percent) }

    private static func literals(of patterns: [CompiledPattern], _ canaries: [String]) -> GateLiterals {
        var literals = GateLiterals()
        for (number, pattern) in patterns.enumerated() {
            switch pattern.gate {
            case .window(let keywords):
                for keyword in keywords {
                    let isWord = pattern.kind == .personalData && keyword.isShortWord
                    literals.add(keyword, for: .window(pattern: number, isWord: isWord))
                }
            case .anchors(let anchors):
                for (index, anchor) in anchors.enumerated() {
                    for literal in anchor.literals {
                        literals.add(literal, for: .anchor(pattern: number, anchor: index))
                    }
                }
            case .everywhere: break
            }
        }
        for (number, canary) in canaries.enumerated() {
            for form in CanaryForm.all(of: canary) { literals.add(form.literal, for: .canary(number, form.encoding)) }
        }
        for (text, form) in Self.escapes {
            literals.add(GateLiterals.Literal(text.utf8, isCaseSensitive: true), for: .escape(form))
        }
        for marker in ConversationMarkers.Marker.allCases {
            for literal in marker.literals {
                literals.add(GateLiterals.Literal(literal.utf8, isCaseSensitive: true), for: .marker(marker))
            }
        }
        return literals
    }
}
