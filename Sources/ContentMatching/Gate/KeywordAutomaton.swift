/// Finds every place where one of many literals stands, in one pass.
///
/// Letters are compared without their case, and again with it where a literal asks for that.
///
/// The automaton is that of Aho and Corasick (Communications of the ACM 18, 1975) with all failure links resolved into
/// one table. Bytes that no literal holds share a column, which keeps the table of a hundred keywords within the
/// processor's second-level cache.
struct KeywordAutomaton: Sendable {
    /// How many bytes all literals may have together.
    static let sizeLimit = 1 << 15

    /// The top bit of a table entry: the state that it leads to ends a literal.
    static let endsLiteral: UInt32 = 1 << 31

    /// The column of every byte.
    let columns: [UInt16]

    /// Row by row, the row to go to next, multiplied by the width; with ``endsLiteral`` where a literal ends.
    let table: [UInt32]

    /// How many columns a row has.
    let width: Int

    /// The literals that end in each state, by their numbers.
    let outputs: [[Int]]

    private let literals: [GateLiterals.Literal]

    /// Builds the automaton of literals that keep within ``sizeLimit``; one that is empty is never found.
    init(_ literals: [GateLiterals.Literal]) {
        self.literals = literals
        var trie = Trie(literals)
        trie.resolve()
        columns = trie.columns
        width = trie.width
        outputs = trie.outputs
        table = trie.next.map { state in
            UInt32(state * trie.width) | (trie.outputs[state].isEmpty ? 0 : Self.endsLiteral)
        }
    }

    /// Tells every place where a literal ends: the literal's number, and the offset of the byte behind it.
    @inline(__always)
    func forEachHit(in bytes: Span<UInt8>, _ body: (_ literal: Int, _ end: Int) -> Void) {
        let (table, columns) = (table.span, columns.span)
        var state: UInt32 = 0
        for offset in 0..<bytes.count {
            let entry = table[Int(state) + Int(columns[Int(bytes[offset])])]
            state = entry & ~Self.endsLiteral
            if entry & Self.endsLiteral != 0 {
                for literal in outputs[Int(state) / width] where isWritten(literal, in: bytes, before: offset + 1) {
                    body(literal, offset + 1)
                }
            }
        }
    }

    /// Whether a literal that stands there, whatever the case, stands there in the case that it asks for.
    private func isWritten(_ number: Int, in bytes: Span<UInt8>, before end: Int) -> Bool {
        let literal = literals[number]
        guard literal.isCaseSensitive else { return true }
        let start = end - literal.bytes.count
        return literal.bytes.indices.allSatisfy { bytes[start + $0] == literal.bytes[$0] }
    }

    /// A byte with ASCII capital letters made small.
    static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

/// The tree of literals while it is being turned into the automaton.
private struct Trie {
    private static let absent = -1

    var columns: [UInt16]
    var width: Int
    /// Row by row, the state to go to.
    var next: [Int]
    var outputs: [[Int]] = [[]]

    init(_ literals: [GateLiterals.Literal]) {
        let folded = literals.map { $0.bytes.map(KeywordAutomaton.folded) }
        columns = Array(repeating: 0, count: 256)
        width = 1
        for byte in Set(folded.joined()).sorted() {
            columns[Int(byte)] = UInt16(width)
            width += 1
        }
        for capital in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            columns[Int(capital)] = columns[Int(KeywordAutomaton.folded(capital))]
        }
        next = Array(repeating: Self.absent, count: width)
        for (number, literal) in folded.enumerated() where !literal.isEmpty {
            insert(literal, number)
        }
    }

    private mutating func insert(_ literal: [UInt8], _ number: Int) {
        var state = 0
        for byte in literal {
            let slot = state * width + Int(columns[Int(byte)])
            if next[slot] == Self.absent {
                next[slot] = outputs.count
                outputs.append([])
                next.append(contentsOf: Array(repeating: Self.absent, count: width))
            }
            state = next[slot]
        }
        outputs[state].append(number)
    }

    /// Fills every gap with the state that the longest proper suffix leads to, nearest states first.
    mutating func resolve() {
        var fallbacks = Array(repeating: 0, count: outputs.count)
        var queue: [Int] = []
        for column in 0..<width {
            if next[column] == Self.absent { next[column] = 0 } else { queue.append(next[column]) }
        }
        var position = 0
        while position < queue.count {
            let state = queue[position]
            position += 1
            outputs[state] += outputs[fallbacks[state]]
            for column in 0..<width {
                let onward = next[fallbacks[state] * width + column]
                let slot = state * width + column
                if next[slot] == Self.absent {
                    next[slot] = onward
                } else {
                    fallbacks[next[slot]] = onward
                    queue.append(next[slot])
                }
            }
        }
    }
}
