/// A shell pattern as git reads it, ready to be tried on names and paths.
///
/// `*` and `?` stop at slashes, a bracket expression never matches one, `**` between slashes or at an end goes through
/// folders. A pattern that can never match, such as one with an open bracket, is kept and matches nothing.
///
/// Source: gitignore(5), "PATTERN FORMAT", and fnmatch(3) for brackets.
///
/// - Complexity: of a trial O(length of the text × length of the pattern), whatever the pattern.
struct WildcardExpression: Hashable, Sendable {
    private enum Step: Hashable {
        case byte(UInt8)
        /// One byte that is no slash.
        case any
        case oneOf(ByteClass)
        /// Any number of bytes, none of them a slash.
        case star
        /// Any number of bytes.
        case everything
        /// Either nothing or the two steps that follow: everything and a slash.
        case optionalFolders
        case never
    }

    private var steps: [Step] = []
    /// How many bytes a text has at least; more than any has where the pattern can never match.
    private var minimumLength = 0
    /// The byte that every text ends with, where there is one.
    private var lastByte: UInt8?

    init(_ pattern: ArraySlice<UInt8>) {
        var reader = Reader(pattern: Array(pattern))
        while let group = reader.next() {
            // Doing it twice in a row changes nothing but the time it takes.
            if group.first == .optionalFolders, steps.suffix(group.count) == group[...] { continue }
            steps += group
            lastByte = nil
            if group.count == 1 { note(group[0]) }
        }
    }

    private mutating func note(_ step: Step) {
        switch step {
        case .byte(let byte):
            minimumLength += 1
            lastByte = byte
        case .any, .oneOf: minimumLength += 1
        case .never: minimumLength = .max / 2
        case .star, .everything, .optionalFolders: break
        }
    }

    /// Whether the pattern matches all of a text.
    func matches(_ text: Span<UInt8>) -> Bool {
        // Most texts are told apart by their length and their end, and a pattern longer than every text costs nothing.
        guard text.count >= minimumLength, lastByte == nil || (text.count > 0 && text[text.count - 1] == lastByte)
        else {
            return false
        }
        var current = [Bool](repeating: false, count: steps.count + 1)
        var next = current
        enter(0, &current)
        for offset in 0..<text.count {
            let byte = text[offset]
            var isAlive = false
            for index in next.indices { next[index] = false }
            for (index, step) in steps.enumerated() where current[index] {
                switch step {
                case .byte(let wanted): if byte == wanted { enter(index + 1, &next) }
                case .any: if byte != Self.slash { enter(index + 1, &next) }
                case .oneOf(let bytes): if bytes.contains(byte) { enter(index + 1, &next) }
                case .star: if byte != Self.slash { enter(index, &next) }
                case .everything: enter(index, &next)
                case .optionalFolders, .never: continue
                }
                isAlive = true
            }
            guard isAlive else { return false }
            swap(&current, &next)
        }
        return current[steps.count]
    }

    /// Marks a step and those that can be reached from it without a byte.
    private func enter(_ index: Int, _ active: inout [Bool]) {
        var index = index
        while !active[index] {
            active[index] = true
            guard index < steps.count else { return }
            switch steps[index] {
            case .star, .everything: index += 1
            case .optionalFolders:
                enter(index + 3, &active)
                index += 1
            case .byte, .any, .oneOf, .never: return
            }
        }
    }

    private static let slash = UInt8(ascii: "/")

    /// Takes a pattern apart.
    private struct Reader {
        let pattern: [UInt8]
        private var offset = 0

        init(pattern: [UInt8]) {
            self.pattern = pattern
        }

        private func byte(_ index: Int) -> UInt8? { pattern.indices.contains(index) ? pattern[index] : nil }

        mutating func next() -> [Step]? {
            guard let byte = byte(offset) else { return nil }
            offset += 1
            switch byte {
            case UInt8(ascii: "?"): return [.any]
            case UInt8(ascii: "*"): return stars()
            case UInt8(ascii: "["): return [bracket().map(Step.oneOf) ?? .never]
            case UInt8(ascii: "\\"):
                guard let escaped = self.byte(offset) else { return [.never] }
                offset += 1
                return [.byte(escaped)]
            default: return [.byte(byte)]
            }
        }

        /// The first asterisk is behind the offset.
        private mutating func stars() -> [Step] {
            let start = offset - 1
            while byte(offset) == UInt8(ascii: "*") { offset += 1 }
            guard offset - start > 1, start == 0 || pattern[start - 1] == slash else { return [.star] }
            guard let following = byte(offset) else { return [.everything] }
            if following == slash {
                offset += 1
                return [.optionalFolders, .everything, .byte(slash)]
            }
            return following == UInt8(ascii: "\\") && byte(offset + 1) == slash ? [.everything] : [.star]
        }

        /// The opening bracket is behind the offset; nothing when the expression does not end or names no class.
        private mutating func bracket() -> ByteClass? {
            var bytes = ByteClass()
            let isNegated = byte(offset) == UInt8(ascii: "!") || byte(offset) == UInt8(ascii: "^")
            if isNegated { offset += 1 }
            var previous: UInt8?
            repeat {
                guard let byte = byte(offset) else { return nil }
                if byte == UInt8(ascii: "\\") {
                    offset += 1
                    guard let escaped = self.byte(offset) else { return nil }
                    bytes.insert(escaped)
                    previous = escaped
                } else if byte == UInt8(ascii: "-"), let first = previous, let end = rangeEnd() {
                    if first <= end { bytes.insert(first...end) }
                    previous = nil
                } else if byte == UInt8(ascii: "["), self.byte(offset + 1) == UInt8(ascii: ":"), let end = classEnd() {
                    guard end < pattern.count, bytes.insert(named: pattern[(offset + 2)..<(end - 1)]) else {
                        return nil
                    }
                    offset = end
                    previous = nil
                } else {
                    bytes.insert(byte)
                    previous = byte
                }
                offset += 1
            } while byte(offset) != UInt8(ascii: "]")
            offset += 1
            if isNegated { bytes.invert() }
            bytes.remove(slash)
            return bytes
        }

        /// The last byte of a range whose hyphen is at the offset, which moves to it; nothing when it is no range.
        private mutating func rangeEnd() -> UInt8? {
            guard let end = byte(offset + 1), end != UInt8(ascii: "]") else { return nil }
            guard end == UInt8(ascii: "\\") else {
                offset += 1
                return end
            }
            offset += 2
            return byte(offset)
        }

        /// The index of the bracket that ends a named class at the offset; the pattern's length when none does, and
        /// nothing when the bytes name no class.
        private func classEnd() -> Int? {
            guard let end = pattern[(offset + 2)...].firstIndex(of: UInt8(ascii: "]")) else { return pattern.count }
            return end > offset + 2 && pattern[end - 1] == UInt8(ascii: ":") ? end : nil
        }
    }
}
