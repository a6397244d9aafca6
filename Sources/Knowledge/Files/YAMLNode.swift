internal import Yams

/// A YAML value with the line it stands on, safe to walk whatever file it came from.
///
/// Sizes are bounded when a file is read, so a reader of rules need not think of bombs.
package struct YAMLNode: Sendable {
    /// What a node is.
    package enum Content: Sendable {
        /// A scalar, and whether it was written with quotation marks (then it is text whatever it looks like).
        case scalar(String, isQuoted: Bool)
        case sequence([YAMLNode])
        case mapping([(key: String, value: YAMLNode)])
    }

    package let content: Content
    /// The line, counted from one.
    package let line: Int

    /// How large a file may be, in bytes.
    package static let sizeLimit = 4 << 20
    /// How deeply its values may nest.
    package static let depthLimit = 64
    /// How many values it may have once its aliases are followed.
    package static let nodeLimit = 200_000

    /// Reads every document of a file.
    ///
    /// - Throws: ``RuleProblem`` when the text is no YAML or exceeds a limit.
    package static func documents(in file: RuleFile) throws(RuleProblem) -> [YAMLNode] {
        if let documents = file.composedDocuments { return documents }
        return try composed(from: file)
    }

    /// Composes the documents from the text itself.
    static func composed(from file: RuleFile) throws(RuleProblem) -> [YAMLNode] {
        func problem(_ reason: String, line: Int? = nil) -> RuleProblem {
            RuleProblem(file: file.path, line: line, reason: reason)
        }
        guard file.text.utf8.count <= sizeLimit else { throw problem("larger than \(sizeLimit >> 20) MiB") }
        if let line = Self.lineTooDeep(file.text) {
            throw problem("nested deeper than \(depthLimit) levels", line: line)
        }
        guard Self.mostValuesOfAliases(file.text) < nodeLimit else { throw problem("too many aliases") }
        var nodes: [Node] = []
        do {
            // The lazy sequence of documents would end quietly at the first error. What a plain scalar means is judged
            // by those who read it, so no resolver has to try expressions on each.
            let parser = try Parser(yaml: file.text, resolver: .basic, encoding: .utf8)
            while let node = try parser.nextRoot() { nodes.append(node) }
        } catch let error as YamlError {
            throw problem("not valid YAML: \(error.summary)", line: error.line)
        } catch {
            throw problem("not valid YAML")
        }
        var budget = nodeLimit
        var documents: [YAMLNode] = []
        for node in nodes {
            documents.append(try YAMLNode(node, depth: 0, budget: &budget, file: file.path))
        }
        return documents
    }

    init(_ content: Content, line: Int) {
        self.content = content
        self.line = line
    }

    private init(_ node: Node, depth: Int, budget: inout Int, file: String) throws(RuleProblem) {
        line = node.mark?.line ?? 1
        budget -= 1
        guard depth < Self.depthLimit, budget > 0 else {
            throw RuleProblem(file: file, line: line, reason: "too many or too deeply nested values")
        }
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, isQuoted: scalar.style == .singleQuoted || scalar.style == .doubleQuoted)
        case .sequence(let sequence):
            var values: [YAMLNode] = []
            for element in sequence {
                values.append(try YAMLNode(element, depth: depth + 1, budget: &budget, file: file))
            }
            content = .sequence(values)
        case .mapping(let mapping):
            var members: [(key: String, value: YAMLNode)] = []
            for (key, value) in mapping {
                guard case .scalar(let name) = key else {
                    throw RuleProblem(file: file, line: line, reason: "a key that is no text")
                }
                members.append((name.string, try YAMLNode(value, depth: depth + 1, budget: &budget, file: file)))
            }
            content = .mapping(members)
        case .alias:
            throw RuleProblem(file: file, line: line, reason: "an alias without its anchor")
        }
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .reader(_, _, _, _): nil
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    fileprivate var summary: String {
        switch self {
        case .reader(let problem, _, _, _): problem
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping: "a key stands in a mapping twice"
        default: "it cannot be read"
        }
    }
}
