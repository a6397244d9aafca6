import Yams

/// YAML documents in the form in which the binary carries them: a byte for what a node is, its line, and how much follows.
///
/// `p` and `q` are scalars, plain and quoted, followed by as many bytes of text; `s` is a sequence, followed by as many
/// nodes; `m` is a mapping, followed by as many pairs of a key (its size, a colon, its bytes) and a node.
struct CarriedTree {
    private(set) var text = ""

    /// Appends a document; no when it holds something that has no such form.
    mutating func write(_ node: Node) -> Bool {
        let line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            text += "\(isQuoted ? "q" : "p")\(line),\(scalar.string.utf8.count):\(scalar.string)"
        case .sequence(let sequence):
            text += "s\(line),\(sequence.count):"
            for element in sequence {
                guard write(element) else { return false }
            }
        case .mapping(let mapping):
            text += "m\(line),\(mapping.count):"
            for (key, value) in mapping {
                guard case .scalar(let name) = key else { return false }
                text += "\(name.string.utf8.count):\(name.string)"
                guard write(value) else { return false }
            }
        case .alias: return false
        }
        return true
    }
}
