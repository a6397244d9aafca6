/// What a regular expression says, as far as the literals that it holds ask for.
indirect enum ExpressionNode {
    /// Matches no byte: an empty expression, or a look at the place.
    case empty
    /// Matches one of some bytes; whether the case of letters counts.
    case bytes([UInt8], isCaseless: Bool)
    /// Matches one byte of many.
    case anyByte
    case sequence([ExpressionNode])
    case alternatives([ExpressionNode])
    case repeated(ExpressionNode, least: Int, most: Int?)
}

/// A text that a part of an expression matches.
struct ExpressionLiteral: Hashable {
    /// Lower case when the case does not count.
    var bytes: [UInt8] = []
    var isCaseless = false

    func appending(_ other: ExpressionLiteral) -> ExpressionLiteral {
        let isCaseless = isCaseless || other.isCaseless
        let joined = bytes + other.bytes
        return ExpressionLiteral(bytes: isCaseless ? joined.map(Self.folded) : joined, isCaseless: isCaseless)
    }

    static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(folded(byte))
    }
}
