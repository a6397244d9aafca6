/// What one ignore file says: `.gitignore`, `info/exclude`, `.earshotignore`.
///
/// The last line that matches decides. A path is judged alone: whoever walks a tree stops at an ignored folder, because what
/// lies below it cannot be taken back, and asks the files of deeper folders first.
///
/// Source: gitignore(5).
package struct IgnoreRules: Sendable {
    /// What a file says of a path.
    package enum Verdict: Sendable {
        case ignored
        /// Ignored by an earlier line, and taken back by a later one.
        case kept
    }

    /// How large a file may be, in bytes; what comes beyond is not read.
    package static let sizeLimit = 1 << 20

    private let patterns: [IgnorePattern]

    /// Reads a file; there is none that cannot be read.
    package init(parsing bytes: [UInt8]) {
        var text = bytes.prefix(Self.sizeLimit)
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        patterns = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            IgnorePattern(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    /// Whether the file says nothing at all.
    package var isEmpty: Bool { patterns.isEmpty }

    /// What the file says of a path, which is relative to the file's folder and neither begins nor ends with a slash.
    package func verdict(on path: Span<UInt8>, isFolder: Bool) -> Verdict? {
        guard !patterns.isEmpty else { return nil }
        var nameStart = path.count
        while nameStart > 0, path[nameStart - 1] != UInt8(ascii: "/") { nameStart -= 1 }
        for pattern in patterns.reversed() where pattern.matches(path, nameStart: nameStart, isFolder: isFolder) {
            return pattern.isNegated ? .kept : .ignored
        }
        return nil
    }
}
