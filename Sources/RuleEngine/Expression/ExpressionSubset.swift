/// Why a regular expression is not taken, and at which byte that became clear.
struct PatternError: Error, Hashable, Sendable {
    let reason: String
    let offset: Int
}

/// Tells the expressions that every engine understands from those that only backtracking ones do.
///
/// The subset is the syntax of RE2 (<https://github.com/google/re2/wiki/Syntax>): no looking around, no references back,
/// no atomic groups, recursion or verbs. A rule written in it runs elsewhere too.
struct ExpressionSubset {
    /// How long a pattern may be, in bytes.
    static let sizeLimit = 4_096
    /// How often a piece may be repeated by a count.
    static let repetitionLimit = 1_000

    private let pattern: [UInt8]
    private var index = 0
    /// Whether the piece before can be repeated, and whether it was already.
    private var isRepeated = false

    /// Throws when a pattern is longer than allowed or outside the subset.
    ///
    /// - Throws: ``PatternError`` with the place of the first thing that is not supported.
    static func check(_ pattern: String) throws(PatternError) {
        guard pattern.utf8.count <= sizeLimit else {
            throw PatternError(reason: "it is longer than \(sizeLimit) bytes", offset: sizeLimit)
        }
        var subset = ExpressionSubset(pattern: Array(pattern.utf8))
        try subset.checkAll()
    }

    private init(pattern: [UInt8]) {
        self.pattern = pattern
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        index + offset < pattern.count ? pattern[index + offset] : nil
    }

    private func unsupported(_ what: String) -> PatternError {
        PatternError(reason: "\(what) is not supported", offset: index)
    }

    private mutating func checkAll() throws(PatternError) {
        while let byte = byte() {
            switch byte {
            case UInt8(ascii: "\\"): try checkEscape(inClass: false)
            case UInt8(ascii: "["): try checkClass()
            case UInt8(ascii: "("): try checkGroup()
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): try checkRepetition(length: 1)
            case UInt8(ascii: "{"):
                if let length = try countLength() {
                    try checkRepetition(length: length)
                } else {
                    (index, isRepeated) = (index + 1, false)
                }
            default: (index, isRepeated) = (index + 1, false)
            }
        }
    }

    private mutating func checkRepetition(length: Int) throws(PatternError) {
        guard !isRepeated else { throw unsupported("a repetition of a repetition") }
        index += length
        if byte() == UInt8(ascii: "?") {
            index += 1
        }
        isRepeated = true
    }

    /// The length of `{n}`, `{n,}` or `{n,m}`; nothing when the brace is a plain one.
    private func countLength() throws(PatternError) -> Int? {
        guard let close = pattern[index...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let bounds = pattern[(index + 1)..<close].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard bounds.count <= 2, bounds.first?.isEmpty == false else { return nil }
        for bound in bounds {
            guard bound.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            guard bound.count <= 4, bound.reduce(0, { $0 * 10 + Int($1 - 0x30) }) <= Self.repetitionLimit else {
                throw unsupported("a repetition beyond \(Self.repetitionLimit)")
            }
        }
        return close + 1 - index
    }

    private mutating func checkGroup() throws(PatternError) {
        isRepeated = false
        if byte(1) == UInt8(ascii: "*") { throw unsupported("a verb such as (*SKIP)") }
        guard byte(1) == UInt8(ascii: "?") else {
            index += 1
            return
        }
        let isNamed = byte(2) == UInt8(ascii: "P") && byte(3) == UInt8(ascii: "<")
        let isBracket = byte(2) == UInt8(ascii: "<")
        if isNamed || isBracket {
            let first = byte(isNamed ? 4 : 3)
            guard let first, first == UInt8(ascii: "_") || (0x61...0x7A).contains(first | 0x20) else {
                throw unsupported("looking behind")
            }
            index += isNamed ? 4 : 3
            return
        }
        if byte(2) == UInt8(ascii: "=") || byte(2) == UInt8(ascii: "!") { throw unsupported("looking ahead") }
        var end = 2
        while let flag = byte(end), "imsU-".utf8.contains(flag) {
            end += 1
        }
        guard byte(end) == UInt8(ascii: ":") || byte(end) == UInt8(ascii: ")") && end > 2 else {
            throw unsupported("this kind of group")
        }
        index += end + 1
    }

    /// Letters and digits that may stand behind a backslash.
    private static let escapes = Set("aftnrvdDsSwWbBAzpPxQE01234567".utf8)
    private static let classEscapes = Set("aftnrvdDsSwWpPxQE01234567".utf8)

    private mutating func checkEscape(inClass: Bool) throws(PatternError) {
        guard let escaped = byte(1) else { throw PatternError(reason: "it ends in a backslash", offset: index) }
        if (0x31...0x39).contains(escaped), !inClass, !isOctal {
            throw unsupported("a reference back")
        }
        let isAlphanumeric = (0x30...0x39).contains(escaped) || (0x61...0x7A).contains(escaped | 0x20)
        let allowed = inClass ? Self.classEscapes : Self.escapes
        guard !isAlphanumeric || allowed.contains(escaped) else { throw unsupported("this escape") }
        isRepeated = false
        index += 2
        // Between \Q and \E everything is plain; the name in \p{…} is no repetition.
        if escaped == UInt8(ascii: "Q") {
            while let next = byte(), !(next == UInt8(ascii: "\\") && byte(1) == UInt8(ascii: "E")) { index += 1 }
        } else if "pPx".utf8.contains(escaped), byte() == UInt8(ascii: "{") {
            while let next = byte(), next != UInt8(ascii: "}") { index += 1 }
        }
    }

    /// Whether three octal digits stand behind the backslash.
    private var isOctal: Bool {
        (1...3).allSatisfy { offset in byte(offset).map { (0x30...0x37).contains($0) } ?? false }
    }

    private mutating func checkClass() throws(PatternError) {
        let start = index
        index += 1
        if byte() == UInt8(ascii: "^") { index += 1 }
        if byte() == UInt8(ascii: "]") { index += 1 }
        while let next = byte(), next != UInt8(ascii: "]") {
            if next == UInt8(ascii: "\\") {
                try checkEscape(inClass: true)
            } else if next == UInt8(ascii: "["), byte(1) == UInt8(ascii: ":") {
                index += 2
                while let inner = byte(), inner != UInt8(ascii: "]") { index += 1 }
                index += 1
            } else {
                index += 1
            }
        }
        guard byte() != nil else { throw PatternError(reason: "a class without its end", offset: start) }
        (index, isRepeated) = (index + 1, false)
    }
}
