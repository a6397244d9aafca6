/// The patterns of one folder's `.earshotignore`, or of the command line, and those of the folders above it.
///
/// Of several patterns that speak of a name, the one nearest to it counts, and in one file the last; those of the command
/// line count more than all files. A name below a folder that is left out cannot be taken back in, as in gitignore(5).
final class IgnoreRules: Sendable {
    /// The name of the files.
    static let fileName = Array(".earshotignore".utf8)
    /// How large such a file may be, in bytes; what is beyond is not in force.
    static let sizeLimit = 1 << 20

    private let patterns: [IgnorePattern]
    /// The length of the folder's path below the root, its last slash included.
    private let baseLength: Int
    private let above: IgnoreRules?

    /// Takes the text of a file.
    init(_ text: [UInt8], baseLength: Int, above: IgnoreRules?) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let lines = text.starts(with: mark) ? text[3...] : text[...]
        patterns = lines.split(separator: UInt8(ascii: "\n")).compactMap { line in
            IgnorePattern(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        self.baseLength = baseLength
        self.above = above
    }

    /// Takes patterns of the command line, which belong to the root.
    init(arguments: [String]) {
        patterns = arguments.compactMap { IgnorePattern(Array($0.utf8)[...]) }
        baseLength = 0
        above = nil
    }

    var isEmpty: Bool { patterns.isEmpty }

    /// Whether a name is left out; nothing where no pattern speaks of it.
    ///
    /// - Parameters:
    ///   - path: The path below the root, without a slash before or behind it.
    ///   - nameStart: Where its last name begins.
    func verdict(_ path: Span<UInt8>, nameStart: Int, isFolder: Bool) -> Bool? {
        var rules: IgnoreRules? = self
        while let file = rules {
            let below = path.extracting(file.baseLength..<path.count)
            for pattern in file.patterns.reversed()
            where pattern.matches(below, nameStart: nameStart - file.baseLength, isFolder: isFolder) {
                return !pattern.isNegated
            }
            rules = file.above
        }
        return nil
    }
}
