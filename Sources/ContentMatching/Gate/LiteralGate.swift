/// Finds every place where a literal stands: Hyperscan where the processor can, else an automaton of our own.
enum LiteralGate: Sendable {
    case hyperscan(HyperscanGate)
    case automaton(KeywordAutomaton)

    /// Compiles literals for the engine that is there, or for the automaton when it is asked for.
    init(_ literals: [GateLiterals.Literal], isPortable: Bool = false) {
        if !isPortable, let gate = HyperscanGate(literals) {
            self = .hyperscan(gate)
        } else {
            self = .automaton(KeywordAutomaton(literals))
        }
    }
}
