extension YAMLNode {
    /// The members of a mapping, and none for every other node.
    package var members: [(key: String, value: YAMLNode)] {
        guard case .mapping(let members) = content else { return [] }
        return members
    }

    /// The elements of a sequence; a scalar or a mapping counts as a sequence of one.
    package var elements: [YAMLNode] {
        if case .sequence(let nodes) = content { return nodes }
        return [self]
    }

    /// The text of a scalar.
    package var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The member of that name.
    package subscript(key: String) -> YAMLNode? {
        members.first { $0.key == key }?.value
    }

    /// Whether the node is a plain `null`, `~` or nothing.
    package var isNull: Bool {
        guard case .scalar(let text, let isQuoted) = content else { return false }
        return !isQuoted && ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The truth value of a plain `true` or `false`.
    package var boolean: Bool? {
        guard case .scalar(let text, let isQuoted) = content, !isQuoted else { return nil }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return nil
        }
    }

    /// The number of a plain integer.
    package var integer: Int64? {
        guard case .scalar(let text, let isQuoted) = content, !isQuoted else { return nil }
        return Int64(text)
    }

    /// The number of a plain integer or decimal fraction.
    package var real: Double? {
        guard case .scalar(let text, let isQuoted) = content, !isQuoted else { return nil }
        guard text.utf8.allSatisfy("0123456789+-.eE".utf8.contains), let number = Double(text) else { return nil }
        return number.isFinite ? number : nil
    }
}
