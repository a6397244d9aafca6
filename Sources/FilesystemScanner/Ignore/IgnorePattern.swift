/// One line of an ignore file.
struct IgnorePattern: Hashable, Sendable {
    private enum Form: Hashable {
        /// A name or a path without wildcards.
        case literal([UInt8])
        /// `*` and an end without wildcards.
        case ending([UInt8])
        /// A beginning without wildcards, and what must match the rest.
        case wildcard(prefix: [UInt8], rest: WildcardExpression)
    }

    /// Whether what matches is taken back among the files that are not ignored.
    let isNegated: Bool
    private let isForFolders: Bool
    /// Whether the last name alone is compared, in whatever folder.
    private let isForNames: Bool
    private let form: Form

    /// Reads a line without its line feed; nothing when it is blank or a comment.
    init?(_ line: ArraySlice<UInt8>) {
        var text = line.prefix { $0 != 0 }
        guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
        text = Self.withoutTrailingBlanks(text)
        isNegated = text.first == UInt8(ascii: "!")
        if isNegated { text = text.dropFirst() }
        isForFolders = text.last == Self.slash
        if isForFolders { text = text.dropLast() }
        isForNames = !text.contains(Self.slash)
        if text.first == Self.slash { text = text.dropFirst() }
        let prefix = text.prefix { !Self.isSpecial($0) }
        if prefix.count == text.count {
            form = .literal(Array(text))
        } else if isForNames, text.first == UInt8(ascii: "*"), !text.dropFirst().contains(where: Self.isSpecial) {
            form = .ending(Array(text.dropFirst()))
        } else if isForNames {
            form = .wildcard(prefix: [], rest: WildcardExpression(text))
        } else {
            form = .wildcard(prefix: Array(prefix), rest: WildcardExpression(text.dropFirst(prefix.count)))
        }
    }

    /// Whether the line is about a path below the folder of the ignore file.
    func matches(_ path: Span<UInt8>, nameStart: Int, isFolder: Bool) -> Bool {
        guard isFolder || !isForFolders else { return false }
        let text = isForNames ? path.extracting(nameStart..<path.count) : path
        guard text.count > 0 else { return false }
        switch form {
        case .literal(let wanted):
            return text.count == wanted.count && Self.holds(text, wanted, at: 0)
        case .ending(let wanted):
            return text.count >= wanted.count && Self.holds(text, wanted, at: text.count - wanted.count)
        case .wildcard(let prefix, let rest):
            guard text.count >= prefix.count, Self.holds(text, prefix, at: 0) else { return false }
            return rest.matches(text.extracting(prefix.count..<text.count))
        }
    }

    private static let slash = UInt8(ascii: "/")

    private static func holds(_ text: Span<UInt8>, _ part: [UInt8], at offset: Int) -> Bool {
        part.indices.allSatisfy { text[offset + $0] == part[$0] }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): true
        default: false
        }
    }

    /// Blanks at the end do not count unless a backslash stands before them.
    private static func withoutTrailingBlanks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var firstBlank: Int?
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: " ") {
                firstBlank = firstBlank ?? index
            } else {
                firstBlank = nil
                if text[index] == UInt8(ascii: "\\") { index += 1 }
            }
            index += 1
        }
        return text[..<(firstBlank ?? text.endIndex)]
    }
}
