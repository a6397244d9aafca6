/// Tells, before a text is composed, whether an alias stands in a mapping's key.
///
/// The composer hashes every key to find those that stand twice, and hashing follows aliases: a key of a few nested
/// ones takes longer than anyone will wait. No reader of ours takes a key that is no text, so nothing is lost. Only a
/// text with an anchor and an alias is looked at; quotation marks are not, so a text may be refused that holds `[x]:` or
/// the like in words.
enum AliasGuard {
    /// The first line with a key that may hold an alias, counted from one; nothing where no alias can be followed.
    static func lineOfAliasInKey(_ text: String) -> Int? {
        guard mentions(text, UInt8(ascii: "&")), mentions(text, UInt8(ascii: "*")) else { return nil }
        for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        where isSuspect(Array(line)) {
            return index + 1
        }
        return nil
    }

    /// Whether the sign of an anchor or an alias stands somewhere with a name behind it.
    private static func mentions(_ text: String, _ sign: UInt8) -> Bool {
        var previous: UInt8 = 0
        var (isAfterSign, found) = (false, false)
        for byte in text.utf8 {
            found = found || isAfterSign && isPartOfName(byte)
            isAfterSign = byte == sign && (previous == 0 || isBoundary(previous))
            previous = byte
        }
        return found
    }

    /// Whether a line has an explicit key, a collection for a key, or an alias for one.
    private static func isSuspect(_ line: [UInt8]) -> Bool {
        for (index, byte) in line.enumerated() {
            let isAtBoundary = index == 0 || isBoundary(line[index - 1])
            switch byte {
            case UInt8(ascii: "?") where isAtBoundary:
                if index + 1 == line.count || isBlank(line[index + 1]) { return true }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if isColon(line, after: index + 1) { return true }
            case UInt8(ascii: "*") where isAtBoundary:
                let end = line[(index + 1)...].firstIndex { !isPartOfName($0) } ?? line.count
                if end > index + 1, isColon(line, after: end) { return true }
            default: continue
            }
        }
        return false
    }

    private static func isColon(_ line: [UInt8], after index: Int) -> Bool {
        line[index...].first { !isBlank($0) } == UInt8(ascii: ":")
    }

    /// Blanks, and whatever is not ASCII, because YAML 1.1 has line breaks among it.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte >= 0x80
    }

    /// Whether a node can begin behind a byte.
    private static func isBoundary(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == 0x0A || "[{,:-?".utf8.contains(byte)
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
    }
}
