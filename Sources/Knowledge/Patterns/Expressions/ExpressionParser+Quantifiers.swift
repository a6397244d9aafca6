extension ExpressionParser {
    /// Reads what says how often a part is repeated.
    mutating func quantified(_ node: ExpressionNode) throws(Refusal) -> ExpressionNode {
        var node = node
        while let byte = next {
            switch byte {
            case UInt8(ascii: "*"): node = .repeated(node, least: 0, most: nil)
            case UInt8(ascii: "+"): node = .repeated(node, least: 1, most: nil)
            case UInt8(ascii: "?"): node = .repeated(node, least: 0, most: 1)
            case UInt8(ascii: "{"):
                guard let count = counts() else { return node }
                node = .repeated(node, least: count.least, most: count.most)
                copy(count.length)
                copyMode()
                continue
            default: return node
            }
            copy()
            copyMode()
        }
        return node
    }

    /// Reluctant or possessive, neither of which changes the literals.
    private mutating func copyMode() {
        if next == UInt8(ascii: "?") || next == UInt8(ascii: "+") { copy() }
    }

    /// `{2}`, `{2,}` or `{2,3}`; none when the brace is itself.
    private func counts() -> (least: Int, most: Int?, length: Int)? {
        var offset = 1
        guard let least = number(&offset) else { return nil }
        if peek(offset) == UInt8(ascii: "}") { return (least, least, offset + 1) }
        guard peek(offset) == UInt8(ascii: ",") else { return nil }
        offset += 1
        if peek(offset) == UInt8(ascii: "}") { return (least, nil, offset + 1) }
        guard let most = number(&offset), peek(offset) == UInt8(ascii: "}") else { return nil }
        return (least, most, offset + 1)
    }

    private func number(_ offset: inout Int) -> Int? {
        var value: Int?
        while let byte = peek(offset), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), (value ?? 0) < 100_000 {
            value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
            offset += 1
        }
        return value
    }
}
