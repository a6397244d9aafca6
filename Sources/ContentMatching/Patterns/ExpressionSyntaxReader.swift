/// Reads the part of PCRE2's syntax that patterns are written in; `pcre2pattern(3)`.
///
/// Gives nothing for what it does not know, such as back references, conditions, verbs and `\K`.
struct ExpressionSyntaxReader {
    private struct Unknown: Error {}

    private static let depthLimit = 32
    private static let shorthand: [UInt8: ByteSet] = [
        UInt8(ascii: "d"): .digits, UInt8(ascii: "w"): .wordBytes, UInt8(ascii: "s"): .spaces,
        UInt8(ascii: "h"): ByteSet([0x09, 0x20, 0xA0]), UInt8(ascii: "D"): ByteSet.digits.complement,
        UInt8(ascii: "W"): ByteSet.wordBytes.complement, UInt8(ascii: "S"): ByteSet.spaces.complement,
    ]
    private static let single: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "e"): 0x1B,
    ]
    private static let named: [String: ByteSet] = [
        "digit": .digits, "word": .wordBytes, "space": .spaces,
        "alpha": ByteSet(ByteSet.wordBytes.bytes.filter { $0 >= 0x41 && $0 != 0x5F }),
        "alnum": ByteSet(ByteSet.wordBytes.bytes.filter { $0 != 0x5F }),
        "upper": ByteSet(0x41...0x5A), "lower": ByteSet(0x61...0x7A),
        "xdigit": ByteSet(Array("0123456789abcdefABCDEF".utf8)),
        "punct": ByteSet((0x21...0x7E).filter { !ByteSet.wordBytes.contains($0) || $0 == 0x5F }),
    ]

    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    private var ignoresCase = false
    private var dotTakesAll = false

    private init(_ text: String) {
        self.text = Array(text.utf8)
    }

    /// Reads a whole expression.
    static func read(_ text: String) -> ExpressionSyntax? {
        var reader = ExpressionSyntaxReader(text)
        guard let syntax = try? reader.choice(), reader.position == reader.text.count else { return nil }
        return syntax
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take() throws(Unknown) -> UInt8 {
        guard let byte = next else { throw Unknown() }
        position += 1
        return byte
    }

    private mutating func takes(_ literal: StaticString) -> Bool {
        let wanted = Array(String(describing: literal).utf8)
        guard text.dropFirst(position).starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    /// Branches up to a closing bracket or the end; flags set inside a group end with it.
    private mutating func choice() throws(Unknown) -> ExpressionSyntax {
        depth += 1
        guard depth < Self.depthLimit else { throw Unknown() }
        let flags = (ignoresCase, dotTakesAll)
        defer { (ignoresCase, dotTakesAll, depth) = (flags.0, flags.1, depth - 1) }
        var branches: [ExpressionSyntax] = []
        repeat {
            var parts: [ExpressionSyntax] = []
            while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
                parts.append(try quantified(try part()))
            }
            branches.append(.sequence(parts))
        } while takes("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func part() throws(Unknown) -> ExpressionSyntax {
        let byte = try take()
        switch byte {
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["): return .byte(try set())
        case UInt8(ascii: "."):
            return .byte(dotTakesAll ? .any : ByteSet([0x0A]).complement)
        case UInt8(ascii: "^"), UInt8(ascii: "$"): return .nothing
        case UInt8(ascii: "\\"): return try escape()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw Unknown()
        default: return .byte(cased(ByteSet([byte])))
        }
    }

    private func cased(_ set: ByteSet) -> ByteSet { ignoresCase ? set.withBothCases : set }

    private mutating func escape() throws(Unknown) -> ExpressionSyntax {
        let byte = try take()
        if let set = Self.shorthand[byte] { return .byte(set) }
        if let escaped = Self.single[byte] { return .byte(ByteSet([escaped])) }
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "Z"):
            return .nothing
        case UInt8(ascii: "x"): return .byte(cased(ByteSet([try hexadecimal()])))
        default:
            guard !ByteSet.wordBytes.contains(byte) || byte == UInt8(ascii: "_") else { throw Unknown() }
            return .byte(ByteSet([byte]))
        }
    }

    private mutating func hexadecimal() throws(Unknown) -> UInt8 {
        let isBraced = takes("{")
        let digits = [try take(), try take()]
        guard let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), !isBraced || takes("}") else {
            throw Unknown()
        }
        return value
    }

    private mutating func group() throws(Unknown) -> ExpressionSyntax {
        var isWidthless = false
        let flags = (ignoresCase, dotTakesAll)
        if takes("*") { throw Unknown() }
        if takes("?") {
            if takes("=") || takes("!") || takes("<=") || takes("<!") {
                isWidthless = true
            } else if takes("P<") || takes("<") || takes("'") {
                while ByteSet.wordBytes.contains(try take()) {}
            } else if !takes(":"), !takes(">") {
                // Flags that are set for the rest of the group around them.
                if try setFlags() { return .nothing }
            }
        }
        let inner = try choice()
        guard takes(")") else { throw Unknown() }
        (ignoresCase, dotTakesAll) = flags
        return isWidthless ? .nothing : inner
    }

    /// Reads flags up to `:` or `)`; whether it was the latter.
    private mutating func setFlags() throws(Unknown) -> Bool {
        var isOn = true
        while true {
            switch try take() {
            case UInt8(ascii: "i"): ignoresCase = isOn
            case UInt8(ascii: "s"): dotTakesAll = isOn
            case UInt8(ascii: "m"): break
            case UInt8(ascii: "-"): isOn = false
            case UInt8(ascii: ":"): return false
            case UInt8(ascii: ")"): return true
            default: throw Unknown()
            }
        }
    }

    private mutating func quantified(_ part: ExpressionSyntax) throws(Unknown) -> ExpressionSyntax {
        var part = part
        while let byte = next {
            var range: (Int, Int?)
            switch byte {
            case UInt8(ascii: "*"): range = (0, nil)
            case UInt8(ascii: "+"): range = (1, nil)
            case UInt8(ascii: "?"): range = (0, 1)
            case UInt8(ascii: "{"):
                guard let braces = braces() else { return part }
                range = braces
                position -= 1
            default: return part
            }
            position += 1
            // Lazy or possessive: the same texts at most.
            if next == UInt8(ascii: "?") || next == UInt8(ascii: "+") { position += 1 }
            part = .repetition(part, minimum: range.0, maximum: range.1)
        }
        return part
    }

    /// `{n}`, `{n,}` or `{n,m}`; anything else is text.
    private mutating func braces() -> (Int, Int?)? {
        let inner = text[position...].dropFirst().prefix { $0 != UInt8(ascii: "}") }
        guard inner.endIndex < text.count else { return nil }
        let numbers = inner.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard let minimum = numbers.first.flatMap({ Int($0) }), numbers.count <= 2 else { return nil }
        if numbers.count == 2, !numbers[1].isEmpty, Int(numbers[1]) == nil { return nil }
        position = inner.endIndex + 1
        return (minimum, numbers.count == 1 ? minimum : Int(numbers[1]))
    }

    private mutating func set() throws(Unknown) -> ByteSet {
        let isNegated = takes("^")
        var set = ByteSet()
        var isFirst = true
        while true {
            if takes("[:") {
                let name = text[position...].prefix { $0 != UInt8(ascii: ":") }
                guard let named = Self.named[String(decoding: name, as: UTF8.self)] else { throw Unknown() }
                position = name.endIndex
                guard takes(":]") else { throw Unknown() }
                set.formUnion(named)
            } else {
                let byte = try take()
                if byte == UInt8(ascii: "]"), !isFirst { break }
                try insert(byte, into: &set)
            }
            isFirst = false
        }
        set = cased(set)
        return isNegated ? set.complement : set
    }

    /// Puts a byte, a shorthand or a range that begins with a byte into a class.
    private mutating func insert(_ byte: UInt8, into set: inout ByteSet) throws(Unknown) {
        guard case .one(let lower) = try member(byte, into: &set) else { return }
        guard next == UInt8(ascii: "-"), position + 1 < text.count, text[position + 1] != UInt8(ascii: "]") else {
            set.insert(lower)
            return
        }
        position += 1
        guard case .one(let upper) = try member(try take(), into: &set), lower <= upper else { throw Unknown() }
        set.formUnion(ByteSet(lower...upper))
    }

    private enum Member {
        case one(UInt8)
        case several
    }

    private mutating func member(_ byte: UInt8, into set: inout ByteSet) throws(Unknown) -> Member {
        guard byte == UInt8(ascii: "\\") else { return .one(byte) }
        let escaped = try take()
        if let shorthand = Self.shorthand[escaped] {
            set.formUnion(shorthand)
            return .several
        }
        if let single = Self.single[escaped] { return .one(single) }
        if escaped == UInt8(ascii: "x") { return .one(try hexadecimal()) }
        if escaped == UInt8(ascii: "b") { return .one(0x08) }
        guard !ByteSet.wordBytes.contains(escaped) || escaped == UInt8(ascii: "_") else { throw Unknown() }
        return .one(escaped)
    }
}
