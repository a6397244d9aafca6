internal import Knowledge

/// The documents of a rule file, as far as they read.
///
/// A file with a fault is taken apart at its document marks, so that the fault costs one document and not all.
struct RuleDocuments {
    private(set) var nodes: [(source: RuleSource, node: YAMLNode)] = []
    private(set) var problems: [RuleProblem] = []

    /// How many documents a file may have.
    static let limit = 2_000

    init(of file: RuleFile) {
        let source = RuleSource(file)
        do {
            let documents = try YAMLNode.documents(in: file)
            for (index, node) in documents.prefix(Self.limit).enumerated() {
                add(node, from: source, number: index)
            }
            if documents.count > Self.limit {
                problems.append(source.problem(nil, "the file has more than \(Self.limit) documents"))
            }
        } catch {
            let pieces = file.text.utf8.count <= YAMLNode.sizeLimit ? Self.pieces(of: file.text) : []
            guard (2...Self.limit).contains(pieces.count) else {
                problems.append(error)
                return
            }
            read(pieces, of: file)
        }
    }

    private mutating func add(_ node: YAMLNode, from source: RuleSource, number: Int) {
        guard !node.isNull else { return }
        var source = source
        source.documentsBefore = number
        guard case .mapping = node.content else {
            problems.append(source.problem(node.line, "a rule is a map of keys, and this document is none"))
            return
        }
        nodes.append((source, node))
    }

    private mutating func read(_ pieces: [(linesBefore: Int, text: String)], of file: RuleFile) {
        for (index, piece) in pieces.enumerated() {
            var source = RuleSource(file)
            source.linesBefore = piece.linesBefore
            do {
                let part = RuleFile(path: file.path, text: piece.text, origin: file.origin)
                for node in try YAMLNode.documents(in: part) {
                    add(node, from: source, number: index)
                }
            } catch {
                problems.append(source.problem(error.line, error.reason))
            }
        }
    }

    /// The text between lines that begin with `---`, with the number of lines before it.
    private static func pieces(of text: String) -> [(linesBefore: Int, text: String)] {
        var pieces: [(linesBefore: Int, text: String)] = []
        var lines: [Substring] = []
        var first = 0
        // Byte by byte, because a carriage return and the line feed behind it are one character to Swift.
        let all = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in all.map({ Substring($0) }).enumerated() {
            if line == "---" || line == "---\r" || line.hasPrefix("--- ") {
                pieces.append((first, lines.joined(separator: "\n")))
                (lines, first) = ([], number)
            }
            lines.append(line)
        }
        pieces.append((first, lines.joined(separator: "\n")))
        return pieces.filter { !$0.text.isEmpty }
    }
}
