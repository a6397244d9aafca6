/// Reads a regular expression in RE2's syntax, and writes it as PCRE2 over bytes understands it.
///
/// Syntax: RE2's wiki page "Syntax", which is that of Go's `regexp`. What PCRE2 would read otherwise is rewritten: `\v`
/// is one character, a character beyond ASCII is a group of its bytes, Unicode classes become ASCII's letters and
/// anything beyond. Named groups lose their names, which nobody asks for. What PCRE2 alone knows is passed on to it.
struct ExpressionParser {
    private static let depthLimit = 64
    /// The longest expression that is read, in bytes.
    static let lengthLimit = 16 << 10

    let text: [UInt8]
    var position = 0
    /// What PCRE2 is given.
    var output: [UInt8] = []
    /// How many groups capture.
    private(set) var groupCount = 0
    /// What does not mean quite the same.
    var approximations: Set<String> = []
    private var isCaseless = false

    init(_ expression: String) {
        text = Array(expression.utf8)
    }

    /// Reads the whole expression.
    ///
    /// - Throws: ``Refusal`` when it is too long, nests too deeply, ends too early or cannot be written for PCRE2.
    mutating func parse() throws(Refusal) -> ExpressionNode {
        guard text.count <= Self.lengthLimit else {
            throw Refusal("its regex is longer than \(Self.lengthLimit) bytes")
        }
        let node = try alternatives(depth: 0)
        guard position == text.count else { throw Refusal("its regex closes a group that is not open") }
        return node
    }

    var next: UInt8? { position < text.count ? text[position] : nil }

    func peek(_ offset: Int) -> UInt8? { position + offset < text.count ? text[position + offset] : nil }

    func isNext(_ literal: StaticString) -> Bool {
        literal.withUTF8Buffer { buffer in
            buffer.indices.allSatisfy { unsafe peek($0) == buffer[$0] }
        }
    }

    /// Copies some bytes to the output as they are.
    mutating func copy(_ count: Int = 1) {
        let end = min(text.count, position + count)
        output += text[position..<end]
        position = end
    }

    private mutating func alternatives(depth: Int) throws(Refusal) -> ExpressionNode {
        guard depth < Self.depthLimit else { throw Refusal("its regex nests too deeply") }
        let caseless = isCaseless
        defer { isCaseless = caseless }
        var choices: [ExpressionNode] = []
        var parts: [ExpressionNode] = []
        while let byte = next, byte != UInt8(ascii: ")") {
            if byte == UInt8(ascii: "|") {
                copy()
                choices.append(.sequence(parts))
                parts = []
            } else {
                let part = try atom(depth: depth)
                parts.append(try quantified(part))
            }
        }
        return choices.isEmpty ? .sequence(parts) : .alternatives(choices + [.sequence(parts)])
    }

    private mutating func atom(depth: Int) throws(Refusal) -> ExpressionNode {
        switch next {
        case UInt8(ascii: "("): return try group(depth: depth)
        case UInt8(ascii: "["): return try characterClass(isCaseless: isCaseless)
        case UInt8(ascii: "\\"): return try escape(isCaseless: isCaseless)
        case UInt8(ascii: "."):
            copy()
            return .anyByte
        case UInt8(ascii: "^"), UInt8(ascii: "$"):
            copy()
            return .empty
        case .some(let byte) where byte >= 0x80:
            return .sequence(character(bytesOfCharacter()).map { .bytes([$0], isCaseless: false) })
        case .some(let byte):
            // A brace that is no quantifier is itself, which later releases of PCRE2 see otherwise.
            if byte == UInt8(ascii: "{") { output.append(UInt8(ascii: "\\")) }
            copy()
            return .bytes([byte], isCaseless: isCaseless)
        case nil: throw Refusal("its regex ends too early")
        }
    }

    private mutating func group(depth: Int) throws(Refusal) -> ExpressionNode {
        var caseless = isCaseless
        if isNext("(?P<") || (isNext("(?<") && peek(3) != UInt8(ascii: "=") && peek(3) != UInt8(ascii: "!")) {
            while let byte = next, byte != UInt8(ascii: ">") { position += 1 }
            position += 1
            output.append(UInt8(ascii: "("))
            groupCount += 1
        } else if isNext("(?=") || isNext("(?!") || isNext("(?<") || isNext("(?>") {
            let isAtomic = isNext("(?>")
            copy(isNext("(?<") ? 4 : 3)
            let node = try closed(depth: depth)
            return isAtomic ? node : .empty
        } else if isNext("(?") {
            copy(2)
            var isOn = true
            while let byte = next, byte != UInt8(ascii: ":"), byte != UInt8(ascii: ")") {
                guard "imsU-^nxJ".utf8.contains(byte) else { throw Refusal("its regex has a group of an unknown kind") }
                if byte == UInt8(ascii: "-") { isOn = false }
                if byte == UInt8(ascii: "i") { caseless = isOn }
                copy()
            }
            if next == UInt8(ascii: ")") {
                // Holds until the end of the group around it.
                copy()
                isCaseless = caseless
                return .empty
            }
            copy()
        } else if isNext("(*") {
            throw Refusal("its regex begins a verb, which is not allowed")
        } else {
            copy()
            groupCount += 1
        }
        let outer = isCaseless
        isCaseless = caseless
        defer { isCaseless = outer }
        return try closed(depth: depth)
    }

    private mutating func closed(depth: Int) throws(Refusal) -> ExpressionNode {
        let node = try alternatives(depth: depth + 1)
        guard next == UInt8(ascii: ")") else { throw Refusal("its regex leaves a group open") }
        copy()
        return node
    }
}
