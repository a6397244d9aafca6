/// Tells bytes that a person wrote from bytes that only happen to be valid UTF-8.
enum TextLikelihood {
    /// Words that sentences have and names of machines do not, in the four languages that prompts are written in most.
    static let sentenceWords: Set<String> = [
        "about", "and", "are", "from", "how", "is", "my", "of", "our", "please", "that", "the", "their", "this", "to",
        "was",
        "what", "with", "you", "your", "der", "die", "das", "und", "ist", "nicht", "mit", "wie", "les", "des", "est",
        "pour",
        "que", "los", "las", "una", "por", "como",
    ]

    /// The text of bytes that look written: valid UTF-8, nearly all printable, mostly letters and blanks, and without the
    /// wild change of case that random letters show; with the number of its letters and blanks.
    static func text(_ bytes: [UInt8]) -> (text: String, letters: Int)? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var printable = 0
        var written = 0
        var digits = 0
        var changes = 0
        var total = 0
        var wasLower = false
        for scalar in text.unicodeScalars {
            total += 1
            let isLetter = scalar.properties.isAlphabetic
            let isBlank = scalar == " " || scalar == "\n" || scalar == "\t"
            if isBlank || !isControl(scalar) { printable += 1 }
            if isLetter || isBlank { written += 1 }
            if ("0"..."9").contains(scalar) { digits += 1 }
            if wasLower, isLetter, scalar.properties.isUppercase { changes += 1 }
            wasLower = isLetter && scalar.properties.isLowercase
        }
        guard total > 0, printable * 10 >= total * 9, (written + digits) * 4 >= total * 3, written * 5 >= total * 3,
            changes * 8 <= total
        else { return nil }
        return (text, written)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }
}
