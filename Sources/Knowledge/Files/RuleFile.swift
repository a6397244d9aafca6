/// One file of rules or knowledge, carried in the binary or given by the user.
package struct RuleFile: Sendable {
    /// Where a file comes from.
    package enum Origin: Hashable, Sendable {
        case embedded
        case user
    }

    /// The path below `Rules/`, or below the folder the user named.
    package let path: String
    /// Where it comes from.
    package let origin: Origin

    private let body: Body

    /// What there is of a file.
    private enum Body {
        case text(String)
        case carried(text: StaticString, tree: StaticString?)
    }

    package init(path: String, text: String, origin: Origin) {
        self.path = path
        self.origin = origin
        body = .text(text)
    }

    private init(path: String, carried text: StaticString, _ tree: StaticString?) {
        self.path = path
        origin = .embedded
        body = .carried(text: text, tree: tree)
    }

    /// The text.
    package var text: String {
        switch body {
        case .text(let text): text
        case .carried(let text, _): String(describing: text)
        }
    }

    /// The documents of a YAML file that the binary carries, composed when it was built; nothing for any other file.
    var composedDocuments: [YAMLNode]? {
        guard case .carried(_, let tree?) = body else { return nil }
        return CarriedTree.documents(tree)
    }

    /// The first folder of the path, such as `detections` or `products`.
    package var room: String {
        path.contains("/") ? String(path.prefix { $0 != "/" }) : ""
    }

    /// The file's name without its folders and its ending.
    package var stem: String {
        let name = path.split(separator: "/").last ?? ""
        return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
    }

    /// Every file that the binary carries, in the order of their paths.
    package static let embedded: [RuleFile] = embeddedRuleFiles.map {
        RuleFile(path: String(describing: $0.path), carried: $0.text, $0.tree)
    }
}

/// Why a file, or a part of it, is not in force.
package struct RuleProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's path.
    package let file: String
    /// The line, counted from one, when it is known.
    package let line: Int?
    /// What is wrong, and what would be right.
    package let reason: String

    package init(file: String, line: Int?, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// `file:line: reason`.
    package var description: String {
        line.map { "\(file):\($0): \(reason)" } ?? "\(file): \(reason)"
    }
}
