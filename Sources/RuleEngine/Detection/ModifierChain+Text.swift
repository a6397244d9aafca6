/// The modifiers that make other texts out of a text.
extension ModifierChain {
    /// How many forms one value may be turned into.
    private static let variantLimit = 125

    /// A text with one modifier applied.
    func applied(_ modifier: FieldModifier, to pattern: TextPattern) throws(Mismatch) -> DetectionValue {
        var pattern = pattern
        switch modifier {
        case .contains:
            pattern.openStart()
            pattern.openEnd()
        case .startswith: pattern.openEnd()
        case .endswith: pattern.openStart()
        case .cased: pattern.isCased = true
        case .windash: pattern = pattern.mappingLiterals(TextEncodings.dashes)
        case .utf16le: return try encoded(pattern) { TextEncodings.utf16($0, bigEndian: false) }
        case .utf16be: return try encoded(pattern) { TextEncodings.utf16($0, bigEndian: true) }
        case .utf16:
            return try encoded(pattern) { TextEncodings.utf16($0, bigEndian: false).map { [0xFF, 0xFE] + $0 } }
        case .base64: return try encoded(pattern, TextEncodings.base64)
        case .base64offset:
            let forms = try variants(of: pattern).flatMap(TextEncodings.base64AtEveryOffset)
            guard !forms.contains([]) else {
                throw Mismatch(reason: "'base64offset' takes two bytes or more; less leaves nothing to look for")
            }
            return .anyOf(forms.map(Self.literal))
        case .fieldref:
            guard let bytes = pattern.plainBytes, !bytes.isEmpty, !pattern.isCased else {
                throw Mismatch(reason: "'fieldref' takes a field's name without wildcards, and no case")
            }
            return .reference(FieldReference(field: String(decoding: bytes, as: UTF8.self)))
        case .expand: pattern = try withoutPlaceholders(pattern)
        default:
            throw Mismatch(reason: "'\(modifier.rawValue)' does not go with text or the modifiers before it")
        }
        return .text(pattern)
    }

    private static func literal(_ bytes: [UInt8]) -> DetectionValue {
        .text(TextPattern(literal: bytes))
    }

    private func encoded(
        _ pattern: TextPattern, _ encode: ([UInt8]) -> [UInt8]?
    ) throws(Mismatch) -> DetectionValue {
        let forms = try variants(of: pattern).map(encode)
        let literals = forms.compactMap { $0.map(Self.literal) }
        guard literals.count == forms.count else { throw Mismatch(reason: "only text can be encoded as UTF-16") }
        return literals.count == 1 ? literals[0] : .anyOf(literals)
    }

    /// The texts a pattern stands for when its dashes are written out.
    private func variants(of pattern: TextPattern) throws(Mismatch) -> [[UInt8]] {
        var results: [[UInt8]] = [[]]
        for part in pattern.parts {
            switch part {
            case .literal(let bytes): results = results.map { $0 + bytes }
            case .anyDash:
                let dashes = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"].map { Array($0.utf8) }
                results = results.flatMap { start in dashes.map { start + $0 } }
            default: throw Mismatch(reason: "a value with wildcards cannot be encoded")
            }
            guard results.count <= Self.variantLimit else {
                throw Mismatch(reason: "more than three dashes cannot be encoded")
            }
        }
        return results
    }

    /// The pattern with `\%` made plain.
    private func withoutPlaceholders(_ pattern: TextPattern) throws(Mismatch) -> TextPattern {
        try pattern.mappingLiterals { (bytes) throws(Mismatch) -> [TextPattern.Part] in
            var result: [UInt8] = []
            var opening: Int?
            for (index, byte) in bytes.enumerated() {
                guard byte == UInt8(ascii: "%") else {
                    result.append(byte)
                    continue
                }
                if result.last == UInt8(ascii: "\\") {
                    result[result.count - 1] = byte
                } else if let start = opening, index > start + 1 {
                    throw Mismatch(reason: "the placeholder for 'expand' has no values, and values cannot be given yet")
                } else {
                    opening = index
                    result.append(byte)
                }
            }
            return [.literal(result)]
        }
    }
}
