internal import Knowledge
internal import Observation

/// Where a document comes from.
struct RuleSource: Sendable {
    let path: String
    let stem: String
    let origin: RuleFile.Origin
    /// How many lines of the file lie before the text that was read.
    var linesBefore = 0
    /// How many documents of the file come before.
    var documentsBefore = 0

    init(_ file: RuleFile) {
        path = file.path
        stem = file.stem
        origin = file.origin
    }

    /// A problem of this file, at a line of the text that was read.
    func problem(_ line: Int?, _ reason: String) -> RuleProblem {
        RuleProblem(file: path, line: line.map { $0 + linesBefore }, reason: reason)
    }

    /// The file's name, with a number for every document but the first.
    var defaultName: String {
        documentsBefore == 0 ? stem : "\(stem)-\(documentsBefore + 1)"
    }

    /// The folder below `detections/`, when there is one.
    var family: String? {
        let folders = path.split(separator: "/").dropLast()
        guard let start = folders.firstIndex(of: "detections"), start + 1 < folders.endIndex else { return nil }
        return String(folders[start + 1])
    }
}

/// The parts of a rule's document other than its detections, checked.
struct RuleDocument {
    let source: RuleSource
    let node: YAMLNode
    let logSource: LogSource
    let level: Level?
    let grade: Grade
    let remediation: [RemediationLine]
    let tests: RuleTestEvents
    let line: Int

    /// Reads a document.
    ///
    /// - Throws: ``RuleFault`` when something is missing, is of the wrong kind or is not supported.
    init(_ node: YAMLNode, from source: RuleSource) throws(RuleFault) {
        self.source = source
        self.node = node
        line = node.line + source.linesBefore
        try Self.checkSupport(node)
        try Self.checkShapes(node)
        // A correlation looks at what other rules match, wherever that comes from.
        logSource = node["correlation"] == nil ? try Self.logSource(node) : LogSource(category: nil)
        level = try Self.word(node["level"], of: Level.self)
        grade = try Self.word(node["grade"], of: Grade.self) ?? .present
        remediation = try Self.remediation(node["remediation"])
        tests = try RuleTestEvents(reading: node["tests"], category: logSource.category)
    }

    /// The text of a key, nothing when it is missing or empty.
    func text(_ key: String) -> String? {
        node[key]?.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The texts of a list, or the one text.
    func texts(_ key: String) -> [String] {
        node[key]?.elements.compactMap(\.text).filter { !$0.isEmpty } ?? []
    }

    /// The folder below `detections/`, else the custom key `family`.
    var family: String {
        source.family ?? text("family") ?? "other"
    }

    private static func checkSupport(_ node: YAMLNode) throws(RuleFault) {
        if let filter = node["filter"] {
            throw RuleFault(line: filter.line, reason: "filters are not supported yet")
        }
        if let action = node["action"] {
            throw RuleFault(
                line: action.line, reason: "'action' is not supported; write every document out, as Sigma 2 wants it")
        }
        if let taxonomy = node["taxonomy"], taxonomy.text != "sigma" {
            throw RuleFault(line: taxonomy.line, reason: "the only taxonomy that is supported is 'sigma'")
        }
    }

    private static let textKeys = [
        "title", "id", "name", "status", "description", "author", "date", "modified", "family",
    ]
    private static let listKeys = ["references", "tags", "fields", "falsepositives"]

    private static func checkShapes(_ node: YAMLNode) throws(RuleFault) {
        guard let title = node["title"]?.text, !title.isEmpty else {
            throw RuleFault(line: node.line, reason: "'title' is missing")
        }
        for key in textKeys {
            guard let value = node[key], value.text == nil else { continue }
            throw RuleFault(line: value.line, reason: "'\(key)' takes text")
        }
        for key in listKeys {
            guard let value = node[key] else { continue }
            for element in value.elements where element.text == nil {
                throw RuleFault(line: element.line, reason: "'\(key)' takes a list of texts")
            }
        }
    }

    private static func logSource(_ node: YAMLNode) throws(RuleFault) -> LogSource {
        guard let source = node["logsource"], case .mapping = source.content else {
            throw RuleFault(line: node.line, reason: "'logsource' is missing, with 'category', 'product' or 'service'")
        }
        let parts = ["category", "product", "service"].map { source[$0]?.text }
        guard parts.contains(where: { $0 != nil }) else {
            throw RuleFault(line: source.line, reason: "'logsource' names no category, product or service")
        }
        return LogSource(category: parts[0], product: parts[1], service: parts[2])
    }

    private static func remediation(_ node: YAMLNode?) throws(RuleFault) -> [RemediationLine] {
        guard let node, !node.isNull else { return [] }
        var lines: [RemediationLine] = []
        for element in node.elements {
            let line = try RemediationLine(reading: element)
            if !line.text.isEmpty { lines.append(line) }
        }
        return lines
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ node: YAMLNode?, of: Word.Type
    ) throws(RuleFault) -> Word? where Word.RawValue == String {
        guard let node else { return nil }
        guard let word = node.text.flatMap(Word.init(rawValue:)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw RuleFault(line: node.line, reason: "the value is none of: \(words)")
        }
        return word
    }
}
