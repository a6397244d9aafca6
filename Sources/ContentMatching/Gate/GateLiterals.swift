internal import Knowledge

/// The literals that the gate looks for, each once, and what each stands for.
struct GateLiterals: Sendable {
    /// A literal, and whether it stands there in this case alone.
    struct Literal: Hashable, Sendable {
        /// Lower case when the case does not count.
        let bytes: [UInt8]
        let isCaseSensitive: Bool

        init(_ bytes: some Sequence<UInt8>, isCaseSensitive: Bool) {
            self.bytes = isCaseSensitive ? Array(bytes) : bytes.map(KeywordAutomaton.folded)
            self.isCaseSensitive = isCaseSensitive
        }

        /// Whether it is so short a word that it often stands in longer ones, as "fax" does in "halifax".
        var isShortWord: Bool { bytes.count <= 4 && bytes.allSatisfy(ByteSet.letters.contains) }
    }

    /// What is to be done where a literal stands.
    enum Use: Hashable, Sendable {
        /// A pattern is looked for around it, only where it is a word of its own if it has to be one.
        case window(pattern: Int, isWord: Bool)
        /// A pattern is looked for that holds it at a known place.
        case anchor(pattern: Int, anchor: Int)
        /// A canary stands there, written in that way if it is not in clear.
        case canary(Int, ContentEncoding?)
        /// An escape begins there.
        case escape(EncodedRegion.Form)
        /// Counted, as a sign of a conversation.
        case marker(ConversationMarkers.Marker)
    }

    private(set) var literals: [Literal] = []
    private(set) var uses: [[Use]] = []
    private var numbers: [Literal: Int] = [:]
    /// The length of all in bytes.
    private(set) var size = 0

    /// The length of the longest.
    var longest: Int { literals.reduce(0) { max($0, $1.bytes.count) } }

    mutating func add(_ literal: Literal, for use: Use) {
        guard !literal.bytes.isEmpty else { return }
        guard let number = numbers[literal] else {
            numbers[literal] = literals.count
            literals.append(literal)
            uses.append([use])
            size += literal.bytes.count
            return
        }
        if !uses[number].contains(use) { uses[number].append(use) }
    }
}
