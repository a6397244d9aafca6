/// One piece of a name with wildcards, as gitignore(5) has them.
enum NameToken: Hashable, Sendable {
    case byte(UInt8)
    /// Any bytes, none included.
    case star
    /// One byte.
    case any
    /// One byte of a class.
    case oneOf([ClosedRange<UInt8>], isNegated: Bool)

    /// Takes a pattern apart at the slashes that stand in no class.
    ///
    /// - Returns: Nothing for what can match no name: a class without an end, a backslash at the end.
    static func parts(of text: ArraySlice<UInt8>) -> [[NameToken]]? {
        var parts: [[NameToken]] = [[]]
        var index = text.startIndex
        while index < text.endIndex {
            var byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "/"): parts.append([])
            case UInt8(ascii: "*"): parts[parts.count - 1].append(.star)
            case UInt8(ascii: "?"): parts[parts.count - 1].append(.any)
            case UInt8(ascii: "["):
                guard let (token, next) = byteClass(text, from: index) else { return nil }
                parts[parts.count - 1].append(token)
                index = next
            default:
                if byte == UInt8(ascii: "\\") {
                    guard index < text.endIndex else { return nil }
                    byte = text[index]
                    index += 1
                }
                if byte == UInt8(ascii: "/") { parts.append([]) } else { parts[parts.count - 1].append(.byte(byte)) }
            }
        }
        return parts
    }

    /// A class, from behind its bracket on, and the index behind its end.
    private static func byteClass(_ text: ArraySlice<UInt8>, from start: Int) -> (token: NameToken, next: Int)? {
        var index = start
        var isNegated = false
        if index < text.endIndex, [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(text[index]) {
            isNegated = true
            index += 1
        }
        var ranges: [ClosedRange<UInt8>] = []
        var previous: UInt8?
        var isFirst = true
        while index < text.endIndex {
            var byte = text[index]
            if byte == UInt8(ascii: "]"), !isFirst { return (.oneOf(ranges, isNegated: isNegated), index + 1) }
            isFirst = false
            if byte == UInt8(ascii: "["), index + 1 < text.endIndex, text[index + 1] == UInt8(ascii: ":"),
                let close = text[(index + 2)...].firstIndex(of: UInt8(ascii: "]"))
            {
                if close - index >= 3, text[close - 1] == UInt8(ascii: ":") {
                    guard let named = named(text[(index + 2)..<(close - 1)]) else { return nil }
                    ranges += named
                    previous = nil
                    index = close + 1
                    continue
                }
            }
            let isRange =
                byte == UInt8(ascii: "-") && previous != nil && index + 1 < text.endIndex
                && text[index + 1] != UInt8(ascii: "]")
            if isRange { index += 1 }
            byte = text[index]
            if byte == UInt8(ascii: "\\") {
                index += 1
                guard index < text.endIndex else { return nil }
                byte = text[index]
            }
            index += 1
            if isRange, let low = previous {
                if low <= byte { ranges.append(low...byte) }
                previous = nil
            } else {
                ranges.append(byte...byte)
                previous = byte
            }
        }
        return nil
    }

    /// The bytes of a named class of POSIX, in the C locale.
    private static func named(_ name: ArraySlice<UInt8>) -> [ClosedRange<UInt8>]? {
        switch String(decoding: name, as: UTF8.self) {
        case "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
        case "alpha": [0x41...0x5A, 0x61...0x7A]
        case "blank": [0x09...0x09, 0x20...0x20]
        case "cntrl": [0x00...0x1F, 0x7F...0x7F]
        case "digit": [0x30...0x39]
        case "graph": [0x21...0x7E]
        case "lower": [0x61...0x7A]
        case "print": [0x20...0x7E]
        case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
        case "space": [0x09...0x0D, 0x20...0x20]
        case "upper": [0x41...0x5A]
        case "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66]
        default: nil
        }
    }

    /// Whether the bytes of a range are a name that matches.
    ///
    /// - Complexity: O(n·m) for a name of n bytes and m tokens.
    static func matches(_ bytes: Span<UInt8>, _ range: Range<Int>, _ tokens: [NameToken]) -> Bool {
        var (position, index) = (0, range.lowerBound)
        var star: (position: Int, index: Int)?
        while index < range.upperBound {
            if position < tokens.count, tokens[position] == .star {
                star = (position + 1, index)
                position += 1
            } else if position < tokens.count, tokens[position].takes(bytes[index]) {
                position += 1
                index += 1
            } else if let last = star {
                star = (last.position, last.index + 1)
                (position, index) = (last.position, last.index + 1)
            } else {
                return false
            }
        }
        while position < tokens.count, tokens[position] == .star { position += 1 }
        return position == tokens.count
    }

    private func takes(_ byte: UInt8) -> Bool {
        switch self {
        case .byte(let own): own == byte
        case .star: false
        case .any: true
        case .oneOf(let ranges, let isNegated):
            byte != UInt8(ascii: "/") && ranges.contains { $0.contains(byte) } != isNegated
        }
    }
}
