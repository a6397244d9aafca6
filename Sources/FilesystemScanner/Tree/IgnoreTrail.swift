/// What one folder's `.earshotignore` says, or the command line, and what those of the folders above it say.
///
/// The nearest file that speaks of a name decides; the command line counts more than all files. A name below a folder that
/// is left out cannot be taken back in, because the folder is not entered (gitignore(5)).
final class IgnoreTrail: Sendable {
    /// The name of the files.
    static let fileName = Array(".earshotignore".utf8)

    private let rules: IgnoreRules
    /// The length of the folder's path below the root, its last slash included.
    private let baseLength: Int
    private let above: IgnoreTrail?

    /// Takes the text of a file.
    init(_ text: [UInt8], baseLength: Int, above: IgnoreTrail?) {
        rules = IgnoreRules(parsing: text)
        self.baseLength = baseLength
        self.above = above
    }

    /// Takes patterns of the command line, which belong to the root.
    convenience init(arguments: [String]) {
        self.init(Array(arguments.joined(separator: "\n").utf8), baseLength: 0, above: nil)
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Whether a path below the root, without a slash before or behind it, is left out; nothing where no pattern speaks of it.
    func verdict(_ path: Span<UInt8>, isFolder: Bool) -> Bool? {
        var trail: IgnoreTrail? = self
        while let file = trail {
            if let verdict = file.rules.verdict(
                on: path.extracting(file.baseLength..<path.count), isFolder: isFolder)
            {
                return verdict == .ignored
            }
            trail = file.above
        }
        return nil
    }
}
