/// A text of a rule with its wildcards, before it is compiled.
///
/// Escapes are those of the Sigma rules specification, section "Escaping": a backslash makes the wildcard or the
/// backslash behind it plain, and stands for itself before everything else and at the end.
struct TextPattern: Hashable, Sendable {
    /// A piece of a pattern.
    enum Part: Hashable, Sendable {
        /// Bytes that must stand there; UTF-8 unless an encoding was applied.
        case literal([UInt8])
        /// Any run of characters, also an empty one.
        case anyRun
        /// Exactly one character, a Unicode scalar.
        case anyOne
        /// One of the five dashes that command lines on Windows take for one another.
        case anyDash
    }

    /// The pieces; two literals never stand side by side.
    private(set) var parts: [Part] = []
    /// Whether letters are told apart by case.
    var isCased = false

    /// How many bytes a pattern may have; the matcher's time grows with them.
    static let sizeLimit = 4_096

    /// A pattern without any wildcard.
    init(literal bytes: [UInt8]) {
        append(.literal(bytes))
    }

    /// Reads wildcards and escapes.
    init(parsing text: String) {
        var literal: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            let isWildcard = byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?")
            if isEscaped {
                if !isWildcard, byte != UInt8(ascii: "\\") {
                    literal.append(UInt8(ascii: "\\"))
                }
                literal.append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if isWildcard {
                append(.literal(literal))
                literal = []
                append(byte == UInt8(ascii: "*") ? .anyRun : .anyOne)
            } else {
                literal.append(byte)
            }
        }
        if isEscaped {
            literal.append(UInt8(ascii: "\\"))
        }
        append(.literal(literal))
    }

    /// The bytes of a pattern without wildcards, nothing when it has some.
    var plainBytes: [UInt8]? {
        switch (parts.count, parts.first) {
        case (0, _): []
        case (1, .literal(let bytes)): bytes
        default: nil
        }
    }

    /// The number of bytes of its literals, and one for every wildcard.
    var size: Int {
        parts.reduce(0) { sum, part in
            if case .literal(let bytes) = part { sum + bytes.count } else { sum + 1 }
        }
    }

    /// Adds a piece, and joins what belongs together.
    mutating func append(_ part: Part) {
        switch (parts.last, part) {
        case (_, .literal(let bytes)) where bytes.isEmpty: return
        case (.literal(let before), .literal(let bytes)): parts[parts.count - 1] = .literal(before + bytes)
        case (.anyRun, .anyRun): return
        default: parts.append(part)
        }
    }

    /// Lets anything stand before the pattern, unless that is so already.
    mutating func openStart() {
        guard parts.first != .anyRun else { return }
        parts.insert(.anyRun, at: 0)
    }

    /// Lets anything stand behind the pattern, unless that is so already.
    mutating func openEnd() {
        append(.anyRun)
    }

    /// The pattern with every literal piece replaced by others.
    func mappingLiterals<Failure>(
        _ transform: ([UInt8]) throws(Failure) -> [Part]
    ) throws(Failure) -> TextPattern {
        var result = TextPattern(literal: [])
        result.isCased = isCased
        for part in parts {
            guard case .literal(let bytes) = part else {
                result.append(part)
                continue
            }
            for piece in try transform(bytes) {
                result.append(piece)
            }
        }
        return result
    }
}
