/// A text pattern, compiled.
///
/// Reads its subject as bytes and allocates nothing. A subject that is not ASCII must have been folded before, unless
/// case counts.
///
/// - Complexity: O(n·m) for a subject of n bytes and a pattern of m; linear without inner wildcards in practice.
struct TextMatcher: Sendable {
    /// The shapes that have a quicker way than stepping through tokens.
    private enum Shape: Sendable {
        case anything, exactly, startsWith, endsWith, contains, pattern
    }

    /// One step of a pattern with inner wildcards.
    enum Token: Hashable, Sendable {
        case byte(UInt8), anyRun, anyOne, anyDash
    }

    private let shape: Shape
    private let needle: [UInt8]
    private let tokens: [Token]

    /// Whether letters are told apart by case.
    let isCased: Bool

    init(_ pattern: TextPattern) {
        isCased = pattern.isCased
        let fold = { (bytes: [UInt8]) in pattern.isCased ? bytes : CaseFolding.folded(bytes) }
        let literals = pattern.parts.compactMap { part in
            if case .literal(let bytes) = part { fold(bytes) } else { nil }
        }
        needle = literals.first ?? []
        shape =
            switch pattern.parts.map(Kind.init) {
            case [], [.literal]: .exactly
            case [.run]: .anything
            case [.literal, .run]: .startsWith
            case [.run, .literal]: .endsWith
            case [.run, .literal, .run]: .contains
            default: .pattern
            }
        tokens =
            shape != .pattern
            ? []
            : pattern.parts.flatMap { part -> [Token] in
                switch part {
                case .literal(let bytes): fold(bytes).map(Token.byte)
                case .anyRun: [.anyRun]
                case .anyOne: [.anyOne]
                case .anyDash: [.anyDash]
                }
            }
    }

    private enum Kind: Equatable {
        case literal, run, single

        init(_ part: TextPattern.Part) {
            self =
                switch part {
                case .literal: .literal
                case .anyRun: .run
                case .anyOne, .anyDash: .single
                }
        }
    }

    /// Whether the whole subject fits the pattern.
    func matches(_ subject: String) -> Bool {
        let bytes = subject.utf8Span.span
        switch shape {
        case .anything: return true
        case .exactly: return bytes.count == needle.count && stands(in: bytes, at: 0)
        case .startsWith: return stands(in: bytes, at: 0)
        case .endsWith: return stands(in: bytes, at: bytes.count - needle.count)
        case .contains: return occurs(in: bytes)
        case .pattern: return walk(bytes)
        }
    }

    @inline(__always)
    private func normalized(_ byte: UInt8) -> UInt8 {
        isCased ? byte : CaseFolding.folded(byte)
    }

    private func stands(in bytes: Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, bytes.count - offset >= needle.count else { return false }
        let needle = needle.span
        for index in needle.indices where normalized(bytes[offset + index]) != needle[index] {
            return false
        }
        return true
    }

    private func occurs(in bytes: Span<UInt8>) -> Bool {
        guard let first = needle.first else { return true }
        let last = bytes.count - needle.count
        var offset = 0
        while offset <= last {
            if normalized(bytes[offset]) == first, stands(in: bytes, at: offset) { return true }
            offset += 1
        }
        return false
    }

    /// Steps through the tokens and, when one does not fit, lets the last run take one character more.
    private func walk(_ bytes: Span<UInt8>) -> Bool {
        let tokens = tokens.span
        var (position, index) = (0, 0)
        var run: (token: Int, byte: Int)?
        while index < bytes.count || position < tokens.count {
            if position < tokens.count {
                if tokens[position] == .anyRun {
                    run = (position, index)
                    position += 1
                    continue
                }
                let width = Self.width(of: tokens[position], in: bytes, at: index, isCased: isCased)
                if width > 0 {
                    index += width
                    position += 1
                    continue
                }
            }
            guard let last = run, last.byte < bytes.count else { return false }
            run = (last.token, last.byte + 1)
            (position, index) = (last.token + 1, last.byte + 1)
        }
        return true
    }

    /// How many bytes a token takes at a place; zero when it does not fit.
    private static func width(of token: Token, in bytes: Span<UInt8>, at index: Int, isCased: Bool) -> Int {
        guard index < bytes.count else { return 0 }
        let byte = bytes[index]
        switch token {
        case .byte(let wanted):
            return (isCased ? byte : CaseFolding.folded(byte)) == wanted ? 1 : 0
        case .anyOne:
            // A run that ended inside a character leaves continuation bytes, where no character begins.
            guard byte & 0xC0 != 0x80 else { return 0 }
            var end = index + 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 {
                end += 1
            }
            return end - index
        case .anyDash:
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") { return 1 }
            // U+2013 to U+2015.
            guard byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
            return (0x93...0x95).contains(bytes[index + 2]) ? 3 : 0
        case .anyRun:
            return 0
        }
    }
}
