/// What is found out about a text before the YAML composer sees it, which recurses and follows aliases.
extension YAMLNode {
    /// The first line on which brackets or indentation nest deeper than the limit, found without recursion.
    ///
    /// Brackets inside text count too; no honest rule comes near the limit either way.
    static func lineTooDeep(_ text: String) -> Int? {
        var (line, depth, column, atStart) = (1, 0, 0, true)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): (line, column, atStart) = (line + 1, 0, true)
            case UInt8(ascii: " ") where atStart, UInt8(ascii: "-") where atStart, UInt8(ascii: "?") where atStart:
                column += 1
            case UInt8(ascii: "["), UInt8(ascii: "{"): (depth, atStart) = (depth + 1, false)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): (depth, atStart) = (max(0, depth - 1), false)
            default: atStart = false
            }
            if depth > 4 * depthLimit || atStart && column > 8 * depthLimit { return line }
        }
        return nil
    }

    /// How many values the aliases of a text could stand for when each anchor holds aliases of the one before.
    ///
    /// The composer hashes a whole key with all that its aliases stand for, so multiplication is ruled out here.
    static func mostValuesOfAliases(_ text: String) -> Int {
        var (anchors, aliases) = (0, 0)
        var (before, mark) = (UInt8(ascii: "\n"), UInt8(ascii: "\n"))
        for byte in text.utf8 {
            if " \n\r\t[{,:".utf8.contains(before), isNameByte(byte) {
                anchors += mark == UInt8(ascii: "&") ? 1 : 0
                aliases += mark == UInt8(ascii: "*") ? 1 : 0
            }
            (before, mark) = (mark, byte)
        }
        // Spread evenly over some of the anchors, n aliases multiply to (n / anchors) ^ anchors.
        var most = 1.0
        for used in 1..<(max(1, min(anchors, aliases, 64)) + 1) where aliases > 0 {
            var product = 1.0
            for _ in 0..<used { product *= Double(aliases) / Double(used) }
            most = max(most, product)
        }
        return Int(min(most, 1e15))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
