/// Brings texts that differ in nothing but case to one form, scalar by scalar.
///
/// This is Unicode's simple case folding as far as single scalars go: a scalar never becomes two, so that `?` counts the
/// same characters before and after. Canonically equivalent spellings stay different.
enum CaseFolding {
    /// A byte with the letters A to Z made small; every other byte, also of longer characters, stays.
    @inline(__always)
    static func folded(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    /// Whether a text is ASCII and so folds byte by byte.
    static func isASCII(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        for index in bytes.indices where bytes[index] >= 0x80 {
            return false
        }
        return true
    }

    /// A text with its scalars folded.
    static func folded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(folded(scalar))
        }
        return String(result)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0..<0x80: return Unicode.Scalar(folded(UInt8(truncatingIfNeeded: scalar.value)))
        // Chinese, Japanese and Korean characters, pictographs and what stands for bytes that are no text have no case.
        case 0x2E80..<0xA640, 0xAC00..<0xD800, 0xFFFD, 0x1F000...: return scalar
        default: break
        }
        // The dotless i has the capital of the dotted one; folding over it would make the two equal.
        guard scalar.value != 0x131 else { return scalar }
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        return single(upper.properties.lowercaseMapping) ?? single(scalar.properties.lowercaseMapping) ?? scalar
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        var scalars = mapping.unicodeScalars.makeIterator()
        guard let first = scalars.next(), scalars.next() == nil else { return nil }
        return first
    }

    /// Bytes with their characters folded; bytes that are no UTF-8 have their ASCII letters folded.
    static func folded(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self) else {
            return bytes.map(folded)
        }
        return Array(folded(text).utf8)
    }
}
