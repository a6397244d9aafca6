/// Reads the members of one mapping, and notes every key that nobody asked for.
///
/// A misspelt key would otherwise be knowledge that silently does nothing.
struct MappingReader {
    let file: String
    let node: YAMLNode
    private var asked: Set<String> = []

    init(_ node: YAMLNode, file: String) throws(RuleProblem) {
        guard case .mapping = node.content else {
            throw RuleProblem(file: file, line: node.line, reason: "expected a mapping of keys to values")
        }
        self.node = node
        self.file = file
    }

    func problem(_ reason: String, at node: YAMLNode? = nil) -> RuleProblem {
        RuleProblem(file: file, line: (node ?? self.node).line, reason: reason)
    }

    mutating func member(_ key: String) -> YAMLNode? {
        asked.insert(key)
        return node[key]
    }

    mutating func text(_ key: String) throws(RuleProblem) -> String {
        guard let text = try optionalText(key) else { throw problem("missing key '\(key)'") }
        return text
    }

    mutating func optionalText(_ key: String) throws(RuleProblem) -> String? {
        guard let value = member(key), !value.isNull else { return nil }
        guard let text = value.text else { throw problem("'\(key)' must be a text", at: value) }
        return text
    }

    mutating func texts(_ key: String) throws(RuleProblem) -> [String] {
        guard let value = member(key), !value.isNull else { return [] }
        var texts: [String] = []
        for element in value.elements {
            guard let text = element.text else { throw problem("'\(key)' must be a list of texts", at: element) }
            texts.append(text)
        }
        return texts
    }

    mutating func truth(_ key: String) throws(RuleProblem) -> Bool {
        guard let value = member(key) else { return false }
        guard let truth = value.boolean else { throw problem("'\(key)' must be true or false", at: value) }
        return truth
    }

    mutating func integers(_ key: String) throws(RuleProblem) -> [Int] {
        guard let value = member(key) else { return [] }
        var numbers: [Int] = []
        for element in value.elements {
            guard let number = element.integer else { throw problem("'\(key)' must hold whole numbers", at: element) }
            numbers.append(Int(number))
        }
        return numbers
    }

    /// The elements of a list of mappings, each with a reader of its own that is checked for keys nobody asked for.
    mutating func list<Element>(
        _ key: String, _ read: (inout MappingReader) throws(RuleProblem) -> Element
    ) throws(RuleProblem) -> [Element] {
        guard let value = member(key), !value.isNull else { return [] }
        var elements: [Element] = []
        for element in value.elements {
            var reader = try MappingReader(element, file: file)
            elements.append(try read(&reader))
            try reader.finish()
        }
        return elements
    }

    /// One mapping below a key, when it is there.
    mutating func mapping<Element>(
        _ key: String, _ read: (inout MappingReader) throws(RuleProblem) -> Element
    ) throws(RuleProblem) -> Element? {
        guard let value = member(key), !value.isNull else { return nil }
        var reader = try MappingReader(value, file: file)
        let element = try read(&reader)
        try reader.finish()
        return element
    }

    /// A word of a fixed vocabulary.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Word.Type
    ) throws(RuleProblem) -> Word where Word.RawValue == String {
        let text = try text(key)
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw problem("'\(key)' is none of: \(known)", at: node[key])
        }
        return word
    }

    /// - Throws: ``RuleProblem`` for the first key that nobody asked for, or that stands twice.
    func finish() throws(RuleProblem) {
        var met: Set<String> = []
        for (key, value) in node.members {
            guard asked.contains(key) else {
                throw problem("unknown key; this place knows: \(asked.sorted().joined(separator: ", "))", at: value)
            }
            guard met.insert(key).inserted else { throw problem("a key stands here twice", at: value) }
        }
    }
}
