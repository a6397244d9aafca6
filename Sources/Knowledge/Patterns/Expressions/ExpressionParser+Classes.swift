extension ExpressionParser {
    /// Reads `[…]`.
    mutating func characterClass(isCaseless: Bool) throws(Refusal) -> ExpressionNode {
        copy()
        var members: [UInt8]? = []
        if next == UInt8(ascii: "^") {
            copy()
            members = nil
        }
        var isFirst = true
        while let byte = next, isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            let member = try classMember(byte)
            guard let member else {
                members = nil
                continue
            }
            if next == UInt8(ascii: "-"), let end = peek(1), end != UInt8(ascii: "]") {
                copy()
                let last = try classMember(text[position])
                members = last.flatMap { last in
                    last >= member && last - member < 32 ? members.map { $0 + Array(member...last) } : nil
                }
            } else {
                members?.append(member)
            }
        }
        guard next == UInt8(ascii: "]") else { throw Refusal("its regex leaves a class open") }
        copy()
        guard let members, !members.isEmpty, members.count <= 64 else { return .anyByte }
        return .bytes(members, isCaseless: isCaseless)
    }

    /// Reads one member of a class: the byte that it is; none when it is more than one.
    private mutating func classMember(_ byte: UInt8) throws(Refusal) -> UInt8? {
        if isNext("[:") {
            while next != nil, !isNext(":]") { copy() }
            copy(2)
            return nil
        }
        guard byte != UInt8(ascii: "\\") else { return try escapedMember() }
        guard byte < 0x80 else { return beyondASCII(bytesOfCharacter()) }
        copy()
        return byte
    }

    private mutating func escapedMember() throws(Refusal) -> UInt8? {
        guard let byte = peek(1) else { throw Refusal("its regex ends in a backslash") }
        switch byte {
        case UInt8(ascii: "p"), UInt8(ascii: "P"):
            output += try unicodeClass(inClass: true)
            return nil
        case UInt8(ascii: "x"):
            let value = try hexadecimalValue()
            guard value < 0x80 else { return beyondASCII(Self.encoded(value)) }
            output += Self.hexadecimal(UInt8(value))
            return UInt8(value)
        case UInt8(ascii: "v"):
            position += 2
            output += Self.hexadecimal(0x0B)
            return 0x0B
        default:
            copy(2)
            return Self.isLetterOrDigit(byte) ? nil : byte
        }
    }

    /// Puts the bytes of a character into a class, where each of them matches alone.
    private mutating func beyondASCII(_ bytes: [UInt8]) -> UInt8? {
        approximations.insert("a class with characters beyond ASCII matches their bytes")
        output += bytes.flatMap(Self.hexadecimal)
        return nil
    }

    /// Reads `\pL` or `\p{Greek}`, and gives what stands for it.
    mutating func unicodeClass(inClass: Bool) throws(Refusal) -> [UInt8] {
        let isNegated = peek(1) == UInt8(ascii: "P") || (isNext("\\p{^"))
        position += 2
        var name: [UInt8] = []
        if next == UInt8(ascii: "{") {
            position += 1
            while let byte = next, byte != UInt8(ascii: "}") {
                if byte != UInt8(ascii: "^") { name.append(byte) }
                position += 1
            }
        } else if let byte = next {
            name = [byte]
        }
        guard next != nil else { throw Refusal("its regex ends in a Unicode class") }
        position += 1
        approximations.insert("a Unicode class is ASCII's, and any byte beyond")
        let members = Self.members(of: String(decoding: name, as: UTF8.self))
        guard !isNegated else {
            guard !inClass else { throw Refusal("its regex has a negated Unicode class in a class") }
            return Array("[^\(members)]".utf8)
        }
        return Array((inClass ? members : "[\(members)]").utf8)
    }

    /// The bytes that may be part of a character of a Unicode class.
    private static func members(of name: String) -> String {
        switch name {
        case "L", "Letter": "A-Za-z\\x80-\\xFF"
        case "Lu": "A-Z\\xC3-\\xDF\\x80-\\xBF"
        case "Ll": "a-z\\xC3-\\xDF\\x80-\\xBF"
        case "N", "Nd": "0-9"
        case "P", "S": "!-/:-@\\[-`{-~\\x80-\\xFF"
        case "Z", "Zs": " \\xA0\\xC2\\xE2\\xE3\\x80-\\x8F"
        case "Cc", "C": "\\x00-\\x1F\\x7F"
        case "Latin": "A-Za-z\\xC3-\\xC9\\x80-\\xBF"
        default: "\\x80-\\xFF"
        }
    }
}
