internal import Knowledge

/// A text that somebody planted, as a pattern.
enum CanaryPattern {
    /// The shortest text that is looked for, in bytes; a shorter one would be everywhere.
    static let leastBytes = 4

    /// A pattern that finds the text as it is.
    static func pattern(_ text: String, number: Int) -> SecretPattern {
        // Only letters and digits mean themselves everywhere in an expression.
        let expression = text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            let digits = String(byte, radix: 16)
            return isPlain ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + digits
        }
        return SecretPattern(
            id: number == 0 ? "canary" : "canary-\(number + 1)", description: "A text that was planted",
            expression: expression.joined(), keywords: [String(text.prefix(32)).lowercased()])
    }
}
