internal import Knowledge

/// Why a rule is not in force, and at which line that became clear.
struct RuleFault: Error, Hashable, Sendable {
    let line: Int
    let reason: String
}

extension Detection {
    /// Reads a detection: a map, a list of maps, a list of keywords, or one keyword.
    ///
    /// - Throws: ``RuleFault`` when it is none of these or a value does not go with its modifiers.
    init(reading node: YAMLNode) throws(RuleFault) {
        switch node.content {
        case .mapping(let members):
            guard !members.isEmpty else { throw RuleFault(line: node.line, reason: "a detection without fields") }
            var parts: [Detection] = []
            for (key, value) in members {
                parts.append(.item(try DetectionItem(key: key, node: value)))
            }
            self = parts.count == 1 ? parts[0] : .all(parts)
        case .sequence(let nodes):
            guard !nodes.isEmpty else { throw RuleFault(line: node.line, reason: "a detection without values") }
            if nodes.allSatisfy({ $0.text != nil }) {
                self = .item(try DetectionItem(key: "", node: node))
                return
            }
            var parts: [Detection] = []
            for element in nodes {
                parts.append(try Detection(reading: element))
            }
            self = parts.count == 1 ? parts[0] : .any(parts)
        case .scalar:
            self = .item(try DetectionItem(key: "", node: node))
        }
    }
}

extension DetectionItem {
    /// Reads a field's name with its modifiers, and the values.
    fileprivate init(key: String, node: YAMLNode) throws(RuleFault) {
        let names = key.split(separator: "|", omittingEmptySubsequences: false)
        let field = names.first.map(String.init) ?? ""
        let chain = try ModifierChain(names: Array(names.dropFirst()), line: node.line)
        let isList = if case .sequence = node.content { true } else { false }
        let nodes = node.elements
        guard !nodes.isEmpty else { throw RuleFault(line: node.line, reason: "a field without values") }
        guard !chain.needsAll || isList && nodes.count > 1 else {
            throw RuleFault(line: node.line, reason: "'all' takes a list of two values or more")
        }
        var values: [DetectionValue] = []
        for element in nodes {
            let value = try chain.value(of: element)
            values.append(field.isEmpty ? try value.keyword(isAnchored: chain.anchors, line: element.line) : value)
        }
        self.init(
            field: field.isEmpty ? nil : field, values: values, needsAll: chain.needsAll, isNegated: chain.isNegated,
            line: node.line)
    }
}

extension DetectionValue {
    /// The value as it is looked for in every field: anywhere in the text, unless a modifier says where.
    fileprivate func keyword(isAnchored: Bool, line: Int) throws(RuleFault) -> DetectionValue {
        switch self {
        case .text(var pattern):
            if !isAnchored {
                pattern.openStart()
                pattern.openEnd()
            }
            return .text(pattern)
        case .number(let number):
            return try DetectionValue.text(TextPattern(literal: Array(number.text.utf8)))
                .keyword(isAnchored: false, line: line)
        case .anyOf(let values):
            var keywords: [DetectionValue] = []
            for value in values {
                keywords.append(try value.keyword(isAnchored: isAnchored, line: line))
            }
            return .anyOf(keywords)
        case .expression, .network, .comparison:
            return self
        case .boolean, .null, .exists, .reference, .timePart:
            throw RuleFault(line: line, reason: "this value needs a field")
        }
    }
}
